package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.crypto.ObolException.Exit.REFUSED;
import static org.obol.crypto.ObolException.Exit.USAGE;
import static org.obol.crypto.ObolException.Exit.VERIFICATION;

import java.math.BigInteger;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.client.pay.Outcome;
import org.obol.client.source.Origin;
import org.obol.client.source.Source;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.Payee;

/** Invariant 4a: whoever is not the owner gets no signature, whatever they copied. */
final class PayRefusalTest extends PayFixture {

  @Test
  void a_copy_that_puts_its_own_account_in_is_refused() {
    seller.payee =
        new Payee(ScriptedSeller.NETWORK, ScriptedSeller.USDC, ScriptedSeller.THIEF.address());
    assertNothingPaid(VERIFICATION, "does not name that account");
  }

  @Test
  void the_same_with_a_seller_record_of_its_own_is_refused() {
    seller.payee =
        new Payee(ScriptedSeller.NETWORK, ScriptedSeller.USDC, ScriptedSeller.THIEF.address());
    seller.recordKey = ScriptedSeller.THIEF;
    assertNothingPaid(VERIFICATION, "the seller record is not one that");
    payTo = Optional.of(ScriptedSeller.THIEF.address());
    assertNothingPaid(VERIFICATION, "the seller record is not one that");
  }

  @Test
  void a_copy_of_everything_at_another_place_is_refused() {
    seller.endpoint = Optional.of(URI.create("https://owner.example"));
    assertNothingPaid(VERIFICATION, "sells pi-sessions at https://owner.example and not at");
    payTo = Optional.of(ScriptedSeller.NODE.address());
    assertNothingPaid(VERIFICATION, "Buy there");
  }

  @Test
  void a_seller_without_a_record_is_refused() {
    seller.showsRecord = false;
    seller.payee = new Payee(ScriptedSeller.NETWORK, ScriptedSeller.USDC, Shop.KEY.address());
    assertNothingPaid(VERIFICATION, "no seller record");
  }

  @Test
  void another_payee_than_the_named_one_is_refused() {
    payTo = Optional.of(Shop.KEY.address());
    assertNothingPaid(VERIFICATION, "--pay-to says");
  }

  @Test
  void a_record_with_a_lower_serial_is_refused() {
    approves = false;
    assertThat(buy()).isInstanceOf(Outcome.NotPaid.class);
    asked.clear();
    seller.serial = 2;
    assertNothingPaid(VERIFICATION, "serial 2");
    assertThat(books.sellers().serial(seller.origin())).isEqualTo(3);
    seller.payee = new Payee(ScriptedSeller.NETWORK, ScriptedSeller.USDC, Shop.KEY.address());
    assertNothingPaid(VERIFICATION, "serial 2");
    seller.showsRecord = false;
    reference = true;
    assertNothingPaid(VERIFICATION, "the owner has signed one before");
  }

  @Test
  void a_price_over_the_cap_is_refused() {
    seller.amount = BigInteger.valueOf(5_000_001);
    assertNothingPaid(REFUSED, "5.000001 USDC, which is more than --max-price 5");
  }

  @Test
  void another_token_or_network_or_name_is_refused() {
    seller.payee =
        new Payee(ScriptedSeller.NETWORK, Shop.KEY.address(), ScriptedSeller.NODE.address());
    assertNothingPaid(REFUSED, "is not USDC");
    seller.payee = new Payee("eip155:31337", ScriptedSeller.USDC, ScriptedSeller.NODE.address());
    assertNothingPaid(REFUSED, "no token is known on the network eip155:31337");
    seller.payee =
        new Payee(ScriptedSeller.NETWORK, ScriptedSeller.USDC, ScriptedSeller.NODE.address());
    extra("name", Json.of("USD Coin"));
    assertNothingPaid(REFUSED, "another name or version");
    extra("version", Json.of("1"));
    assertNothingPaid(REFUSED, "another name or version");
    extra("assetTransferMethod", Json.of("permit2"));
    assertNothingPaid(REFUSED, "only assetTransferMethod eip3009");
    seller.requirements = r -> ScriptedSeller.with(r, "maxTimeoutSeconds", Json.of(86_400));
    assertNothingPaid(REFUSED, "good for more than 3600 seconds");
  }

  private void extra(String key, Json value) {
    seller.requirements =
        r ->
            ScriptedSeller.with(
                r, "extra", ScriptedSeller.with(r.object("extra").orElseThrow(), key, value));
  }

  @Test
  void an_offer_by_another_key_is_refused() {
    seller.offerKey = ScriptedSeller.THIEF;
    assertNothingPaid(VERIFICATION, "which the owner's seller record does not name");
    seller.offerKey = Shop.KEY;
    assertNothingPaid(VERIFICATION, "which the owner's seller record does not name");
  }

