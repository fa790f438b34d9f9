package org.obol.e2e;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.evm.Rpc;
import org.obol.node.sale.Till;
import org.obol.x402.exact.ExactScheme;
import org.obol.x402.facilitator.EmbeddedFacilitator;
import org.obol.x402.facilitator.Facilitator;
import org.obol.x402.facilitator.RpcWitness;
import org.obol.x402.gate.PaymentStore;
import org.obol.x402.gate.Policy;

/** What a node of these tests takes payments with; anything can be put around each part. */
record TestTill(
    Rpc rpc, UnaryOperator<Facilitator> facilitator, UnaryOperator<PaymentStore> store) {

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Policy POLICY = new Policy(List.of(), true, Duration.ofSeconds(1));

  /** Nothing around any of them. */
  static TestTill of(Rpc rpc) {
    return new TestTill(rpc, UnaryOperator.identity(), UnaryOperator.identity());
  }

  TestTill through(UnaryOperator<Rpc> around) {
    return new TestTill(around.apply(rpc), facilitator, store);
  }

  TestTill settling(UnaryOperator<Facilitator> around) {
    return new TestTill(rpc, around, store);
  }

  TestTill storing(UnaryOperator<PaymentStore> around) {
    return new TestTill(rpc, facilitator, around);
  }

  Till build(InstantSource clock) {
    var client = new EvmClient(rpc);
    var account =
        new GasAccount(
            client,
            PayChain.ID,
            PayChain.GAS,
            GasAccountConfig.standard()
                .pollingEvery(POLL)
                .replacingAfter(Duration.ofSeconds(1))
                .givingUpAfter(PATIENCE));
    return new Till(
        PayChain.ID.toString(),
        facilitator.apply(new EmbeddedFacilitator(PayChain.ID, client, account, clock)),
        new RpcWitness(client, POLL, PATIENCE, clock),
        new ExactScheme(client),
        POLICY,
        store);
  }
}
