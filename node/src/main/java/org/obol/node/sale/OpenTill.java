package org.obol.node.sale;

import java.math.BigInteger;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.obol.crypto.ObolException;
import org.obol.evm.BlockTag;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.evm.JsonRpc;
import org.obol.evm.RpcConfig;
import org.obol.x402.exact.ExactScheme;
import org.obol.x402.exact.ExactTerms;
import org.obol.x402.facilitator.EmbeddedFacilitator;
import org.obol.x402.facilitator.Facilitator;
import org.obol.x402.facilitator.HttpFacilitator;
import org.obol.x402.facilitator.RpcWitness;
import org.obol.x402.gate.Policy;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;
import org.obol.x402.token.TokenCheck;
import org.obol.x402.wire.AtomicAmount;

/**
 * A till that was checked against its chain, with the connections it uses. What is wrong with
 * chain, token or facilitator shows when it is opened and not at the first payment.
 */
public final class OpenTill implements AutoCloseable {

  /** How long an answer to a buyer may wait for the chain; the reconciler goes on after it. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final List<AutoCloseable> closing = new ArrayList<>();
  private final Till till;
  private final String facilitatorName;

  /**
   * What a till is opened with.
   *
   * @param tokens what is sold for, all on one chain, at least one
   * @param rpc a node of that chain which the seller trusts
   * @param poll time between two looks at the chain
   * @param confirmations blocks that a settlement needs, its own included
   */
  public record Plan(
      List<Token> tokens, URI rpc, Settler settler, Duration poll, long confirmations) {

    /** Copies the tokens. */
    public Plan {
      tokens = List.copyOf(tokens);
      if (tokens.stream().map(Token::chain).distinct().count() != 1) {
        throw new IllegalArgumentException("a till is for one chain");
      }
    }

    private Token first() {
      return tokens.getFirst();
    }
  }

  private OpenTill(Plan plan, ProxySelector proxy, InstantSource clock) {
    try {
      var rpc =
          closing(new JsonRpc(RpcConfig.of(plan.rpc()), HttpClient.newBuilder().proxy(proxy)));
      var client = new EvmClient(rpc);
      plan.tokens().forEach(token -> TokenCheck.check(token, client));
      Facilitator facilitator =
          switch (plan.settler()) {
            case Settler.Embedded e -> embedded(plan, client, e, clock);
            case Settler.Remote r ->
                closing(new HttpFacilitator(r.config(), HttpClient.newBuilder().proxy(proxy)));
          };
      this.facilitatorName =
          switch (plan.settler()) {
            case Settler.Embedded e ->
                "this node, gas paid by " + e.gasKey().address().checksummed();
            case Settler.Remote r -> r.config().host();
          };
      String network = plan.first().chain().toString();
      requireSupport(facilitator, network);
      this.till =
          new Till(
              network,
              facilitator,
              new RpcWitness(client, plan.poll(), PATIENCE, clock),
              new ExactScheme(client),
              policy(plan),
              UnaryOperator.identity());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens a till: the node must be one of the tokens' chain, the tokens what their terms say, and
   * the facilitator able to settle there.
   *
   * @throws ObolException saying which of them is not so, and what to do
   */
  public static OpenTill open(Plan plan, ProxySelector proxy, InstantSource clock) {
    return new OpenTill(plan, proxy, clock);
  }

  /** What a node takes payments with; good until this is closed. */
  public Till till() {
    return till;
  }

  /** Who settles, for people. */
  public String facilitatorName() {
    return facilitatorName;
  }

  @Override
  public void close() {
    for (AutoCloseable part : closing.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        System.getLogger(OpenTill.class.getName())
            .log(System.Logger.Level.WARNING, "a part of the till did not close", e);
      }
    }
    closing.clear();
  }

  private EmbeddedFacilitator embedded(
      Plan plan, EvmClient client, Settler.Embedded settler, InstantSource clock) {
    Token token = plan.first();
    BigInteger gas = client.balance(settler.gasKey().address(), BlockTag.Named.LATEST);
    if (gas.signum() == 0) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "the gas account "
              + settler.gasKey().address().checksummed()
              + " has nothing on "
              + KnownTokens.friendlyName(token.chain())
              + " to pay for transactions with: send it some of the chain's own coin");
    }
    var account =
        closing(
            new GasAccount(
                client,
                token.chain(),
                settler.gasKey(),
                GasAccountConfig.standard().pollingEvery(plan.poll()).givingUpAfter(PATIENCE)));
    return new EmbeddedFacilitator(token.chain(), client, account, clock);
  }

  private static void requireSupport(Facilitator facilitator, String network) {
    if (facilitator.supported().kind(2, ExactTerms.SCHEME, network).isEmpty()) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "the facilitator does not settle x402 version 2, scheme exact, on "
              + network
              + ": name another one");
    }
  }

  private static Policy policy(Plan plan) {
    return new Policy(
        List.of(new Policy.Tier(AtomicAmount.of(0), plan.confirmations())),
        true,
        Policy.DEFAULT.settleAgainAfter());
  }

  private <T extends AutoCloseable> T closing(T part) {
    closing.add(part);
    return part;
  }
}
