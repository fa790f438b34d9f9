package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.OTHER;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.dataset.DatasetId;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;

/** A price shows log and manifests, once, and only those of what is sold (protocol section 4). */
final class SoldLogTest {

  private final SoldNode sold;

  SoldLogTest(@TempDir Path temp) throws IOException {
    sold = new SoldNode(temp);
    sold.fixture.publish(OTHER, NodeFixture.rows(1, 3));
  }

  @AfterEach
  void stop() throws Exception {
    sold.close();
  }

  private void requireShown(Node node, DatasetId id, boolean shown) throws IOException {
    for (String route : List.of("versions", "verify", "manifest")) {
      assertThat(Wire.get(node.port(), "/dataset/" + id + "/" + route).status())
          .as(route)
          .isEqualTo(shown ? 200 : 401);
    }
    assertThat(Wire.get(node.port(), "/dataset/" + id + "/download").status()).isEqualTo(401);
  }

  @Test
  void a_running_node_shows_the_log_from_the_first_price_on_and_no_other_log() throws IOException {
    Node node = sold.fixture.start(new Options(PI, OTHER));
    requireShown(node, PI, false);
    sold.sell(PI, "5.00");
    requireShown(node, PI, true);
    requireShown(node, OTHER, false);
    // Who has bought must be able to verify it afterwards.
    sold.withhold(PI);
    requireShown(node, PI, true);
  }

  @Test
  void a_log_that_the_owner_has_hidden_again_stays_hidden_at_the_next_price() throws IOException {
    Node node = sold.fixture.start(new Options(PI));
    sold.sell(PI, "5.00");
    assertThat(Wire.get(node.port(), SoldNode.PATH).status()).isEqualTo(402);
    boolean ignored =
        sold.fixture.elsewhere(
            tx -> {
              new Datasets(tx).configure(PI, Dataset.Membership.INVITE, false);
              return true;
            });
    requireShown(node, PI, false);
    sold.sell(PI, "6.00");
    requireShown(node, PI, false);
    sold.withhold(PI);
    sold.sell(PI, "7.00");
    requireShown(node, PI, false);
  }

  @Test
  void an_owner_who_publishes_with_a_price_and_a_private_log_has_a_private_log()
      throws IOException {
    sold.sell(PI, "5.00");
    Node node = sold.fixture.start(new Options(PI).publicLog(false));
    requireShown(node, PI, false);
  }
}
