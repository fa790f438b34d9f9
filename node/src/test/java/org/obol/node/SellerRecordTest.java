package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;

/** The owner's word on who sells, as a node serves it. */
final class SellerRecordTest {

  private final SoldNode sold;

  SellerRecordTest(@TempDir Path temp) throws IOException {
    sold = new SoldNode(temp);
    sold.sell(PI, "2.50");
  }

  @AfterEach
  void stop() throws Exception {
    sold.close();
  }

  private static Signed<SellerRecord> record(Node node) throws IOException {
    return SellerRecord.read(Wire.get(node.port(), "/.well-known/obol-seller.json").body());
  }

  @Test
  void a_record_counts_for_those_who_began_to_look_before_it_was_signed() throws IOException {
    Node node = sold.fixture.start();
    Instant signed = sold.fixture.clock.instant();
    Signed<SellerRecord> record = record(node);
    var log = new LogOrigin(node.served().getFirst().owner(), PI);
    Instant began = signed.minus(Duration.ofMinutes(4));
    assertThat(SellerRecord.verify(record, log, began).serial()).isEqualTo(signed.getEpochSecond());
    sold.fixture.clock.forward(Duration.ofMinutes(1));
    assertThat(record(node)).isEqualTo(record);
  }
}
