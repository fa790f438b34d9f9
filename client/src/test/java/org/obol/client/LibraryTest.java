package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.obol.client.library.HeldVersion;
import org.obol.client.library.Library;
import org.obol.client.pins.LedgerPins;
import org.obol.crypto.Sha256;
import org.obol.ledger.Db;

/** From the hash of a file on disk back to what its owner signed. */
final class LibraryTest extends PurchaseFixture {

  @Test
  void a_bought_file_leads_to_its_signed_version() {
    BuyResult result = buyer.buy(server);
    try (Db db = LedgerPins.open(dir.resolve("buyer.db"))) {
      var library = new Library(db);
      library.add("https://seller.example", result);
      library.add("https://mirror.example", result);

      List<HeldVersion> held = library.holding(Sha256.hash(DATA));

      HeldVersion version = assertThat(held).singleElement().actual();
      assertThat(version.server()).isEqualTo("https://mirror.example");
      assertThat(version.owner()).isEqualTo(Shop.KEY.address());
      assertThat(version.entry()).isEqualTo(result.source().entry());
      assertThat(version.manifest().orElseThrow().hash()).isEqualTo(version.entry().manifestHash());
      assertThat(version.log().verify(version.owner()))
          .isInstanceOf(org.obol.dataset.versionlog.LogVerdict.Valid.class);
      assertThat(library.holding(Sha256.hash("something else"))).isEmpty();
    }
  }

  @Test
  void the_same_bytes_in_two_versions_are_both_known_the_newest_purchase_first() {
    BuyResult first = buyer.buy(server);
    server.shop.publish(
        List.of(Shop.stock("again.jsonl", DATA), Shop.stock("b.txt", bytes("b"))), true);
    var folder = dir.resolve("two");
    var second = new Buyer(folder).buy(server);
    try (Db db = LedgerPins.open(dir.resolve("buyer.db"))) {
      var library = new Library(db);
      library.add("https://seller.example", second);
      library.add("https://seller.example", first);

      assertThat(library.holding(Sha256.hash(DATA)))
          .extracting(HeldVersion::seq)
          .containsExactly(1L, 2L);
      assertThat(library.holding(Sha256.hash(bytes("b"))))
          .extracting(HeldVersion::seq)
          .containsExactly(2L);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
