package org.obol.discovery.onchain;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.onchain.Finding.Check;
import org.obol.discovery.onchain.Finding.Standing;
import org.obol.discovery.router.Listing;
import org.obol.discovery.router.Verdict;

/** Puts what the chain says and what was signed together. */
final class JudgeRow {

  private final ChainAgent agent;
  private final ChainAgent.Link catalog;
  private final Listing listing;
  private final CatalogEntry entry;

  private JudgeRow(ChainAgent agent, ChainAgent.Link catalog, Listing listing) {
    this.agent = agent;
    this.catalog = catalog;
    this.listing = listing;
    this.entry = listing.entry();
  }

  static FoundRow judge(ChainAgent agent, ChainAgent.Link catalog, Listing listing) {
    List<Finding> findings = new ArrayList<>(agent.findings());
    findings.add(catalog.named());
    findings.add(catalog.origin());
    findings.addAll(new JudgeRow(agent, catalog, listing).findings());
    return new FoundRow(agent, catalog, listing, findings);
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        isAtCatalog()
            ? Finding.proven(Check.ENDPOINT, "the row leads to the catalog's origin")
            : Finding.claimed(Check.ENDPOINT, "the row leads away from the catalog's origin"));
    if (listing.verdict().isEmpty()) {
      findings.add(Finding.claimed(Check.SIGNED_LOG, "nothing of such an offer is signed"));
      return findings;
    }
    switch (listing.verdict().get()) {
      case Verdict.Verified verified -> {
        findings.add(
            Finding.proven(
                Check.SIGNED_LOG,
                "%s signed the version with these hashes, log and manifest"
                    .formatted(verified.owner().checksummed())));
        entry.payTo().ifPresent(payTo -> findings.add(payee(verified, payTo)));
        listing.amount().ifPresent(_ -> findings.add(price(verified)));
        findings.add(seller(verified));
      }
      case Verdict.Uncheckable(var code, var detail, _, _) -> {
        findings.add(Finding.claimed(Check.SIGNED_LOG, code + ": " + detail));
        entry.payTo().ifPresent(payTo -> findings.add(payee(payTo)));
      }
      case Verdict.Contradicted(var field, var detail, _) -> {
        Check check = field.equals("payTo") ? Check.PAYEE : Check.SIGNED_LOG;
        findings.add(Finding.contradicted(check, field + ": " + detail));
      }
    }
    return findings;
  }

  private static Finding payee(Verdict.Verified verified, Address payTo) {
    return Finding.proven(
        Check.PAYEE,
        payTo.equals(verified.owner())
            ? "who signed the log is paid"
            : "the seller record lets %s be paid".formatted(payTo.checksummed()));
  }

  private Finding payee(Address payTo) {
    return agent.isAccount(payTo)
        ? Finding.proven(Check.PAYEE, "the agent's own account is paid")
        : Finding.claimed(Check.PAYEE, payTo.checksummed() + " is paid, says the catalog");
  }

  private static Finding price(Verdict.Verified verified) {
    return verified.price()
        ? Finding.proven(Check.PRICE, "the seller asks for the same now")
        : Finding.claimed(Check.PRICE, "the seller was not heard about the price");
  }

  /** Whether who signed the log and who has the agent are one, or say that they work together. */
  private Finding seller(Verdict.Verified verified) {
    if (agent.isAccount(verified.owner())) {
      return Finding.proven(Check.SELLER, "the agent's own account signed the log");
    }
    if (entry.payTo().filter(agent::isAccount).isPresent()) {
      return Finding.proven(Check.SELLER, "who signed the log has the agent's account paid");
    }
    if (verified.record() && isAtCatalog() && catalog.origin().standing() == Standing.PROVEN) {
      return Finding.proven(
          Check.SELLER, "who signed the log sells at the origin that names the agent");
    }
    return Finding.claimed(
        Check.SELLER,
        "nothing that %s signed leads to the agent".formatted(verified.owner().checksummed()));
  }

  private boolean isAtCatalog() {
    Optional<String> place = origin(URI.create(entry.endpoint()));
    return place.isPresent() && place.equals(origin(catalog.catalog().catalog()));
  }

  private static Optional<String> origin(URI uri) {
    return Optional.ofNullable(uri.getHost())
        .map(
            host -> {
              String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
              int usual = scheme.equals("https") ? 443 : 80;
              int port = uri.getPort() < 0 ? usual : uri.getPort();
              return scheme + "://" + host.toLowerCase(Locale.ROOT) + ":" + port;
            });
  }
}
