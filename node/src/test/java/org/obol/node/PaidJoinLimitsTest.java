package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.PrivateKey;
import org.obol.ledger.Datasets;
import org.obol.ledger.StoredVersion.Withdrawal;
import org.obol.node.Wire.Answer;
import org.obol.x402.wire.PaymentHeaders;

/** What strangers can make a selling node do, and keep, without paying. */
final class PaidJoinLimitsTest {

  private static final String GARBAGE = "SIGN-IN-WITH-X: e30=";

  private final SoldNode sold;
  private final Node node;

  PaidJoinLimitsTest(@TempDir Path temp) throws IOException {
    sold = new SoldNode(temp);
    sold.sell(PI, "5.00");
    node = sold.fixture.start(new Options(PI).trustLoopback());
  }

  @AfterEach
  void stop() throws Exception {
    sold.close();
  }

  private Answer join(String source, String... headers) throws IOException {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "X-Forwarded-For: " + source;
    return Wire.send(node.port(), "POST", SoldNode.PATH, new byte[0], all);
  }

  @Test
  void a_source_may_try_three_hundred_times_and_others_go_on() throws IOException {
    for (int i = 0; i < 300; i++) {
      assertThat(join("203.0.113.1", GARBAGE).status()).isEqualTo(401);
    }
    assertThat(join("203.0.113.1", GARBAGE).status()).isEqualTo(429);
    assertThat(join("203.0.113.1").status()).isEqualTo(402);
    assertThat(join("203.0.113.2", GARBAGE).status()).isEqualTo(401);
  }

  /** Behind a proxy that does not say who asks, all share one larger budget; it has an end. */
  @Test
  void sources_that_cannot_be_told_share_three_thousand_tries_a_minute() throws IOException {
    for (int i = 0; i < 3_000; i++) {
      assertThat(join("hop-" + i, GARBAGE).status()).as("try " + i).isEqualTo(401);
    }
    Answer refused = join("hop-3000", GARBAGE);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).contains("60");
    // Whoever can be told apart goes on, and so does whoever only looks.
    assertThat(join("203.0.113.1", GARBAGE).status()).isEqualTo(401);
    assertThat(join("hop-3001").status()).isEqualTo(402);
    sold.fixture.clock.forward(Duration.ofMillis(20));
    assertThat(join("hop-3002", GARBAGE).status()).isEqualTo(401);
    assertThat(join("hop-3003", GARBAGE).status()).isEqualTo(429);
  }

  /** Keys cost nothing: to remember what they have signed would be to let them fill the memory. */
  @Test
  void a_wallet_that_owns_nothing_is_not_remembered() throws IOException {
    String header = SoldNode.signIn(node.port(), PrivateKey.generate());
    for (int i = 0; i < 3; i++) {
      assertThat(join("203.0.113.1", header).status()).isEqualTo(402);
    }
  }

  /** Whoever has seen a sign-in that opened nothing must not open anything with it later. */
  @Test
  void an_old_sign_in_does_not_open_what_was_bought_after_it() throws IOException {
    PrivateKey wallet = PrivateKey.generate();
    String before = SoldNode.signIn(node.port(), wallet);
    assertThat(join("203.0.113.1", before).status()).isEqualTo(402);
    sold.fixture.clock.forward(Duration.ofSeconds(1));
    assertThat(sold.grant(PI, wallet.address()).covers(1)).isTrue();
    Answer replayed = join("203.0.113.66", before);
    assertThat(replayed.status()).isEqualTo(401);
    assertThat(replayed.text()).contains("sign in again").doesNotContain("token\"");
    String fresh = SoldNode.signIn(node.port(), wallet);
    Answer served = join("203.0.113.1", fresh);
    assertThat(served.status()).as(served.text()).isEqualTo(200);
    assertThat(served.json().requireText("token")).isNotEmpty();
    assertThat(join("203.0.113.66", fresh).status()).isEqualTo(401);
  }

  @Test
  void a_withdrawn_version_is_sold_to_nobody_and_still_lets_its_buyers_sign_in()
      throws IOException {
    PrivateKey wallet = PrivateKey.generate();
    String signIn = SoldNode.signIn(node.port(), wallet);
    assertThat(sold.grant(PI, wallet.address()).covers(1)).isTrue();
    boolean ignored =
        sold.fixture.elsewhere(
            tx -> {
              new Datasets(tx)
                  .withdraw(PI, 1, new Withdrawal(sold.fixture.clock.instant(), "personal data"));
              return true;
            });
    Answer gone = Wire.postJson(node.port(), SoldNode.PATH, "");
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.error()).isEqualTo("version_withdrawn");
    assertThat(gone.json().object("signIn")).isPresent();
    assertThat(gone.header(PaymentHeaders.PAYMENT_REQUIRED)).isEmpty();
    assertThat(join("203.0.113.1", signIn).status()).isEqualTo(200);
  }

  @Test
  void the_challenge_fits_into_the_headers_that_proxies_take() throws IOException {
    String challenge =
        Wire.postJson(node.port(), SoldNode.PATH, "")
            .header(PaymentHeaders.PAYMENT_REQUIRED)
            .orElseThrow();
    assertThat(challenge.length()).isLessThan(6 * 1024);
  }

  @Test
  void a_body_that_is_no_receipt_does_not_matter() throws IOException {
    PrivateKey wallet = PrivateKey.generate();
    assertThat(sold.grant(PI, wallet.address()).covers(1)).isTrue();
    for (String body : List.of("{}", "[]", "not json")) {
      Answer served =
          Wire.postJson(node.port(), SoldNode.PATH, body, SoldNode.signIn(node.port(), wallet));
      assertThat(served.status()).as(body).isEqualTo(200);
    }
  }
}
