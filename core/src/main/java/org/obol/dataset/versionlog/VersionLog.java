package org.obol.dataset.versionlog;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.obol.crypto.Address;
import org.obol.crypto.Secp256k1;
import org.obol.dataset.VerificationException;
import org.obol.dataset.versionlog.LogVerdict.Fault;
import org.obol.dataset.versionlog.LogVerdict.Invalid;
import org.obol.dataset.versionlog.LogVerdict.Valid;

/** The entries of one dataset in order. Holding one says nothing yet: {@link #verify} decides. */
public record VersionLog(List<VersionEntry> entries) {

  /** Copies the entries. */
  public VersionLog {
    entries = List.copyOf(entries);
  }

  /** The last entry, if there is one. */
  public Optional<VersionEntry> head() {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast());
  }

  /** The entry with that number, if the log reaches it. */
  public Optional<VersionEntry> entry(long seq) {
    return seq < 1 || seq > entries.size()
        ? Optional.empty()
        : Optional.of(entries.get((int) seq - 1));
  }

  /** What the next version would claim as its number and predecessor. */
  public String headSignature() {
    return head().map(e -> e.signature().hex()).orElse("");
  }

  /** Verifies against whoever signed the first entry. */
  public LogVerdict verify() {
    if (entries.isEmpty()) {
      return new Invalid(0, Fault.EMPTY, "the log has no versions");
    }
    return signer(entries.getFirst())
        .map(this::verify)
        .orElseGet(() -> misplaced(0).or(() -> unsigned(0)).orElseThrow());
  }

  /** Verifies that every entry is {@code owner}'s and linked to its predecessor. */
  public LogVerdict verify(Address owner) {
    return verifyAfter(0, owner);
  }

  /**
   * Verifies as {@link #verify(Address)} does, for a caller who has found the first {@code known}
   * entries valid before: only the later ones are looked at.
   */
  public LogVerdict verifyAfter(int known, Address owner) {
    if (entries.isEmpty()) {
      return new Invalid(0, Fault.EMPTY, "the log has no versions");
    }
    // Recovering a key costs a hundred microseconds and needs no neighbour, so entries are
    // checked on all processors; the first fault in log order is the one reported.
    return IntStream.range(known, entries.size())
        .parallel()
        .mapToObj(i -> fault(i, owner))
        .flatMap(Optional::stream)
        .findFirst()
        .<LogVerdict>map(invalid -> invalid)
        .orElseGet(() -> new Valid(entries.size(), owner));
  }

  /**
   * The owner of this log.
   *
   * @throws VerificationException when the log does not verify
   */
  public Address requireValid() {
    return requireValid(verify());
  }

  /**
   * Demands that the log verifies against {@code owner}.
   *
   * @throws VerificationException when it does not
   */
  public void requireValid(Address owner) {
    requireValid(verify(owner));
  }

  private static Address requireValid(LogVerdict verdict) {
    return switch (verdict) {
      case Valid valid -> valid.owner();
      case Invalid invalid ->
          throw new VerificationException(invalid.fault().code(), invalid.sentence());
    };
  }

  private Optional<Invalid> fault(int index, Address owner) {
    return misplaced(index).or(() -> notSignedBy(owner, index));
  }

  private Optional<Invalid> misplaced(int index) {
    VersionEntry entry = entries.get(index);
    if (entry.seq() != index + 1) {
      return invalid(
          index, Fault.NON_MONOTONIC_SEQ, "seq is " + entry.seq() + ", not " + (index + 1));
    }
    String previous = index == 0 ? "" : entries.get(index - 1).signature().hex();
    if (!entry.claim().prevSig().equals(previous)) {
      return invalid(
          index,
          Fault.CHAIN_BREAK,
          index == 0
              ? "the first entry must have no prevSig"
              : "prevSig is not the signature of v" + index);
    }
    return Optional.empty();
  }

  private Optional<Invalid> notSignedBy(Address owner, int index) {
    Optional<Address> signer = signer(entries.get(index));
    if (signer.isEmpty()) {
      return unsigned(index);
    }
    if (!signer.get().equals(owner)) {
      return invalid(
          index,
          Fault.WRONG_OWNER,
          "signature is of "
              + signer.get()
              + " and not of "
              + owner
              + " (another key, or a field changed after signing)");
    }
    return Optional.empty();
  }

  private static Optional<Address> signer(VersionEntry entry) {
    return Secp256k1.recover(entry.claim().digest().bytes(), entry.signature());
  }

  private static Optional<Invalid> unsigned(int index) {
    return invalid(index, Fault.BAD_SIGNATURE, "no key can have made this signature");
  }

  private static Optional<Invalid> invalid(int index, Fault fault, String detail) {
    return Optional.of(new Invalid(index + 1, fault, detail));
  }
}
