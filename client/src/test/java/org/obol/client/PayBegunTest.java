package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.obol.crypto.ObolException.Exit.NETWORK;
import static org.obol.crypto.ObolException.Exit.REFUSED;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.obol.client.KillingStore.Killed;
import org.obol.client.KillingStore.Step;
import org.obol.client.pay.Outcome;
import org.obol.client.pay.PurchaseState;
import org.obol.crypto.ObolException;

/** What the buyer insists on also holds for a payment that was signed before. */
final class PayBegunTest extends PayFixture {

  @ParameterizedTest
  @EnumSource(names = {"PLANNED", "SENT", "REFUSED", "UNKNOWN"})
  void a_begun_payment_is_not_sent_above_the_cap_to_another_account_or_from_another_wallet(
      PurchaseState state) {
    begin(state);
    int sent = seller.paid().size();
    int claims = seller.claims().size();
    seller.payments = seller::settle;

    maxPrice = new BigDecimal("4.999999");
    assertThat(fails(REFUSED, "is more than --max-price 4.999999"))
        .hasMessageContaining(only().id())
        .hasMessageContaining("5 USDC")
        .hasMessageContaining(WALLET.address().checksummed());
    approves = false;
    fails(REFUSED, "is more than --max-price");
    approves = true;
    maxPrice = new BigDecimal("5");
    payTo = Optional.of(Shop.KEY.address());
    fails(REFUSED, "does not go to --pay-to " + Shop.KEY.address().checksummed());
    payTo = Optional.of(ScriptedSeller.NODE.address());
    payer = Optional.of(ScriptedSeller.THIEF.address());
    fails(REFUSED, "is not of the wallet " + ScriptedSeller.THIEF.address().checksummed());

    assertState(state);
    assertThat(seller.paid()).hasSize(sent);
    assertThat(seller.claims()).hasSize(claims);

    payer = Optional.of(WALLET.address());
    assertThat(paid().how()).isEqualTo(Outcome.How.RESUMED);
    assertThat(seller.paid()).hasSize(sent + 1).containsOnly(only().payment().header());
  }

  private void begin(PurchaseState state) {
    switch (state) {
      case PLANNED -> killAt(Step.AFTER_PLANNED);
      case SENT -> killAt(Step.AFTER_SENT);
      case REFUSED -> {
        seller.payments = r -> seller.challenge("", 402);
        fails(REFUSED, "from the wallet " + WALLET.address().checksummed());
      }
      case UNKNOWN -> {
        seller.payments = r -> new Fault.Answer(404, "", "");
        fails(REFUSED, "not known whether");
      }
      case SETTLED -> throw new IllegalArgumentException("nothing is begun then");
    }
    assertState(state);
  }

  private void killAt(Step step) {
    var killing = writtenBy(new KillingStore(books.purchases(), step));
    assertThatThrownBy(() -> buy(killing)).isInstanceOf(Killed.class);
  }

  @Test
  void the_refusal_says_when_another_may_be_signed() {
    begin(PurchaseState.REFUSED);
    maxPrice = BigDecimal.ONE;
    fails(REFUSED, "Another one is not signed before 2026-06-14T12:1");
    now = now.plus(Duration.ofMinutes(13));
    fails(REFUSED, "the seller asks for 5 USDC, which is more than --max-price 1");
    assertThat(seller.paid()).hasSize(1);
  }

  @Test
  void a_settled_payment_whose_token_is_lost_costs_nothing_and_is_under_every_cap()
      throws IOException {
    paid();
    try (var files = Files.list(dir.resolve("purchases"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    maxPrice = BigDecimal.ONE;
    assertThat(paid().how()).isEqualTo(Outcome.How.RESUMED);
    assertThat(seller.paid()).hasSize(2).containsOnly(only().payment().header());
  }

  @Test
  void whoever_waits_is_told_at_once_why_until_when_and_how_to_go_on() {
    pause = d -> now = now.plus(Duration.ofMinutes(5));
    seller.payments = r -> new Fault.Cut(0);

    fails(NETWORK, "obol purchases resume");

    assertThat(seller.paid().size()).isGreaterThan(1);
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("the payment " + only().id() + " was sent and is not settled yet: ")
        .contains("trying again until 2026-06-14T12:1")
        .contains("Ctrl-C is safe: go on with obol purchases resume " + only().id());
  }

  @Test
  void a_refusal_after_the_time_does_not_speak_of_a_time_that_has_passed() {
    pause = d -> now = now.plus(Duration.ofMinutes(5));
    seller.payments = r -> new Fault.Cut(0);
    fails(NETWORK, "obol purchases resume");
    seller.payments = r -> seller.challenge("", 402);

    ObolException failure = fails(REFUSED, "It has expired, so that nobody can take it any more");

    assertThat(failure).hasMessageNotContaining("Until");
  }
}
