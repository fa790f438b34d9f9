package org.obol.dataset.sale;

import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.dataset.LogOrigin;

/**
 * The buyer's rule about whom to pay (invariant 4a): an account that an unexpired seller record of
 * the pinned owner names, the owner's own account, or the one given with {@code --pay-to}. A mirror
 * that copies a log and puts its own account in is refused.
 *
 * @param pinned the log that the buyer knows, and with it the owner
 * @param explicit the account given with {@code --pay-to}; then no other is paid
 * @param seller what the server shows as the seller record, not verified yet
 * @param highestSerial of all records of this log seen so far, 0 when there were none
 */
public record PayeeCheck(
    LogOrigin pinned,
    Optional<Address> explicit,
    Optional<Signed<SellerRecord>> seller,
    long highestSerial) {

  /** What the rule says about one payee. */
  public sealed interface Verdict {

    /** It may be paid. */
    record Allowed(Ground ground) implements Verdict {}

    /** It must not be paid; {@code reason} is one sentence that says why and what next. */
    record Refused(String reason) implements Verdict {}
  }

  /** Why a payee may be paid. */
  public enum Ground {
    /** The person named the account. */
    EXPLICIT,
    /** It is the account of the owner's key. */
    OWNER,
    /** A seller record of the owner names it. */
    SELLER_RECORD
  }

  /** Whether {@code payee} may be paid at {@code now}. */
  public Verdict check(Payee payee, Instant now) {
    if (explicit.isPresent()) {
      Address named = explicit.get();
      return named.equals(payee.address())
          ? new Verdict.Allowed(Ground.EXPLICIT)
          : new Verdict.Refused("the server asks to pay " + payee + ", but --pay-to says " + named);
    }
    if (payee.address().equals(pinned.owner())) {
      return new Verdict.Allowed(Ground.OWNER);
    }
    return seller
        .map(record -> fault(record, payee, now))
        .orElseGet(() -> Optional.of("it shows no seller record of the owner"))
        .<Verdict>map(fault -> refused(payee, fault))
        .orElseGet(() -> new Verdict.Allowed(Ground.SELLER_RECORD));
  }

  /**
   * The highest serial after this, to be kept whatever the verdict: a record that the owner signed
   * supersedes every lower one, even when it is expired or does not name the payee.
   */
  public long serialToKeep() {
    return seller
        .filter(record -> SellerRecord.isOwners(record, pinned))
        .map(record -> Math.max(highestSerial, record.document().serial()))
        .orElse(highestSerial);
  }

  private Optional<String> fault(Signed<SellerRecord> signed, Payee payee, Instant now) {
    SellerRecord record = signed.document();
    return SellerRecord.fault(signed, pinned, now)
        .or(
            () ->
                record.serial() < highestSerial
                    ? Optional.of(
                        "the seller record has serial %d, after one with %d was seen"
                            .formatted(record.serial(), highestSerial))
                    : Optional.empty())
        .or(
            () ->
                record.allows(payee)
                    ? Optional.empty()
                    : Optional.of("the seller record of the owner does not name that account"));
  }

  private Verdict refused(Payee payee, String fault) {
    return new Verdict.Refused(
        "the server asks to pay "
            + payee
            + ", which is not the owner "
            + pinned.owner()
            + ", and "
            + fault
            + ". Ask the owner, then give --pay-to if it is right");
  }
}