  @Test
  void an_offer_of_something_else_is_refused() {
    LogOrigin other = new LogOrigin(ScriptedSeller.THIEF.address(), Shop.ID);
    seller.offers = o -> changed(o, other, o.manifestHash(), o.licenseSha256());
    assertNothingPaid(VERIFICATION, "for another dataset or owner");
    seller.offers = o -> changed(o, o.origin(), Sha256.hash("x"), o.licenseSha256());
    assertNothingPaid(VERIFICATION, "another manifest");
    seller.offers =
        o -> changed(o, o.origin(), o.manifestHash(), Optional.of(Sha256.hash("licence")));
    assertNothingPaid(VERIFICATION, "another licence");
    seller.offers = o -> o;
    seller.requirements = r -> ScriptedSeller.with(r, "amount", Json.of("4000000"));
    assertNothingPaid(VERIFICATION, "another amount");
    seller.requirements =
        r -> ScriptedSeller.with(r, "payTo", Json.of(Shop.KEY.address().checksummed()));
    assertNothingPaid(VERIFICATION, "another payee");
    seller.requirements = r -> r;
    Offer first = seller.offer().document();
    seller.server.shop.publish(Shop.lines(2, 9000));
    seller.offers = o -> first;
    assertNothingPaid(VERIFICATION, "is for v1");
  }

  private static Offer changed(
      Offer offer, LogOrigin origin, Sha256 manifest, Optional<Sha256> license) {
    return new Offer(
        origin,
        offer.seq(),
        manifest,
        license,
        offer.grants(),
        offer.payee(),
        offer.amount(),
        offer.validUntil());
  }

  @Test
  void an_expired_offer_and_a_missing_one_are_refused() {
    seller.validUntil = now;
    assertNothingPaid(VERIFICATION, "could be paid until");
    extra("offer", new Json.Null());
    assertNothingPaid(VERIFICATION, "cannot be read");
    seller.requirements =
        r ->
            ScriptedSeller.with(
                r, "extra", Json.object().put("name", "USDC").put("version", "2").build());
    assertNothingPaid(VERIFICATION, "it signs no offer");
  }

  @Test
  void another_owner_than_the_named_one_is_refused() {
    owner = Optional.of(ScriptedSeller.THIEF.address());
    assertNothingPaid(VERIFICATION, ScriptedSeller.THIEF.address().hex());
  }

  @Test
  void terms_too_long_to_repeat_are_not_signed() {
    extra("noise", Json.of("x".repeat(10_400)));
    fails(REFUSED, "longer than what a payment may repeat");
    assertThat(seller.paid()).isEmpty();
    assertThat(books.purchases().all()).isEmpty();
  }

  @Test
  void looking_makes_no_stranger_known() {
    owner = Optional.empty();
    approves = false;
    for (int i = 0; i < 2; i++) {
      var quote = ((Outcome.NotPaid) buy()).quote();
      assertThat(quote.owner().isNew()).isTrue();
      assertThat(quote.cost()).hasToString("5 USDC");
    }
    Origin here = seller.source().origin();
    assertThat(books.pins().owner(here, Shop.ID)).isEmpty();
    assertThat(seller.paid()).isEmpty();
    approves = true;
    paid();
    assertThat(books.pins().owner(here, Shop.ID)).contains(Shop.KEY.address());
    assertThat(books.sellers().since(here, Shop.ID, Shop.KEY.address())).contains(now);
  }

  @Test
  void a_pin_without_money_does_not_vouch_for_a_payee() {
    owner = Optional.empty();
    approves = false;
    new BuyDataset(books.pins(), org.obol.client.transfer.TransferListener.SILENT, Optional.empty())
        .inspect(BuyRequest.of(seller.source(), Shop.ID));
    assertThat(((Outcome.NotPaid) buy()).quote().owner().isNew()).isTrue();
  }

  @Test
  void nothing_is_paid_in_the_open() {
    var request =
        new org.obol.client.pay.PayRequest(
            Source.of("http://seller.example", Optional.empty()),
            Shop.ID,
            Optional.empty(),
            Trust.DEFAULT,
            Optional.<Address>empty(),
            Optional.empty(),
            Optional.empty(),
            org.obol.x402.token.KnownTokens.USDC);
    ObolException failure =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            ObolException.class, () -> join(books).run(request, approval(), () -> WALLET));
    assertThat(failure).hasMessageContaining("plain http");
    assertThat(failure.exit()).isEqualTo(USAGE);
  }
}
