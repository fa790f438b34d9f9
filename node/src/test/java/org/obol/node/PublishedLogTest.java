package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.dataset.versionlog.LogVerdict.Fault;
import org.obol.dataset.versionlog.LogVerdict.Invalid;
import org.obol.dataset.versionlog.LogVerdict.Valid;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.StoredVersion;

/**
 * Invariant 14: what was found valid is not verified again, and nothing else goes unverified. Each
 * test begins with three versions that were found valid.
 */
final class PublishedLogTest {

  private static final String LIE = "update version set size = size + 1 where seq = 2";
  private static final String TRUTH = "update version set size = size - 1 where seq = 2";

  private final NodeFixture fixture;
  private final PublishedLog logs;

  PublishedLogTest(@TempDir Path temp) throws IOException {
    fixture = NodeFixture.published(temp, 3);
    logs = new PublishedLog(fixture.ledger().db());
  }

  @BeforeEach
  void theLogWasFoundValid() {
    assertThat(verdict()).isEqualTo(new Valid(3, dataset().owner()));
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private Dataset dataset() {
    return fixture.ledger().db().read(tx -> new Datasets(tx).require(PI));
  }

  private LogVerdict verdict() {
    return logs.of(dataset()).verdict();
  }

  private void requireInvalid(int position, Fault fault) {
    assertThat(verdict())
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> {
              assertThat(invalid.position()).isEqualTo(position);
              assertThat(invalid.fault()).isEqualTo(fault);
            });
  }

  private void change(String sql) {
    int rows = fixture.elsewhere(tx -> tx.update(sql));
    assertThat(rows).isPositive();
  }

  private VersionEntry head() {
    return logs.of(dataset()).log().head().orElseThrow();
  }

  private void append(EntryClaim claim, PrivateKey key) {
    var version =
        new StoredVersion(
            claim.sign(key, "2026-06-14T12:00:00Z"),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    fixture.elsewhere(
        tx -> {
          new Datasets(tx).append(PI, version);
          return true;
        });
  }

  private static EntryClaim claim(long seq, String prevSig) {
    return new EntryClaim(seq, Sha256.hash("manifest"), Sha256.hash("file"), 7, prevSig);
  }

  @Test
  void whatTheOwnerAppendsIsAccepted() throws IOException {
    for (int v = 4; v <= 6; v++) {
      fixture.publishElsewhere(PI, NodeFixture.rows(v, 20));
      assertThat(verdict()).isEqualTo(new Valid(v, dataset().owner()));
      assertThat(logs.of(dataset()).log().entries()).hasSize(v);
    }
  }

  @Test
  void anotherChangeOfTheLedgerLeavesTheDocumentAsItIs() {
    byte[] document = logs.of(dataset()).document();
    fixture.member(1);
    assertThat(logs.of(dataset()).document()).isSameAs(document);
  }

  @Test
  void anAppendedEntryOfAStrangerIsRefused() {
    append(claim(4, head().signature().hex()), PrivateKey.generate());
    requireInvalid(4, Fault.WRONG_OWNER);
  }

  @Test
  void anAppendedEntryOfAnotherBranchIsRefused() {
    append(claim(4, head().claim().prevSig()), fixture.keys.load(PI));
    requireInvalid(4, Fault.CHAIN_BREAK);
  }

  @Test
  void anAppendedEntryThatSkipsANumberIsRefused() {
    append(claim(5, head().signature().hex()), fixture.keys.load(PI));
    requireInvalid(4, Fault.NON_MONOTONIC_SEQ);
  }

  @Test
  void aBadEntryStaysBadWhateverIsAppendedToIt() {
    PrivateKey owner = fixture.keys.load(PI);
    append(claim(4, head().signature().hex()), PrivateKey.generate());
    requireInvalid(4, Fault.WRONG_OWNER);
    append(claim(5, head().signature().hex()), owner);
    requireInvalid(4, Fault.WRONG_OWNER);
  }

  @Test
  void aChangedEarlierEntryIsNoticedWhenNothingWasAppended() {
    change(LIE);
    requireInvalid(2, Fault.WRONG_OWNER);
    change(TRUTH);
    assertThat(verdict()).isInstanceOf(Valid.class);
  }

  @Test
  void aChangedEarlierEntryIsNoticedUnderAGoodNewOne() {
    change(LIE);
    append(claim(4, head().signature().hex()), fixture.keys.load(PI));
    requireInvalid(2, Fault.WRONG_OWNER);
  }

  @Test
  void aChangedEarlierEntryIsNoticedWhenBothComeBetweenTwoLooks() {
    String last = head().signature().hex();
    change(LIE);
    append(claim(4, last), fixture.keys.load(PI));
    requireInvalid(2, Fault.WRONG_OWNER);
  }

  @Test
  void aShorterLogIsVerifiedAnew() {
    change("delete from version_file where seq = 3");
    change("delete from version where seq = 3");
    assertThat(verdict()).isEqualTo(new Valid(2, dataset().owner()));
    change(LIE);
    requireInvalid(2, Fault.WRONG_OWNER);
  }

  @Test
  void aLogThatCannotBeReadIsInvalidUntilItCan() {
    String signature = head().signature().hex();
    change("update version set signature = 'nonsense' where seq = 3");
    requireInvalid(0, Fault.MALFORMED);
    change("update version set signature = '" + signature + "' where seq = 3");
    assertThat(verdict()).isEqualTo(new Valid(3, dataset().owner()));
  }

  @Test
  void whatWasValidForOneOwnerIsNotForAnother() {
    PrivateKey other = PrivateKey.generate();
    change("update dataset set owner = '" + other.address().hex() + "'");
    requireInvalid(1, Fault.WRONG_OWNER);
    append(claim(4, head().signature().hex()), other);
    requireInvalid(1, Fault.WRONG_OWNER);
  }

  @Test
  void anotherOwnerWhoAppendsAtOnceTakesNothingOver() {
    PrivateKey other = PrivateKey.generate();
    Address before = dataset().owner();
    String last = head().signature().hex();
    change("update dataset set owner = '" + other.address().hex() + "'");
    append(claim(4, last), other);
    assertThat(dataset().owner()).isNotEqualTo(before);
    requireInvalid(1, Fault.WRONG_OWNER);
  }
}
