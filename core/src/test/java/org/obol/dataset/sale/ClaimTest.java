package org.obol.dataset.sale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Sha256;

class ClaimTest {

  @Test
  void aClaimIsReadBackAndMatchesItsHashOnly() {
    Claim claim = Claim.generate();
    assertThat(claim.reveal()).matches("[0-9a-f]{64}").isNotEqualTo(Claim.generate().reveal());
    Claim read = Claim.read(claim.reveal()).orElseThrow();
    assertThat(read.hash()).isEqualTo(claim.hash());
    assertThat(read.matches(claim.hash())).isTrue();
    assertThat(read.matches(Claim.generate().hash())).isFalse();
    assertThat(claim.hash()).isNotEqualTo(Sha256.hash(claim.reveal()));
  }

  @Test
  void aClaimNeverShowsItself() {
    Claim claim = Claim.generate();
    assertThat(claim).hasToString("Claim[hidden]");
  }

  @Test
  void anythingElseIsNoClaim() {
    String hex = Claim.generate().reveal();
    for (String bad :
        new String[] {
          "", hex + "0", hex.substring(1), "0x" + hex, " " + hex, "A".repeat(64), "é".repeat(64)
        }) {
      assertThat(Claim.read(bad)).as(bad).isEmpty();
    }
    assertThat(Claim.read("ab".repeat(32).toUpperCase(Locale.ROOT))).isEmpty();
  }
}
