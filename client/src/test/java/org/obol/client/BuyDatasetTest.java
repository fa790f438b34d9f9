package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a purchase leaves behind, and what it does with what is there. */
final class BuyDatasetTest extends PurchaseFixture {

  @Test
  void fetches_verifies_and_leaves_nothing_but_the_file() throws IOException {
    BuyResult result = buyer.buy(server);

    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
    assertThat(result.version()).isEqualTo(1);
    assertThat(result.fetched()).isEqualTo(DATA.length);
    assertThat(result.warnings()).singleElement().asString().contains("first purchase here");
    assertThat(listing()).containsExactly("data.jsonl");
    assertThat(server.requests).allMatch(r -> r.header("authorization").isPresent());
  }

  @Test
  void an_empty_file_is_a_file() throws IOException {
    server.shop = Shop.with(new byte[0]);

    buyer.buy(server);

    assertThat(Files.size(out)).isZero();
    assertThat(server.downloads()).isZero();
  }

  @Test
  void several_files_become_a_folder() throws IOException {
    byte[] small = "hello".getBytes(StandardCharsets.UTF_8);
    server.shop =
        new Shop(Shop.KEY)
            .publish(
                List.of(Shop.stock("sft.jsonl", DATA), Shop.stock("docs/a/readme.bin", small)),
                true);
    Path folder = dir.resolve("set");

    new Buyer(folder).buy(server);

    assertThat(Files.readAllBytes(folder.resolve("sft.jsonl"))).isEqualTo(DATA);
    assertThat(Files.readAllBytes(folder.resolve("docs/a/readme.bin"))).isEqualTo(small);
  }

  @Test
  void a_linked_folder_is_not_written_through() throws IOException {
    Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
    Path folder = Files.createDirectory(dir.resolve("set"));
    Files.createSymbolicLink(folder.resolve("docs"), elsewhere);
    server.shop =
        new Shop(Shop.KEY)
            .publish(
                List.of(Shop.stock("a.bin", new byte[3]), Shop.stock("docs/b.bin", new byte[4])),
                true);

    assertThatThrownBy(() -> new Buyer(folder).buy(server)).hasMessageContaining("symbolic link");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void a_file_that_is_there_already_is_not_fetched_again() {
    buyer.buy(server);

    BuyResult again = buyer.buy(server);

    assertThat(again.fetched()).isZero();
    assertThat(again.kept()).isEqualTo(DATA.length);
  }

  @Test
  void another_file_is_replaced_only_by_force() throws IOException {
    Files.writeString(out, "mine");

    assertThatThrownBy(() -> buyer.buy(server)).hasMessageContaining("--force");
    assertThat(Files.readString(out)).isEqualTo("mine");

    buyer.forced().buy(server);
    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void two_purchases_never_share_a_working_folder() throws Exception {
    var inside = new java.util.concurrent.CountDownLatch(1);
    var go = new java.util.concurrent.CountDownLatch(1);
    faultDownloads(
        r -> {
          inside.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new Fault.None();
        });
    var first =
        java.util.concurrent.CompletableFuture.supplyAsync(
            () -> new Buyer(out).buy(server), Thread::startVirtualThread);
    inside.await();

    assertThatThrownBy(() -> buyer.buy(server)).hasMessageContaining("right now");
    go.countDown();

    assertThat(first.get().fetched()).isEqualTo(DATA.length);
    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }
}
