package org.obol.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.obol.cli.Session;
import org.obol.cli.devnet.DevnetCommand;
import org.obol.cli.sale.PayableTokens;
import org.obol.crypto.Address;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Price;
import org.obol.devnet.Devnet;
import org.obol.devnet.DevnetConfig;
import org.obol.devnet.DevnetException;
import org.obol.devnet.TestAccounts;
import org.obol.http.EnvironmentProxy;
import org.obol.ledger.SaleTerms;
import org.obol.node.sale.OpenTill;
import org.obol.node.sale.Settler;
import org.obol.x402.token.Token;

/** The local chain of the demo, and the owner's till on it. */
record Market(Devnet chain, Token token, OpenTill till) implements AutoCloseable {

  static final String PRICE = "5.00";

  private static final int GAS_ACCOUNT = 9;
  private static final Duration POLL = Duration.ofMillis(50);

  /** Opens it; where the chain cannot be had, says what is missing and gives none. */
  static Optional<Market> open(Session session, Tale tale) {
    try {
      Devnet chain = Devnet.start(DevnetConfig.of(DevnetCommand.anvil(session)));
      try {
        Token token = PayableTokens.testDollar(chain.chain());
        var plan =
            new OpenTill.Plan(
                List.of(token),
                chain.uri(),
                new Settler.Embedded(TestAccounts.key(GAS_ACCOUNT)),
                POLL,
                1);
        return Optional.of(
            new Market(
                chain,
                token,
                OpenTill.open(plan, new EnvironmentProxy(session.environment()), session.clock())));
      } catch (RuntimeException e) {
        chain.close();
        throw e;
      }
    } catch (DevnetException e) {
      tale.note("Payment is NOT shown, because there is no local chain: " + e.getMessage());
      tale.note("The owner lets the buyer in by hand instead.");
      return Optional.empty();
    }
  }

  /** What the demo's dataset costs: five dollars to its owner. */
  SaleTerms terms(Address owner) {
    return new SaleTerms(
        Stage.ID,
        Price.flat(PRICE),
        new Payee(token.chain().toString(), token.address(), owner),
        token.name(),
        token.version(),
        token.decimals());
  }

  @Override
  public void close() {
    till.close();
    chain.close();
  }
}
