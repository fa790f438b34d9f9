package org.obol.dataset.versionlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.versionlog.LogVerdict.Fault;
import org.obol.dataset.versionlog.LogVerdict.Invalid;
import org.obol.dataset.versionlog.LogVerdict.Valid;

/** Whoever has verified the start of a log verifies the rest as strictly, and only the rest. */
class VerifyAfterTest {

  private static final LogVector HONEST = LogVector.named("vector-two");
  private static final int SIZE = 5;
  private static final PrivateKey STRANGER = LogVector.named("vector-one").testKey();

  private final List<VersionEntry> entries = new ArrayList<>(HONEST.log().entries());

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, SIZE})
  void anHonestLogIsValidHoweverMuchOfItIsKnown(int known) {
    assertThat(verifyAfter(known)).isEqualTo(new Valid(SIZE, HONEST.owner()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void anEntryThatAStrangerAppendedIsRefused(int known) {
    VersionEntry last = entries.getLast();
    entries.set(SIZE - 1, last.claim().sign(STRANGER, last.timestamp()));
    requireFault(known, SIZE, Fault.WRONG_OWNER);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void anEntryThatSkipsANumberIsRefused(int known) {
    EntryClaim last = entries.getLast().claim();
    replace(SIZE, claim(SIZE + 1, last.fileHash(), last.prevSig()));
    requireFault(known, SIZE, Fault.NON_MONOTONIC_SEQ);
  }

  /** The first new entry is linked to one that is not looked at any more. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void anEntryOfAnotherBranchIsRefused(int known) {
    EntryClaim last = entries.getLast().claim();
    replace(SIZE, claim(SIZE, last.fileHash(), entries.get(SIZE - 3).signature().hex()));
    requireFault(known, SIZE, Fault.CHAIN_BREAK);
  }

  @Test
  void aKnownHeadThatWasSignedAnewBreaksTheChainToWhatFollows() {
    EntryClaim third = entries.get(2).claim();
    replace(3, claim(3, Sha256.hash("other bytes"), third.prevSig()));
    requireFault(3, 4, Fault.CHAIN_BREAK);
  }

  @Test
  void theFirstBadEntryAfterTheKnownOnesIsTheOneNamed() {
    for (int seq : new int[] {4, 5}) {
      VersionEntry entry = entries.get(seq - 1);
      entries.set(seq - 1, entry.claim().sign(STRANGER, entry.timestamp()));
    }
    // The fourth is signed by another, so the fifth is not linked to it either.
    requireFault(2, 4, Fault.WRONG_OWNER);
    requireFault(4, 5, Fault.CHAIN_BREAK);
  }

  @Test
  void whatIsKnownIsTheCallersWordAndNotLookedAtAgain() {
    EntryClaim first = entries.getFirst().claim();
    entries.set(
        0,
        new VersionEntry(
            claim(1, Sha256.hash("other bytes"), first.prevSig()),
            entries.getFirst().timestamp(),
            entries.getFirst().signature()));
    assertThat(verifyAfter(1)).isInstanceOf(Valid.class);
    assertThat(verifyAfter(0)).isInstanceOf(Invalid.class);
  }

  @Test
  void anEmptyLogIsInvalid() {
    entries.clear();
    requireFault(0, 0, Fault.EMPTY);
  }

  private LogVerdict verifyAfter(int known) {
    return new VersionLog(entries).verifyAfter(known, HONEST.owner());
  }

  private void requireFault(int known, int position, Fault fault) {
    assertThat(verifyAfter(known))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> {
              assertThat(invalid.position()).isEqualTo(position);
              assertThat(invalid.fault()).isEqualTo(fault);
            });
  }

  /** Puts an entry at {@code position} that the owner has really signed. */
  private void replace(int position, EntryClaim claim) {
    entries.set(position - 1, claim.sign(HONEST.testKey(), entries.get(position - 1).timestamp()));
  }

  private static EntryClaim claim(long seq, Sha256 fileHash, String prevSig) {
    return new EntryClaim(seq, Sha256.hash("manifest"), fileHash, 7, prevSig);
  }
}
