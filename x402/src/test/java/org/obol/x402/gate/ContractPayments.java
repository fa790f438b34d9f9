package org.obol.x402.gate;

import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Sha256;
import org.obol.x402.wire.Reason;

/** Payments that the contract of their memory is tried with. */
final class ContractPayments {

  private static final Instant NOW = Instant.parse("2026-06-14T12:00:00Z");
  static final Settlement SETTLEMENT = new Settlement("0x" + "7a".repeat(32), 42);

  private ContractPayments() {}

  static PaymentState[] states() {
    return new PaymentState[] {
      new PaymentState.Verified(),
      settling(),
      new PaymentState.Settling(Optional.of(SETTLEMENT.transaction()), NOW.plusNanos(123_456_789)),
      new PaymentState.Settled(SETTLEMENT),
      new PaymentState.Rejected(Reason.of("no", "because"), false),
      new PaymentState.Received(),
      rejected(true)
    };
  }

  static PaymentState settling() {
    return new PaymentState.Settling(Optional.empty(), NOW);
  }

  static PaymentState rejected(boolean permanent) {
    return new PaymentState.Rejected(Reason.of("no"), permanent);
  }

  static Binding binding(String offer, Optional<String> paymentId) {
    return new Binding(offer, Optional.of(Sha256.hash("secret")), paymentId, false);
  }

  /** A payment of the payer of that number, made that many seconds after noon. */
  static PaymentRecord payment(int number) {
    var offered = new Offered(PaymentStoreContractTest.OFFER, ModelScheme.requirements("a", 1000));
    var payer = new Address("0x" + "%040x".formatted(number));
    var key = new PaymentKey(ModelScheme.NETWORK, ModelScheme.ASSET, payer, Bytes32.ZERO);
    var authorization =
        new Authorization(
            key, ModelScheme.PAYEE, offered.requirements().amount(), NOW, NOW.plusSeconds(600));
    return new PaymentRecord(
        authorization,
        binding(PaymentStoreContractTest.OFFER, Optional.empty()),
        ModelScheme.payment(offered.requirements(), authorization, "signed"),
        offered.requirements(),
        7,
        false,
        new PaymentState.Received(),
        NOW.plusSeconds(number));
  }

  /** The same whose nonce commits to what it buys. */
  static PaymentRecord committed(int number) {
    PaymentRecord plain = payment(number);
    Binding binding = plain.binding();
    return plain.boundTo(
        new Binding(binding.offer(), binding.claim(), binding.paymentId(), true),
        plain.requirements());
  }

  static PaymentRecord named(int number, String paymentId) {
    PaymentRecord plain = payment(number);
    return plain.boundTo(
        binding(PaymentStoreContractTest.OFFER, Optional.of(paymentId)), plain.requirements());
  }

  static PaymentRecord rebound(int number, Optional<String> paymentId) {
    return payment(number)
        .boundTo(
            new Binding(
                PaymentStoreContractTest.OTHER,
                Optional.of(Sha256.hash("another secret")),
                paymentId,
                true),
            ModelScheme.requirements("b", 1000));
  }
}
