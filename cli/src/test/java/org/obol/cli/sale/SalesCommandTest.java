package org.obol.cli.sale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.Ledger;
import org.obol.ledger.ObolHome;
import org.obol.ledger.Sales;
import org.obol.ledger.StoredOffer;
import org.obol.node.sale.LedgerPayments;
import org.obol.x402.gate.Authorization;
import org.obol.x402.gate.Binding;
import org.obol.x402.gate.PaymentKey;
import org.obol.x402.gate.PaymentRecord;
import org.obol.x402.gate.PaymentState;
import org.obol.x402.gate.PaymentStore;
import org.obol.x402.gate.Settlement;
import org.obol.x402.wire.AtomicAmount;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;

/** What an owner sees of payments that have ended, and of those that have not. */
final class SalesCommandTest {

  private static final DatasetId PI = new DatasetId("pi");
  private static final String NETWORK = "eip155:84532";
  private static final Address USDC = new Address("0x036cbd53842c5426634e7929541ec2318f3dcf7e");
  private static final Address PAYEE = new Address("0x" + "b".repeat(40));
  private static final Instant NOW = CommandLineFixture.NOW;
  private static final String TRANSACTION = "0x" + "7".repeat(64);
  private static final PaymentState SETTLING = new PaymentState.Settling(Optional.empty(), NOW);

  @TempDir private Path folder;
  private CommandLineFixture obol;

  @BeforeEach
  void sign() throws IOException {
    obol = new CommandLineFixture(folder);
    Path rows = obol.file("sft.jsonl", "{\"text\":\"x\"}\n");
    assertThat(obol.run("dataset", "from", rows.toString(), "--name", "pi").status()).isZero();
  }

  @Test
  void open_lists_the_payments_whose_end_is_not_known_and_no_others() {
    assertThat(obol.run("dataset", "sales", "pi", "--open").lines())
        .containsExactly("no payment is open");
    take(1, new PaymentState.Verified());
    take(2, SETTLING);
    take(3, new PaymentState.Rejected(Reason.of("insufficient_funds"), true));
    take(4, SETTLING, new PaymentState.Settled(new Settlement(TRANSACTION, 8)));

    Ran open = obol.run("dataset", "sales", "pi", "--open");
    assertThat(open.status()).as(open.err()).isZero();
    assertThat(open.lines()).hasSize(3).noneMatch(line -> line.startsWith("Total"));
    assertThat(open.lines().get(0)).contains(payer(1).checksummed(), "not settled", "verified");
    assertThat(open.lines().get(1)).contains(payer(2).checksummed(), "not settled", "settling");
    assertThat(open.lines().get(2)).contains(payer(4).checksummed(), TRANSACTION, "no access yet");
    assertThat(obol.run("dataset", "sales", "--all", "--open", "--csv").lines()).hasSize(4);
    List<Json> listed =
        obol.run("dataset", "sales", "pi", "--open", "--json").json().list("sales").orElseThrow();
    assertThat(listed.get(1).asObject("a payment").requireText("state")).isEqualTo("settling");
  }

  @Test
  void what_is_not_paid_is_no_sale() {
    take(1, SETTLING);
    assertThat(obol.run("dataset", "sales", "pi").lines()).containsExactly("nothing was sold yet");
    take(2, SETTLING, new PaymentState.Settled(new Settlement(TRANSACTION, 8)));
    assertThat(obol.run("dataset", "sales", "pi").lines())
        .last()
        .asString()
        .startsWith("Total: 0.01 USDC");
  }

  @Test
  void a_total_says_what_was_given_back_and_counts_it_once() {
    take(1, SETTLING, new PaymentState.Settled(new Settlement(TRANSACTION, 8)));
    String other = "0x" + "6".repeat(64);
    take(2, SETTLING, new PaymentState.Settled(new Settlement(other, 9)));
    String[] words = {"dataset", "refund", TRANSACTION, "--note", "bought twice"};
    assertThat(obol.run(words).status()).isZero();
    Ran again = obol.run(words);
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("given back at", "bought twice");
    Ran sent =
        obol.run(
            "dataset",
            "refund",
            TRANSACTION,
            "--note",
            "sent",
            "--transaction",
            "0x" + "5".repeat(64));
    assertThat(sent.status()).as(sent.err()).isZero();
    assertThat(obol.run("dataset", "sales", "pi").lines())
        .last()
        .asString()
        .startsWith("Total: 0.02 USDC on base-sepolia")
        .endsWith(", 0.01 USDC of it refunded, 0.01 USDC left");
    Json total =
        obol.run("dataset", "sales", "pi", "--json").json().list("totals").orElseThrow().getFirst();
    assertThat(total.text()).contains("\"refundedAtomic\":\"10000\"", "\"netAtomic\":\"10000\"");
  }

  /** A payment of the payer of that number, brought from state to state. */
  private void take(int number, PaymentState... states) {
    try (Ledger ledger = Ledger.open(new ObolHome(obol.home()))) {
      var requirements = requirements();
      var offer =
          new StoredOffer(
              Sha256.hash("offer"),
              PI,
              1,
              VersionRange.upTo(1),
              NOW.plusSeconds(60),
              requirements.json());
      boolean kept =
          ledger
              .db()
              .write(
                  tx -> {
                    new Sales(tx).put(offer, NOW);
                    return true;
                  });
      assertThat(kept).isTrue();
      var payments = new LedgerPayments(ledger.db(), InstantSource.fixed(NOW));
      PaymentRecord payment = payment(number, offer, requirements);
      assertThat(payments.claim(payment)).isInstanceOf(PaymentStore.Claimed.New.class);
      for (PaymentState state : states) {
        assertThat(payments.advance(payment, state)).isTrue();
        payment = payment.in(state);
      }
    }
  }

  private static PaymentRecord payment(
      int number, StoredOffer offer, PaymentRequirements requirements) {
    var authorization =
        new Authorization(
            new PaymentKey(NETWORK, USDC, payer(number), Bytes32.ZERO),
            PAYEE,
            new AtomicAmount(BigInteger.valueOf(10_000)),
            NOW,
            NOW.plusSeconds(600));
    Json.Obj payload =
        Json.object()
            .put("x402Version", 2)
            .put("accepted", requirements.json())
            .put("payload", Json.object().build())
            .build();
    return new PaymentRecord(
        authorization,
        new Binding(offer.hash().hex(), Optional.empty(), Optional.empty(), false),
        new PaymentPayload(payload),
        requirements,
        7,
        false,
        new PaymentState.Received(),
        NOW.plusSeconds(number));
  }

  private static PaymentRequirements requirements() {
    return new PaymentRequirements(
        Json.object()
            .put("scheme", "exact")
            .put("network", NETWORK)
            .put("amount", "10000")
            .put("asset", USDC.checksummed())
            .put("payTo", PAYEE.checksummed())
            .put("maxTimeoutSeconds", 600)
            .build());
  }

  private static Address payer(int number) {
    return new Address("0x" + "%040x".formatted(number));
  }
}
