package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.obol.client.KillingStore.Killed;
import org.obol.client.KillingStore.Step;
import org.obol.client.pay.Books;
import org.obol.client.pay.Outcome;
import org.obol.client.pay.Purchase;
import org.obol.client.pay.PurchaseState;
import org.obol.client.pay.TokenStore;
import org.obol.crypto.ObolException;

/** Invariant 1: ending the buyer anywhere never makes it sign twice. */
final class PayCrashTest extends PayFixture {

  @Test
  void killed_when_the_payment_was_written() {
    killAt(Step.AFTER_PLANNED);
    assertState(PurchaseState.PLANNED);
    assertThat(seller.paid()).isEmpty();
    String header = only().payment().header();

    assertThat(paid().how()).isEqualTo(Outcome.How.RESUMED);

    assertThat(seller.paid()).containsExactly(header);
    assertState(PurchaseState.SETTLED);
  }

  @Test
  void killed_when_it_was_about_to_be_sent() {
    killAt(Step.AFTER_SENT);
    assertState(PurchaseState.SENT);
    paid();
    assertThat(seller.paid()).containsExactly(only().payment().header());
  }

  @Test
  void killed_when_it_was_sent() {
    seller.payments = r -> new Fault.Cut(0);
    pause =
        d -> {
          throw new Killed();
        };
    assertThatThrownBy(this::buy).isInstanceOf(Killed.class);
    assertState(PurchaseState.SENT);
    now = now.plus(Duration.ofDays(3));
    seller.payments = seller::settle;

    paid();

    assertSameTwice();
  }

  @Test
  void killed_when_the_answer_was_there_and_nothing_of_it_kept() throws IOException {
    Path notAFolder = Files.writeString(dir.resolve("file"), "");
    var broken =
        new Books(books.pins(), books.sellers(), books.purchases(), new TokenStore(notAFolder));
    assertThatThrownBy(() -> buy(broken)).isInstanceOf(ObolException.class);
    assertState(PurchaseState.SENT);

    assertThat(paid().how()).isEqualTo(Outcome.How.RESUMED);

    assertSameTwice();
  }

  @Test
  void killed_when_the_token_was_kept() {
    killAt(Step.BEFORE_SETTLED);
    assertState(PurchaseState.SENT);
    assertThat(paid().how()).isEqualTo(Outcome.How.KEPT);
    assertThat(seller.paid()).hasSize(1);
    join(books).resume(only(), false, () -> WALLET);
    assertSameTwice();
    assertState(PurchaseState.SETTLED);
  }

  @Test
  void killed_at_the_very_end() {
    killAt(Step.AFTER_SETTLED);
    assertThat(paid().how()).isEqualTo(Outcome.How.KEPT);
    assertThat(seller.paid()).hasSize(1);
  }

  @Test
  void a_payment_that_was_never_sent_and_has_expired_is_given_up() {
    killAt(Step.AFTER_PLANNED);
    String first = only().payment().header();
    now = now.plus(Duration.ofHours(1));

    assertThat(paid().how()).isEqualTo(Outcome.How.PAID);

    assertThat(seller.paid()).hasSize(1).doesNotContain(first);
  }

  @Test
  void two_programs_at_once_sign_for_one() {
    killAt(Step.AFTER_SENT);
    Purchase first = only();
    assertThatThrownBy(() -> books.purchases().plan(first))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining(first.id());
  }

  @Test
  void a_begun_payment_is_not_shown_to_another_server() throws IOException {
    killAt(Step.AFTER_SENT);
    ScriptedSeller honest = seller;
    try (var mirror = new ScriptedSeller(honest.server.shop)) {
      mirror.endpoint = java.util.Optional.of(honest.server.url());
      seller = mirror;
      fails(ObolException.Exit.VERIFICATION, "Buy there");
      assertThat(mirror.paid()).isEmpty();
      assertThat(mirror.claims()).isEmpty();
      mirror.endpoint = java.util.Optional.empty();
      mirror.serial = 4;
      assertThat(paid().how()).isEqualTo(Outcome.How.RESUMED);
      assertThat(mirror.paid()).containsExactly(only().payment().header());
    } finally {
      seller = honest;
    }
  }

  private void killAt(Step step) {
    var killing = writtenBy(new KillingStore(books.purchases(), step));
    assertThatThrownBy(() -> buy(killing)).isInstanceOf(Killed.class);
  }

  private void assertSameTwice() {
    assertThat(seller.paid()).hasSize(2).containsOnly(only().payment().header());
    assertThat(seller.claims()).hasSize(2).containsOnly(only().payment().claim().reveal());
  }
}
