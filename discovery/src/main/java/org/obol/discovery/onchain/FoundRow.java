package org.obol.discovery.onchain;

import java.util.List;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.discovery.catalog.DatasetFacts;
import org.obol.discovery.onchain.Finding.Standing;
import org.obol.discovery.router.DatasetSite;
import org.obol.discovery.router.Listing;
import org.obol.discovery.router.Verdict;

/**
 * A row that an agent's catalog has, and everything that was found on the way to it.
 *
 * @param catalog what ties its catalog to the agent
 * @param findings of the agent, its catalog and the row, in the order of the way
 */
public record FoundRow(
    ChainAgent agent, ChainAgent.Link catalog, Listing listing, List<Finding> findings) {

  /** Copies the list. */
  public FoundRow {
    findings = List.copyOf(findings);
  }

  /** The findings of that standing. */
  public List<Finding> findings(Standing standing) {
    return findings.stream().filter(finding -> finding.standing() == standing).toList();
  }

  /** The worst of all findings. */
  public Standing state() {
    if (!findings(Standing.CONTRADICTED).isEmpty()) {
      return Standing.CONTRADICTED;
    }
    return findings(Standing.CLAIMED).isEmpty() ? Standing.PROVEN : Standing.CLAIMED;
  }

  /** The members: what a script compares is at the top, the row itself in {@code offer}. */
  public JsonObject toJson() {
    DatasetFacts facts = listing.entry().dataset();
    JsonObject out =
        Json.object()
            .put("state", state().word())
            .put("agentId", agent.agent().agent().toString())
            .put("agentRegistry", agent.agent().registry().toString())
            .putIfPresent("agentOwner", agent.owner().map(FoundRow::json))
            .put(
                "id",
                listing
                    .site()
                    .map(DatasetSite::dataset)
                    .map(Object::toString)
                    .orElse(listing.entry().name()))
            .putIfPresent("version", facts.version().map(Json::of))
            .putIfPresent("manifestHash", facts.manifestHash().map(hash -> Json.of(hash.hex())))
            .putIfPresent("fileHash", facts.fileHash().map(hash -> Json.of(hash.hex())))
            .putIfPresent("sizeBytes", facts.sizeBytes().map(Json::of))
            .putIfPresent("owner", listing.owner().map(FoundRow::json))
            .putIfPresent("payTo", listing.entry().payTo().map(FoundRow::json))
            .put("endpoint", listing.entry().endpoint())
            .put("catalog", catalog.catalog().catalog().toString());
    put(out, findings);
    return out.putIfPresent("verification", listing.verdict().map(Verdict::toJson))
        .put("offer", listing.entry().members());
  }

  /** Puts the findings, by their standing. */
  static void put(JsonObject out, List<Finding> findings) {
    for (Standing standing : Standing.values()) {
      out.put(
          standing.word(),
          findings.stream()
              .filter(finding -> finding.standing() == standing)
              .map(Finding::toJson)
              .toList());
    }
  }

  private static Json json(Address address) {
    return Json.of(address.checksummed());
  }
}
