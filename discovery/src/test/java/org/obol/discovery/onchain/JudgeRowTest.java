package org.obol.discovery.onchain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.manifest.Card;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.onchain.Finding.Check;
import org.obol.discovery.onchain.Finding.Standing;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.AgentRegistration;
import org.obol.discovery.registry.KnownRegistries;
import org.obol.discovery.router.Listing;
import org.obol.discovery.router.Member;
import org.obol.discovery.router.Verdict;
import org.obol.evm.ChainId;

/** Who belongs together, by what the chain says and by what was signed. */
final class JudgeRowTest {

  private static final Address SIGNER = PrivateKey.generate().address();
  private static final Address OWNER = PrivateKey.generate().address();
  private static final Address PAYEE = PrivateKey.generate().address();

  private static FoundRow judge(Address owner, Standing origin, Address payTo, Verdict verdict) {
    var agent =
        new ChainAgent(
            new AgentRegistration(
                KnownRegistries.on(new ChainId(8453)).orElseThrow(), AgentId.of(0)),
            Optional.of(SIGNER),
            Optional.of(owner),
            "",
            "",
            List.of(),
            List.of());
    var link =
        new ChainAgent.Link(
            new Member("catalog", URI.create("https://a.example/api/services.json")),
            Finding.proven(Check.CATALOG, ""),
            new Finding(Check.ORIGIN, origin, ""));
    var entry =
        new CatalogEntry(
            Json.object()
                .put("name", "pi")
                .put("type", "dataset")
                .put("endpoint", "https://A.example:443/dataset/pi")
                .put("payTo", payTo.hex())
                .build());
    return JudgeRow.judge(agent, link, new Listing(entry, Optional.empty(), Optional.of(verdict)));
  }

  private static Standing seller(Address owner, Standing origin, Address payTo, boolean record) {
    var verified =
        new Verdict.Verified(
            SIGNER, Card.fromJson(Json.object().build()), record, true, Instant.EPOCH);
    return judge(owner, origin, payTo, verified).findings().stream()
        .filter(finding -> finding.check() == Check.SELLER)
        .map(Finding::standing)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_signer_and_the_agent_belong_together_by_an_account_or_by_a_record_and_the_origin() {
    assertThat(seller(SIGNER, Standing.CLAIMED, PAYEE, false)).isEqualTo(Standing.PROVEN);
    assertThat(seller(OWNER, Standing.CLAIMED, OWNER, true)).isEqualTo(Standing.PROVEN);
    assertThat(seller(OWNER, Standing.PROVEN, PAYEE, true)).isEqualTo(Standing.PROVEN);
    assertThat(seller(OWNER, Standing.PROVEN, SIGNER, false))
        .as("nothing signed names the origin")
        .isEqualTo(Standing.CLAIMED);
    assertThat(seller(OWNER, Standing.CLAIMED, PAYEE, true)).isEqualTo(Standing.CLAIMED);
    assertThat(seller(OWNER, Standing.CONTRADICTED, PAYEE, true)).isEqualTo(Standing.CLAIMED);
  }

  private static Check contradicted(String field) {
    var verdict = new Verdict.Contradicted(field, "no", Instant.EPOCH);
    FoundRow row = judge(SIGNER, Standing.PROVEN, SIGNER, verdict);
    assertThat(row.state()).isEqualTo(Standing.CONTRADICTED);
    return row.findings(Standing.CONTRADICTED).getFirst().check();
  }

  @Test
  void what_a_signed_document_denies_is_contradicted_whoever_has_the_agent() {
    assertThat(contradicted("payTo")).isEqualTo(Check.PAYEE);
    assertThat(contradicted("priceAtomicUnits")).isEqualTo(Check.PRICE);
    assertThat(contradicted("endpoint")).isEqualTo(Check.ENDPOINT);
    assertThat(contradicted("datasetFileHash")).isEqualTo(Check.SIGNED_LOG);
  }
}
