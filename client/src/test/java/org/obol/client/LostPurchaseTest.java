package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.obol.crypto.ObolException.Exit.NETWORK;
import static org.obol.crypto.ObolException.Exit.REFUSED;
import static org.obol.crypto.ObolException.Exit.VERIFICATION;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.client.pay.Outcome;
import org.obol.client.pay.Progress;
import org.obol.client.pay.Purchase;
import org.obol.client.pay.PurchaseState;
import org.obol.client.source.MemberToken;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.Receipt;
import org.obol.x402.extension.SignInProof;
import org.obol.x402.extension.SignInVerifier;

/** A seller that has given a receipt and asks for money again is shown it by the wallet. */
final class LostPurchaseTest extends PayFixture {

  private Purchase bought;

  @BeforeEach
  void buyAndLose() throws IOException {
    paid();
    bought = only();
    loseTokens();
    seller.extensions = Json.object().put(SignInVerifier.ID, invitation()).build();
    seller.payments = r -> seller.challenge("", 402);
    seller.signIns = this::restored;
  }

  private void loseTokens() throws IOException {
    try (var files = Files.list(dir.resolve("purchases"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private Json.Obj invitation() {
    return invitation(seller.server.url().getRawAuthority());
  }

  private Fault restored(FaultyServer.Request request) {
    SignInProof proof = SignInProof.decode(request.header("sign-in-with-x").orElseThrow());
    assertThat(proof.signer()).contains(WALLET.address());
    assertThat(request.header("payment-signature")).isEmpty();
    Json.Obj shown = JsonReader.read(request.body()).asObject("the proof");
    assertThat(bought.progress().receipt())
        .contains(Receipt.read(shown.get("receipt").orElseThrow()));
    assertThat(bought.evidence().offer()).contains(Offer.read(shown.get("offer").orElseThrow()));
    return ScriptedSeller.json(200, "", seller.granted(request).build());
  }

  private void assertNothingElsePaid() {
    assertThat(seller.paid()).hasSize(2).containsOnly(seller.paid().getFirst());
    assertThat(asked).hasSize(1);
    assertState(PurchaseState.SETTLED);
    assertThat(only().progress().receipt()).isEqualTo(bought.progress().receipt());
  }

  private boolean hasSignedIn() {
    return seller.server.requests.stream().anyMatch(r -> r.header("sign-in-with-x").isPresent());
  }

  @Test
  void is_had_again_for_receipt_and_offer_and_is_not_paid_again() {
    Outcome.Member member = paid();
    assertThat(member.how()).isEqualTo(Outcome.How.RESTORED);
    assertThat(member.token()).isEqualTo(new MemberToken(ScriptedSeller.TOKEN));
    assertNothingElsePaid();
    assertThat(paid().how()).isEqualTo(Outcome.How.KEPT);
  }

  @Test
  void is_had_again_when_it_is_resumed() {
    assertThat(join(books).resume(bought, false, () -> WALLET).how())
        .isEqualTo(Outcome.How.RESTORED);
    assertNothingElsePaid();
  }

  @ParameterizedTest
  @CsvSource({"503, paid_join_disabled", "410, version_withdrawn"})
  void is_had_again_where_nothing_is_sold_any_more(int status, String code) {
    seller.payments =
        r ->
            ScriptedSeller.json(
                status,
                "",
                ScriptedSeller.with(ScriptedSeller.error(code), "signIn", invitation()));
    assertThat(paid().how()).isEqualTo(Outcome.How.RESTORED);
    assertNothingElsePaid();
  }

  @Test
  void is_not_had_again_from_a_seller_that_does_not_take_its_receipt() {
    seller.signIns = r -> ScriptedSeller.json(403, "", ScriptedSeller.error("receipt_refused"));
    fails(REFUSED, "did not take its own receipt");
    assertNothingElsePaid();
  }

  @Test
  void is_not_had_again_from_a_seller_that_asks_for_no_sign_in() {
    seller.extensions = Json.object().build();
    fails(REFUSED, "Show the owner what obol purchases show " + bought.id());
    assertNothingElsePaid();
  }

  @Test
  void is_asked_for_again_when_the_answer_is_lost() {
    seller.signIns = r -> new Fault.Cut(0);
    fails(NETWORK, "It was paid before; nothing was signed a second time");
    seller.signIns = r -> ScriptedSeller.json(503, "", ScriptedSeller.error("busy"));
    assertThatThrownBy(() -> join(books).resume(bought, false, () -> WALLET))
        .hasMessageContaining("obol purchases resume " + bought.id());
    assertState(PurchaseState.SETTLED);
  }

  @Test
  void is_shown_by_no_other_wallet_and_nowhere_else() {
    assertThatThrownBy(() -> join(books).resume(bought, false, () -> ScriptedSeller.THIEF))
        .hasMessageContaining("give --wallet");
    seller.extensions = Json.object().put(SignInVerifier.ID, invitation("bank.example")).build();
    fails(VERIFICATION, "is for another server");
    assertThat(hasSignedIn()).isFalse();
  }

  @Test
  void is_not_shown_before_the_seller_has_given_a_receipt() {
    var unknown =
        new Purchase(
            bought.id(),
            bought.created(),
            bought.goods(),
            bought.cost(),
            bought.payment(),
            bought.evidence(),
            Progress.PLANNED);
    assertThatThrownBy(() -> join(books).resume(unknown, false, () -> WALLET))
        .hasMessageContaining("was refused");
    assertThat(hasSignedIn()).isFalse();
  }

  @Test
  void opens_the_version_that_was_asked_for() throws IOException {
    now = now.plus(Duration.ofHours(1));
    seller.server.shop.publish(Shop.lines(2, 20_000));
    seller.payments = seller::settle;
    assertThat(paid().seq()).isEqualTo(2);
    loseTokens();
    version = Optional.of(1L);

    Outcome.Member first = paid();

    assertThat(first.how()).isEqualTo(Outcome.How.RESUMED);
    assertThat(first.purchase().orElseThrow().goods().seq()).isEqualTo(2);
    assertThat(first.seq()).isEqualTo(1);
  }
}
