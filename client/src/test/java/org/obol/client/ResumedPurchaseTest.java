package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.obol.client.source.NetworkException;

/** Security items 21 and 22: what is kept of a purchase that broke off. */
final class ResumedPurchaseTest extends PurchaseFixture {

  @Test
  void what_was_fetched_before_a_failure_is_kept_and_checked() throws IOException {
    var count = new AtomicInteger();
    faultDownloads(
        r ->
            count.incrementAndGet() == 1
                ? new Fault.Cut(3L * MIB + 9)
                : new Fault.Answer(503, "", ""));
    assertThatThrownBy(() -> buyer.over(1).buy(server)).isInstanceOf(NetworkException.class);

    server.faults = r -> new Fault.None();
    BuyResult result = buyer.buy(server);

    assertThat(result.kept()).isEqualTo(3L * MIB);
    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void corrupted_bytes_of_a_partial_file_are_fetched_again() throws IOException {
    leaveEverythingButTheName();
    Path data = partial(".data");
    byte[] bytes = Files.readAllBytes(data);
    bytes[MIB + 3] ^= 1;
    Files.write(data, bytes);

    BuyResult result = buyer.buy(server);

    assertThat(result.kept()).isEqualTo(DATA.length - (long) MIB);
    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void a_complete_partial_file_is_finished_without_asking_for_bytes() throws IOException {
    leaveEverythingButTheName();
    long before = server.downloads();

    BuyResult result = buyer.buy(server);

    assertThat(result.kept()).isEqualTo(DATA.length);
    assertThat(server.downloads()).isEqualTo(before);
    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void the_partial_file_of_another_version_is_not_continued() throws IOException {
    leaveEverythingButTheName();
    byte[] next = Shop.lines(2, 2 * MIB);
    server.shop.publish(next);

    BuyResult result = buyer.buy(server);

    assertThat(result.kept()).isZero();
    assertThat(result.warnings()).anyMatch(w -> w.contains("left from another version"));
    assertThat(Files.readAllBytes(out)).isEqualTo(next);
  }

  private void leaveEverythingButTheName() throws IOException {
    // A purchase whose last step was torn away: all bytes and the journal, but no final name.
    buyer.buy(server);
    Path folder = Files.createDirectory(dir.resolve("data.jsonl.obol-part"));
    String key = server.shop.entries.getFirst().manifestHash().hex().substring(0, 32) + "-0";
    Files.move(out, folder.resolve(key + ".data"));
    var journal = java.nio.ByteBuffer.allocate(6 * Integer.BYTES + 2);
    for (int i = 0; i < 6; i++) {
      journal.putInt(i);
    }
    Files.write(folder.resolve(key + ".journal"), journal.array());
  }

  private Path partial(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.filter(f -> f.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }
}
