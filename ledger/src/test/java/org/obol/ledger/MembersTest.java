package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.Gate;
import org.obol.dataset.entitlement.VersionRange;

final class MembersTest {

  @TempDir private Path folder;
  private House house;

  @BeforeEach
  void open() {
    house = new House(folder.resolve("home"));
    house.createDataset();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aTokenLeadsToItsEntitlementAndIsStoredAsAHashOnly() {
    Entitlement ann = grant("ann", VersionRange.upTo(3));
    AccessToken token = issue(ann);
    assertThat(holder(token)).contains(ann);
    assertThat(holder(AccessToken.generate())).isEmpty();
    List<String> hashes =
        house.ledger.db().read(tx -> tx.list("select hash from token", row -> row.getString(1)));
    assertThat(hashes).containsExactly(token.hash().hex());
    assertThat(ann.source()).isEqualTo(Entitlement.Source.APPROVED);
    assertThat(ann.created()).isEqualTo(House.NOW);
  }

  @Test
  void ofFourTokensTheOldestDiesEvenWhenAllAreOfOneMoment() {
    Entitlement ann = grant("ann", VersionRange.upTo(1));
    AccessToken bobs = issue(grant("bob", VersionRange.upTo(1)));
    AccessToken first = issue(ann);
    AccessToken second = issue(ann);
    AccessToken third = issue(ann);
    assertThat(holder(first)).contains(ann);
    AccessToken fourth = issue(ann);
    assertThat(holder(first)).isEmpty();
    for (AccessToken alive : List.of(second, third, fourth)) {
      assertThat(holder(alive)).contains(ann);
    }
    assertThat(holder(bobs)).isPresent();
  }

  @Test
  void oneTokenCanBeForgottenAloneAndTwice() {
    Entitlement ann = grant("ann", VersionRange.upTo(1));
    AccessToken one = issue(ann);
    AccessToken two = issue(ann);
    for (int i = 0; i < 2; i++) {
      house
          .ledger
          .db()
          .write(
              tx -> {
                new Members(tx).forget(one.hash());
                return true;
              });
    }
    assertThat(holder(one)).isEmpty();
    assertThat(holder(two)).contains(ann);
  }

  @Test
  void revokingClosesEveryTokenForGoodAndSurvivesARestart() {
    Entitlement ann = grant("ann", VersionRange.following());
    AccessToken one = issue(ann);
    AccessToken two = issue(ann);
    Instant later = House.NOW.plusSeconds(5);
    house.ledger.db().write(tx -> new Members(tx).revoke(ann.id(), "resold it", later));
    // The first reason and time stay.
    house.ledger.db().write(tx -> new Members(tx).revoke(ann.id(), "again", later.plusSeconds(1)));
    house.reopen();
    for (AccessToken token : List.of(one, two, issue(ann))) {
      Optional<Entitlement> holder = holder(token);
      assertThat(holder.orElseThrow().state())
          .isEqualTo(new Entitlement.State.Revoked("resold it", later));
      assertThat(Gate.decide(holder, House.ID, 1, false)).isEqualTo(Gate.Decision.NOT_A_MEMBER);
    }
  }

  @Test
  void revokingNobodyIsSaid() {
    assertThatThrownBy(
            () -> house.ledger.db().write(tx -> new Members(tx).revoke("ent-0", "", House.NOW)))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("ent-0");
  }

  @Test
  void listsTheMembersOfOneDatasetOldestFirst() {
    Entitlement ann = grant("ann", VersionRange.upTo(1));
    Entitlement bob =
        house
            .ledger
            .db()
            .write(
                tx ->
                    new Members(tx)
                        .grant(
                            House.ID,
                            "bob",
                            new VersionRange(2, 3),
                            Entitlement.Source.OPEN,
                            House.NOW.minusSeconds(1)));
    List<Entitlement> all = house.ledger.db().read(tx -> new Members(tx).of(House.ID));
    assertThat(all).containsExactly(bob, ann);
  }

  @Test
  void anEntitlementNeedsItsDatasetAndATokenItsEntitlement() {
    assertThatThrownBy(
            () ->
                house
                    .ledger
                    .db()
                    .write(
                        tx ->
                            new Members(tx)
                                .grant(
                                    new org.obol.dataset.DatasetId("none"),
                                    "ann",
                                    VersionRange.upTo(1),
                                    Entitlement.Source.OPEN,
                                    House.NOW)))
        .isInstanceOf(LedgerException.class);
    assertThatThrownBy(
            () -> house.ledger.db().write(tx -> new Members(tx).issue("ent-none", House.NOW)))
        .isInstanceOf(LedgerException.class);
  }

  @Test
  void aStateThatIsNotKnownOpensNothing() {
    Entitlement ann = grant("ann", VersionRange.upTo(1));
    house
        .ledger
        .db()
        .write(
            tx ->
                tx.update(
                    "update entitlement set state = 'suspended', reason = 'reorg', changed ="
                        + " 1000"));
    Optional<Entitlement> suspended = house.ledger.db().read(tx -> new Members(tx).find(ann.id()));
    assertThat(suspended.orElseThrow().state())
        .isEqualTo(new Entitlement.State.Suspended("reorg", Instant.ofEpochSecond(1)));
    house.ledger.db().write(tx -> tx.update("update entitlement set state = 'golden'"));
    assertThatThrownBy(() -> house.ledger.db().read(tx -> new Members(tx).find(ann.id())))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("golden");
  }

  private Entitlement grant(String subject, VersionRange versions) {
    return house
        .ledger
        .db()
        .write(
            tx ->
                new Members(tx)
                    .grant(House.ID, subject, versions, Entitlement.Source.APPROVED, House.NOW));
  }

  private AccessToken issue(Entitlement entitlement) {
    return house.ledger.db().write(tx -> new Members(tx).issue(entitlement.id(), House.NOW));
  }

  private Optional<Entitlement> holder(AccessToken token) {
    return house.ledger.db().read(tx -> new Members(tx).holder(token.hash()));
  }
}
