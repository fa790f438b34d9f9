package org.obol.dataset.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.VerificationException;
import org.obol.dataset.sale.PayeeCheck.Ground;
import org.obol.dataset.sale.PayeeCheck.Verdict;

/** Invariant 4a: the money goes to the owner, or to whom the owner named. */
class PayeeCheckTest {

  private static final Payee OWNERS =
      new Payee(Sales.PAYEE.network(), Sales.USDC, Sales.OWNER.address());
  private static final Payee MIRRORS =
      new Payee(Sales.PAYEE.network(), Sales.USDC, Sales.STRANGER.address());
  private static final Signed<SellerRecord> RECORD = Sales.seller().sign(Sales.OWNER);

  @Test
  void theOwnersOwnAccountIsPaidWithoutARecord() {
    assertThat(check(OWNERS)).isEqualTo(new Verdict.Allowed(Ground.OWNER));
  }

  @Test
  void anAccountThatTheRecordNamesIsPaid() {
    assertThat(check(Sales.PAYEE, RECORD, 3)).isEqualTo(new Verdict.Allowed(Ground.SELLER_RECORD));
  }

  @Test
  void aMirrorsAccountIsRefused() {
    refused(check(MIRRORS), "no seller record");
    refused(check(MIRRORS, RECORD, 0), "does not name that account");
    refused(check(MIRRORS, Sales.seller(9, MIRRORS).sign(Sales.STRANGER), 0), "signed for");
    refused(check(MIRRORS, Sales.seller(9, MIRRORS).sign(Sales.NODE), 0), "signed for");
  }

  @Test
  void theAccountCountsForItsTokenAndChainOnly() {
    var chain = new Payee("eip155:8453", Sales.USDC, Sales.PAYEE.address());
    var token = new Payee(Sales.PAYEE.network(), Sales.OWNER.address(), Sales.PAYEE.address());
    refused(check(chain, RECORD, 0), "does not name");
    refused(check(token, RECORD, 0), "does not name");
  }

  @Test
  void aRecordCountsForItsOwnLogOnly() {
    var other = new LogOrigin(Sales.OWNER.address(), new DatasetId("other"));
    var check = new PayeeCheck(other, Optional.empty(), Optional.of(RECORD), 0);
    refused(check.check(Sales.PAYEE, Sales.NOW), "for " + Sales.ORIGIN);
    assertThat(check.serialToKeep()).isZero();
  }

  @Test
  void aRecordCountsFromItsFirstToItsLastSecond() {
    SellerRecord record = Sales.seller();
    var check = new PayeeCheck(Sales.ORIGIN, Optional.empty(), Optional.of(RECORD), 0);
    Instant end = record.notAfter().plusSeconds(1);
    refused(check.check(Sales.PAYEE, record.notBefore().minusNanos(1)), "only from");
    assertThat(check.check(Sales.PAYEE, record.notBefore())).isInstanceOf(Verdict.Allowed.class);
    assertThat(check.check(Sales.PAYEE, end.minusNanos(1))).isInstanceOf(Verdict.Allowed.class);
    refused(check.check(Sales.PAYEE, end), "expired");
    assertThat(SellerRecord.verify(RECORD, Sales.ORIGIN, Sales.NOW)).isEqualTo(record);
    assertThatThrownBy(() -> SellerRecord.verify(RECORD, Sales.ORIGIN, end))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.code()).isEqualTo("seller_record"));
  }

  @Test
  void aLowerSerialIsRefusedAndTheHighestIsKept() {
    refused(check(Sales.PAYEE, RECORD, 4), "serial 3, after one with 4");
    assertThat(keeping(RECORD, 4)).isEqualTo(4);
    assertThat(keeping(RECORD, 3)).isEqualTo(3);
    assertThat(keeping(RECORD, 0)).isEqualTo(3);
    assertThat(keeping(Sales.seller(9).sign(Sales.STRANGER), 2)).isEqualTo(2);
    assertThat(new PayeeCheck(Sales.ORIGIN, Optional.empty(), Optional.empty(), 5).serialToKeep())
        .isEqualTo(5);
  }

  @Test
  void whatThePersonNamedIsPaidAndNothingElse() {
    assertThat(explicit(MIRRORS.address(), MIRRORS))
        .isEqualTo(new Verdict.Allowed(Ground.EXPLICIT));
    refused(explicit(MIRRORS.address(), OWNERS), "--pay-to says " + MIRRORS.address());
    refused(explicit(MIRRORS.address(), Sales.PAYEE), "--pay-to says " + MIRRORS.address());
  }

  @Test
  void aRecordNamesItsNodeKeys() {
    assertThat(Sales.seller().names(Sales.NODE.address())).isTrue();
    assertThat(Sales.seller().names(Sales.STRANGER.address())).isFalse();
  }

  private static Verdict check(Payee payee) {
    return new PayeeCheck(Sales.ORIGIN, Optional.empty(), Optional.empty(), 0)
        .check(payee, Sales.NOW);
  }

  private static Verdict check(Payee payee, Signed<SellerRecord> record, long highest) {
    return new PayeeCheck(Sales.ORIGIN, Optional.empty(), Optional.of(record), highest)
        .check(payee, Sales.NOW);
  }

  private static Verdict explicit(Address named, Payee payee) {
    return new PayeeCheck(Sales.ORIGIN, Optional.of(named), Optional.of(RECORD), 0)
        .check(payee, Sales.NOW);
  }

  private static long keeping(Signed<SellerRecord> record, long highest) {
    return new PayeeCheck(Sales.ORIGIN, Optional.empty(), Optional.of(record), highest)
        .serialToKeep();
  }

  private static void refused(Verdict verdict, String reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class, r -> assertThat(r.reason()).contains(reason));
  }
}
