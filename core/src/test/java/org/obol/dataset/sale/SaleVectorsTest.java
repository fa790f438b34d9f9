package org.obol.dataset.sale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;

/** Bytes that another program computed once; they must never change. */
class SaleVectorsTest {

  @ParameterizedTest
  @MethodSource("vectors")
  void digestAndSignerAreThoseOfTheOtherProgram(SaleVector vector) {
    Signed<?> read = vector.read();
    assertThat(read.hash()).isEqualTo(vector.digest());
    assertThat(read.signer()).contains(vector.signer());
    assertThat(read.toJson()).isEqualTo(vector.wire());
  }

  static Stream<SaleVector> vectors() {
    return SaleVector.all().stream();
  }

  @Test
  void weSignTheSameBytes() {
    assertThat(Sales.offer().sign(Sales.NODE).toJson())
        .isEqualTo(SaleVector.named("offer-with-licence").wire());
    assertThat(Sales.receipt().sign(Sales.NODE).toJson())
        .isEqualTo(SaleVector.named("receipt").wire());
    assertThat(Sales.seller().sign(Sales.OWNER).toJson())
        .isEqualTo(SaleVector.named("seller").wire());
  }

  @Test
  void anAbsentLicenceIsAbsent() {
    Offer offer = Offer.read(SaleVector.named("offer-without-licence").wire()).document();
    assertThat(offer.licenseSha256()).isEmpty();
    assertThat(offer.sign(Sales.NODE).toJson())
        .isEqualTo(SaleVector.named("offer-without-licence").wire());
  }

  @Test
  void unknownMembersAreSignedAndIgnored() {
    SaleVector vector = SaleVector.named("offer-with-unknown-members");
    assertThat(Offer.read(vector.wire()).document()).isEqualTo(Sales.offer());
    assertThat(vector.digest()).isNotEqualTo(Sales.offer().sign(Sales.NODE).hash());
  }

  @Test
  void theNonceIsThatOfTheOtherProgram() {
    for (Json json : SaleVector.file().list("nonces").orElseThrow()) {
      Json.Obj vector = json.asObject("a nonce");
      Claim claim = Claim.read(vector.requireText("claim")).orElseThrow();
      assertThat(claim.hash().hex()).isEqualTo(vector.requireText("claimHash"));
      var offerHash = new Sha256(vector.requireText("offerHash"));
      PaymentNonce nonce = PaymentNonce.of(offerHash, claim.hash());
      assertThat(nonce.text()).isEqualTo(vector.requireText("nonce"));
      assertThat(nonce).hasToString(nonce.text());
      assertThat(Sha256.of(nonce.bytes())).isEqualTo(nonce.digest());
      assertThat(PaymentNonce.of(claim.hash(), offerHash)).isNotEqualTo(nonce);
    }
  }

  @Test
  void signingIsTheSameWhateverTheFractionOfASecond() {
    Offer offer = Sales.offer();
    var late =
        new Offer(
            offer.origin(),
            offer.seq(),
            offer.manifestHash(),
            Optional.of(Sha256.hash("CC-BY-4.0 text")),
            offer.grants(),
            offer.payee(),
            offer.amount(),
            offer.validUntil().plusNanos(999_999_999));
    assertThat(late).isEqualTo(offer);
    assertThat(late.sign(Sales.NODE)).isEqualTo(offer.sign(Sales.NODE));
  }
}
