package org.obol.dataset.entitlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement.State;
import org.obol.dataset.entitlement.Gate.Decision;

/** Protocol section 5 as a table: active, of this dataset, in range, and the version live. */
class GateTest {

  private static final DatasetId DATASET = new DatasetId("pi-sessions");

  @ParameterizedTest
  @CsvSource({
    "active,    pi-sessions, 2, 4, 1, false, NOT_ENTITLED",
    "active,    pi-sessions, 2, 4, 2, false, ALLOWED",
    "active,    pi-sessions, 2, 4, 4, false, ALLOWED",
    "active,    pi-sessions, 2, 4, 5, false, NOT_ENTITLED",
    "active,    pi-sessions, 3, 3, 3, false, ALLOWED",
    "active,    pi-sessions, 1, 9223372036854775807, 9223372036854775807, false, ALLOWED",
    "active,    pi-sessions, 1, 4, 0, false, NOT_ENTITLED",
    "active,    pi-sessions, 1, 4, -1, false, NOT_ENTITLED",
    "active,    pi-sessions, 2, 4, 3, true,  WITHDRAWN",
    "active,    pi-sessions, 2, 4, 5, true,  NOT_ENTITLED",
    "active,    other,       2, 4, 3, false, NOT_A_MEMBER",
    "active,    other,       2, 4, 3, true,  NOT_A_MEMBER",
    "suspended, pi-sessions, 2, 4, 3, false, NOT_A_MEMBER",
    "revoked,   pi-sessions, 2, 4, 3, false, NOT_A_MEMBER",
    "revoked,   pi-sessions, 2, 4, 3, true,  NOT_A_MEMBER",
  })
  void theGateDecides(
      String state,
      String dataset,
      long from,
      long to,
      long version,
      boolean withdrawn,
      Decision decision) {
    Entitlement holder = entitlement(state, dataset, new VersionRange(from, to));
    assertThat(Gate.decide(Optional.of(holder), DATASET, version, withdrawn)).isEqualTo(decision);
    assertThat(Gate.isMember(Optional.of(holder), DATASET))
        .isEqualTo(decision != Decision.NOT_A_MEMBER);
  }

  @Test
  void whoHoldsNothingIsNoMember() {
    assertThat(Gate.isMember(Optional.empty(), DATASET)).isFalse();
    assertThat(Gate.decide(Optional.empty(), DATASET, 1, false)).isEqualTo(Decision.NOT_A_MEMBER);
  }

  @ParameterizedTest
  @CsvSource({"active,true,''", "suspended,false,chargeback", "revoked,false,shared the token"})
  void onlyAnActiveEntitlementCoversVersions(String state, boolean covers, String reason) {
    Entitlement holder = entitlement(state, "pi-sessions", VersionRange.upTo(2));
    assertThat(holder.covers(2)).isEqualTo(covers);
    assertThat(holder.covers(3)).isFalse();
    assertThat(holder.reason().orElse("")).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "-1,1", "2,1", "1,0", "1,-1"})
  void anEmptyRangeIsRefused(long from, long to) {
    assertThatThrownBy(() -> new VersionRange(from, to))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(from + ".." + to);
  }

  @Test
  void rangesSayWhatTheyCover() {
    assertThat(VersionRange.upTo(3)).isEqualTo(new VersionRange(1, 3)).hasToString("v1..v3");
    assertThat(new VersionRange(3, 3)).hasToString("v3");
    assertThat(VersionRange.following()).hasToString("v1 and later");
    assertThat(VersionRange.following().follows()).isTrue();
    assertThat(VersionRange.following().contains(1_000_000)).isTrue();
    assertThat(VersionRange.upTo(3).follows()).isFalse();
  }

  private static Entitlement entitlement(String state, String dataset, VersionRange range) {
    Instant time = Instant.parse("2026-06-14T12:00:00Z");
    State value =
        switch (state) {
          case "active" -> new State.Active();
          case "suspended" -> new State.Suspended("chargeback", time);
          case "revoked" -> new State.Revoked("shared the token", time);
          default -> throw new IllegalArgumentException(state);
        };
    return new Entitlement(
        "e1", new DatasetId(dataset), "label", range, Entitlement.Source.APPROVED, value, time);
  }
}
