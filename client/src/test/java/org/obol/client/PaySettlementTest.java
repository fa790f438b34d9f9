package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.obol.crypto.ObolException.Exit.NETWORK;
import static org.obol.crypto.ObolException.Exit.REFUSED;
import static org.obol.crypto.ObolException.Exit.VERIFICATION;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.obol.client.pay.Outcome;
import org.obol.client.pay.Purchase;
import org.obol.client.pay.PurchaseState;
import org.obol.client.source.MemberToken;
import org.obol.client.transfer.TransferListener;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.dataset.sale.Claim;
import org.obol.dataset.sale.PaymentNonce;
import org.obol.x402.extension.PaymentIdentifier;
import org.obol.x402.extension.SignInProof;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.SettleResponse;

/** Invariant 1 on the buyer's side: one authorization for one version, whatever is answered. */
final class PaySettlementTest extends PayFixture {

  @Test
  void pays_keeps_token_and_receipt_and_downloads() throws IOException {
    Outcome.Member member = paid();

    assertThat(member.how()).isEqualTo(Outcome.How.PAID);
    assertThat(member.token()).isEqualTo(new MemberToken(ScriptedSeller.TOKEN));
    Purchase purchase = only();
    assertThat(purchase.state()).isEqualTo(PurchaseState.SETTLED);
    assertThat(purchase.progress().transaction()).contains(ScriptedSeller.TRANSACTION);
    assertThat(purchase.progress().receipt()).isPresent();
    for (String suffix : List.of(".token", ".receipt.json")) {
      Path file = dir.resolve("purchases").resolve(purchase.id() + suffix);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    Path out = dir.resolve("out.jsonl");
    var member2 =
        new org.obol.client.source.Source(seller.server.url(), Optional.of(member.token()));
    new BuyDataset(books.pins(), TransferListener.SILENT, Optional.empty())
        .run(BuyRequest.of(member2, Shop.ID).to(out));
    assertThat(out).hasBinaryContent(DATA);
  }

  @Test
  void the_payment_commits_to_offer_and_claim() {
    paid();

    PaymentPayload payment = ScriptedSeller.payment(seller.paid().getFirst());
    Claim claim = Claim.read(seller.claims().getFirst()).orElseThrow();
    assertThat(ScriptedSeller.claimHash(payment)).isEqualTo(claim.hash());
    Json.Obj authorization = payment.payload().object("authorization").orElseThrow();
    assertThat(authorization.requireText("nonce"))
        .isEqualTo(PaymentNonce.of(seller.offer().hash(), claim.hash()).text());
    assertThat(PaymentIdentifier.of(payment)).contains(only().id());
    assertThat(payment.extensions().object("obol-claim").orElseThrow().object("info"))
        .hasValueSatisfying(info -> assertThat(info.text("header")).contains("Obol-Claim"));
    assertThat(only().toString()).doesNotContain(claim.reveal());
  }

  @Test
  void what_is_paid_is_not_paid_again() {
    paid();
    Outcome.Member again = paid();
    assertThat(again.how()).isEqualTo(Outcome.How.KEPT);
    assertThat(seller.paid()).hasSize(1);
  }

  @Test
  void a_paid_token_is_not_shown_to_a_server_that_has_copied_the_log() throws IOException {
    paid();
    URI honest = seller.server.url();
    try (var copy = new ScriptedSeller(Shop.with(DATA))) {
      copy.endpoint = Optional.of(honest);
      seller.close();
      seller = copy;
      ObolException refused = catchThrowableOfType(ObolException.class, this::buy);
      assertThat(refused).isNotNull();
      assertThat(copy.server.requests)
          .isNotEmpty()
          .allSatisfy(r -> assertThat(r.header("authorization")).isEmpty());
      assertThat(copy.claims()).isEmpty();
      assertThat(copy.paid()).isEmpty();
    }
  }

  @Test
  void a_lost_or_dead_token_is_had_again_for_the_same_payment() throws IOException {
    paid();
    try (var files = Files.list(dir.resolve("purchases"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    assertThat(paid().how()).isEqualTo(Outcome.How.RESUMED);
    assertThat(seller.paid()).hasSize(2).containsOnly(seller.paid().getFirst());
    assertThat(seller.claims()).hasSize(2).containsOnly(seller.claims().getFirst());
    assertState(PurchaseState.SETTLED);
  }

  @Test
  void a_pending_settlement_is_asked_about_with_the_same_payment() {
    var count = new AtomicInteger();
    List<Duration> pauses = new java.util.ArrayList<>();
    pause = pauses::add;
    seller.payments =
        r ->
            count.incrementAndGet() < 4
                ? ScriptedSeller.json(
                    503, "Retry-After: 1\r\n", ScriptedSeller.error("settlement_pending"))
                : seller.settle(r);

    paid();

    assertThat(seller.paid()).hasSize(4).containsOnly(seller.paid().getFirst());
    assertThat(pauses).hasSize(3);
    assertState(PurchaseState.SETTLED);
  }

  @Test
  void a_broken_connection_is_no_reason_to_sign_again() {
    var count = new AtomicInteger();
    seller.payments = r -> count.incrementAndGet() < 3 ? new Fault.Cut(0) : seller.settle(r);
    paid();
    assertThat(seller.paid()).hasSize(3).containsOnly(seller.paid().getFirst());
  }

  @Test
  void a_payment_under_way_for_a_later_version_is_the_one_for_those_before_it() throws IOException {
    seller.server.shop.publish(Shop.lines(2, 20_000));
    pause = d -> now = now.plus(Duration.ofMinutes(5));
    seller.payments = r -> ScriptedSeller.json(503, "", ScriptedSeller.error("settlement_pending"));
    fails(NETWORK, "obol purchases resume obol-");
    seller.payments = seller::settle;
    version = Optional.of(1L);

    Outcome.Member first = paid();

    assertThat(first.how()).isEqualTo(Outcome.How.RESUMED);
    assertThat(first.seq()).isEqualTo(1);
    assertThat(only().goods().seq()).isEqualTo(2);
  }

  @Test
  void when_nothing_is_known_after_the_payment_expired_the_buyer_is_told_how_to_go_on() {
    pause = d -> now = now.plus(Duration.ofMinutes(5));
    seller.payments = r -> ScriptedSeller.json(503, "", ScriptedSeller.error("settlement_pending"));

    fails(NETWORK, "obol purchases resume obol-");
    assertState(PurchaseState.UNKNOWN);
    int sent = seller.paid().size();
    now = now.plus(Duration.ofDays(2));
    seller.payments = seller::settle;

    assertThat(join(books).resume(only(), false, () -> WALLET).how())
        .isEqualTo(Outcome.How.RESUMED);
    assertThat(seller.paid()).hasSize(sent + 1).containsOnly(seller.paid().getFirst());
    assertState(PurchaseState.SETTLED);
  }

  @Test
  void a_refused_payment_is_sent_again_until_it_expires_and_only_then_another_signed() {
    seller.payments = r -> refusal("insufficient_funds");
    fails(REFUSED, "insufficient_funds");
    assertState(PurchaseState.REFUSED);
    fails(REFUSED, "never signs a second");
    assertThat(seller.paid()).hasSize(2).containsOnly(seller.paid().getFirst());

    now = now.plus(Duration.ofMinutes(13));
    seller.payments = seller::settle;
    paid();

    assertThat(seller.paid()).hasSize(3);
    assertThat(seller.paid().getLast()).isNotEqualTo(seller.paid().getFirst());
    assertThat(asked.getLast().earlier()).hasSize(1);
  }

  @Test
  void a_nonce_that_was_used_is_not_a_payment_that_was_not_taken() {
    seller.payments = r -> refusal("invalid_exact_evm_nonce_already_used");
    fails(REFUSED, "not known whether the payment was taken");
    now = now.plus(Duration.ofDays(1));
    fails(REFUSED, "not known whether the payment was taken");
    assertThat(seller.paid()).hasSize(2).containsOnly(seller.paid().getFirst());
    assertState(PurchaseState.UNKNOWN);
  }

  @Test
  void what_a_proxy_says_is_not_what_the_seller_says() {
    for (int status : new int[] {301, 400, 403, 404, 410}) {
      String headers = status == 301 ? "Location: http://localhost:1/\r\n" : "";
      seller.payments =
          r -> {
            now = now.plus(Duration.ofHours(1));
            return new Fault.Answer(status, headers, "<html>");
          };
      org.assertj.core.api.Assertions.assertThatThrownBy(this::buy).hasMessageContaining("resume");
      assertState(PurchaseState.UNKNOWN);
    }
    assertThat(seller.paid()).hasSize(5).containsOnly(seller.paid().getFirst());
  }

  private Fault refusal(String code) {
    Json.Obj response =
        SettleResponse.of(
                new SettleResponse.Outcome.Failed(Reason.of(code)),
                Optional.empty(),
                ScriptedSeller.NETWORK)
            .json();
    return seller.challenge(
        PaymentHeaders.PAYMENT_RESPONSE + ": " + PaymentHeaders.encode(response) + "\r\n", 402);
  }

  @Test
  void a_forged_receipt_is_refused_and_the_token_kept() {
    seller.receiptKey = ScriptedSeller.THIEF;
    fails(VERIFICATION, "the seller's receipt is not one: it is signed by");
    assertState(PurchaseState.UNKNOWN);
    assertThat(only().progress().receipt()).isEmpty();
    assertThat(books.tokens().find(only())).contains(new MemberToken(ScriptedSeller.TOKEN));
    assertThat(paid().how()).isEqualTo(Outcome.How.KEPT);
    assertThat(seller.paid()).hasSize(1);
  }

  @Test
  void a_receipt_for_somebody_else_or_none_is_refused() {
    seller.payments = r -> ScriptedSeller.json(200, "", seller.granted(r).build());
    fails(VERIFICATION, "it is missing");
    assertState(PurchaseState.UNKNOWN);
  }

  @Test
  void who_has_bought_before_signs_in_instead() {
    seller.payments = r -> entitled(seller.server.url().getRawAuthority());
    seller.signIns =
        r -> {
          SignInProof proof = SignInProof.decode(r.header("sign-in-with-x").orElseThrow());
          assertThat(proof.signer()).contains(WALLET.address());
          assertThat(r.header("payment-signature")).isEmpty();
          return ScriptedSeller.json(200, "", seller.granted(r).build());
        };
    assertThat(paid().how()).isEqualTo(Outcome.How.SIGNED_IN);
    assertState(PurchaseState.REFUSED);
    assertThat(paid().how()).isEqualTo(Outcome.How.KEPT);
    assertThat(seller.paid()).hasSize(1);
  }

  @Test
  void another_wallet_than_the_one_that_paid_does_not_sign_in() {
    pause = d -> now = now.plus(Duration.ofHours(1));
    seller.payments = r -> new Fault.Cut(0);
    fails(NETWORK, "resume");
    seller.payments = r -> entitled(seller.server.url().getRawAuthority());
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> join(books).resume(only(), false, () -> ScriptedSeller.THIEF))
        .hasMessageContaining("give --wallet");
    assertThat(seller.server.requests).noneMatch(r -> r.header("sign-in-with-x").isPresent());
  }

  @Test
  void nobody_signs_in_elsewhere() {
    seller.payments = r -> entitled("bank.example");
    fails(VERIFICATION, "is for another server");
    assertThat(seller.server.requests).noneMatch(r -> r.header("sign-in-with-x").isPresent());
  }

  private Fault entitled(String domain) {
    return ScriptedSeller.json(
        409,
        "",
        Json.object()
            .put("error", "already_entitled")
            .put("message", "sign in")
            .put("signIn", invitation(domain))
            .build());
  }

  @Test
  void a_reference_server_is_paid_without_an_offer() {
    reference = true;
    seller.showsRecord = false;
    seller.payee =
        new org.obol.dataset.sale.Payee(
            ScriptedSeller.NETWORK, ScriptedSeller.USDC, Shop.KEY.address());
    seller.requirements =
        r ->
            ScriptedSeller.with(
                r, "extra", Json.object().put("name", "USDC").put("version", "2").build());
    seller.payments =
        r ->
            ScriptedSeller.json(
                200, "", Json.object().put("token", "t0").put("version", 1).build());
    assertThat(paid().token()).isEqualTo(new MemberToken("t0"));
    assertState(PurchaseState.SETTLED);
    assertThat(only().evidence().offer()).isEmpty();
  }
}
