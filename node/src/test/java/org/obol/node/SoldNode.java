package org.obol.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Price;
import org.obol.evm.ChainId;
import org.obol.evm.EvmClient;
import org.obol.evm.JsonRpc;
import org.obol.evm.RpcConfig;
import org.obol.ledger.Members;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.Sales;
import org.obol.node.sale.Till;
import org.obol.x402.exact.ExactScheme;
import org.obol.x402.extension.SignInProof;
import org.obol.x402.extension.SignInVerifier;
import org.obol.x402.facilitator.HttpFacilitator;
import org.obol.x402.facilitator.HttpFacilitatorConfig;
import org.obol.x402.facilitator.RpcWitness;
import org.obol.x402.gate.Policy;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentRequired;

/** A home that sells its dataset, on a chain and through a facilitator that nobody reaches. */
final class SoldNode implements AutoCloseable {

  static final ChainId CHAIN = new ChainId(84532);
  static final String PATH = "/dataset/pi-sessions/join/paid?version=1";
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  final NodeFixture fixture;
  private final JsonRpc rpc = new JsonRpc(RpcConfig.of(NOWHERE));
  private final HttpFacilitator facilitator =
      new HttpFacilitator(HttpFacilitatorConfig.of(NOWHERE));

  SoldNode(Path temp) throws IOException {
    fixture = NodeFixture.published(temp, 1);
    var client = new EvmClient(rpc);
    fixture.till =
        Optional.of(
            new Till(
                CHAIN.toString(),
                facilitator,
                new RpcWitness(
                    client, Duration.ofMillis(20), Duration.ofMillis(100), fixture.clock),
                new ExactScheme(client),
                Policy.DEFAULT,
                UnaryOperator.identity()));
  }

  /** From now on for that many dollars. */
  void sell(DatasetId id, String dollars) {
    var payee =
        new Payee(
            CHAIN.toString(),
            KnownTokens.USDC.on(CHAIN).orElseThrow().address(),
            new Address("0x" + "b".repeat(40)));
    var terms = new SaleTerms(id, Price.flat(dollars), payee, "USDC", "2", 6);
    boolean ignored =
        fixture.elsewhere(
            tx -> {
              new Sales(tx).put(terms, fixture.clock.instant());
              return true;
            });
  }

  /** No more. */
  void withhold(DatasetId id) {
    boolean ignored =
        fixture.elsewhere(
            tx -> {
              new Sales(tx).end(id);
              return true;
            });
  }

  /** As a settled payment does. */
  Entitlement grant(DatasetId id, Address payer) {
    return fixture.elsewhere(
        tx ->
            new Members(tx)
                .grant(
                    id,
                    payer.hex(),
                    VersionRange.upTo(1),
                    Entitlement.Source.PAID,
                    fixture.clock.instant()));
  }

  /** The header with which {@code wallet} signs in, on a fresh invitation. */
  static String signIn(int port, PrivateKey wallet) throws IOException {
    String challenge =
        Wire.postJson(port, PATH, "").header(PaymentHeaders.PAYMENT_REQUIRED).orElseThrow();
    var asked =
        SignInVerifier.declaredIn(
                PaymentRequired.parse(PaymentHeaders.decode(challenge)).extensions())
            .orElseThrow();
    return PaymentHeaders.SIGN_IN_WITH_X + ": " + SignInProof.sign(asked, CHAIN, wallet).encode();
  }

  @Override
  public void close() throws Exception {
    fixture.close();
    facilitator.close();
    rpc.close();
  }
}
