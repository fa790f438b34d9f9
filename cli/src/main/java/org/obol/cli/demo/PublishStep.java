package org.obol.cli.demo;

import java.util.Optional;
import org.obol.ledger.Sales;
import org.obol.node.sale.OpenTill;

/** The owner publishes: at a price where there is a chain, else to members only. */
final class PublishStep {

  private final Stage stage;

  PublishStep(Stage stage) {
    this.stage = stage;
  }

  void run(Optional<Market> market) {
    market.ifPresent(
        m ->
            stage
                .ledger()
                .db()
                .write(
                    tx -> {
                      new Sales(tx)
                          .put(m.terms(stage.ownerAddress()), stage.session().clock().instant());
                      return true;
                    }));
    stage.publish(market.map(Market::till).map(OpenTill::till));
    stage
        .tale()
        .result(
            "serving at "
                + stage.url()
                + market
                    .map(
                        m ->
                            " for "
                                + Market.PRICE
                                + " "
                                + m.token().symbol()
                                + " on "
                                + m.chain().uri())
                    .orElse(""));
  }
}
