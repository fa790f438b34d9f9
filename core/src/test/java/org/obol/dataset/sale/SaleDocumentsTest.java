package org.obol.dataset.sale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;
import org.obol.dataset.LogOrigin;

/** Protocol section 7: what offers, receipts and seller records may say. */
class SaleDocumentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "offer-with-licence | `\"obol-offer/1\"` | `\"obol-offer/2\"` | obol-offer/2",
        "offer-with-licence | `0x83d72ab03730f395dc7e2f7ff2bd045a49b7b3d3/pi` |"
            + " `0x83D72ab03730f395dc7e2f7ff2bd045a49b7b3d3/pi` | origin",
        "offer-with-licence | `/pi-sessions` | `/../x` | origin",
        "offer-with-licence | `/pi-sessions` | `` | origin",
        "offer-with-licence | `\"seq\":2` | `\"seq\":0` | seq",
        "offer-with-licence | `\"seq\":2` | `\"seq\":3` | grants",
        "offer-with-licence | `\"seq\":2` | `\"seq\":2.5` | integer",
        "offer-with-licence | `\"to\":2` | `\"to\":9223372036854775807` | 2^53-1",
        "offer-with-licence | `\"from\":1` | `\"from\":0` | grants",
        "offer-with-licence | `\"grants\":` | `\"grant\":` | grants",
        "offer-with-licence | `\"licenseSha256\":\"` | `\"licenseSha256\":null,\"x\":\"` |"
            + " licenseSha256",
        "offer-with-licence | `eip155:84532` | `base-sepolia` | network",
        "offer-with-licence | `eip155:84532` | `eip155:084532` | network",
        "offer-with-licence | `\"0x036cbd` | `\"0x036CbD` | asset",
        "offer-with-licence | `\"amount\":\"5000000\"` | `\"amount\":5000000` | amount",
        "offer-with-licence | `\"amount\":\"5000000\"` | `\"amount\":\"0\"` | amount",
        "offer-with-licence | `\"amount\":\"5000000\"` | `\"amount\":\"05\"` | amount",
        "offer-with-licence | `\"amount\":\"5000000\"` | `\"amount\":\"5.0\"` | amount",
        "offer-with-licence | `T13:00:00Z` | `T13:00:00+00:00` | RFC 3339",
        "offer-with-licence | `T13:00:00Z` | `T13:00:00.5Z` | RFC 3339",
        "offer-with-licence | `T13:00:00Z` | `T24:00:00Z` | validUntil",
        "offer-with-licence | `2026-06-14T13` | `2026-02-30T13` | not a date",
        "offer-with-licence | `\"signature\":\"` | `\"signature\":\"0x` | signature",
        "offer-with-licence | `\"signature\":` | `\"sig\":` | signature",
        "offer-with-licence | `\"seq\":2` | `\"crit\":[\"lease\"],\"seq\":2` | lease",
        "offer-with-licence | `\"seq\":2` | `\"x\":0.5,\"seq\":2` | integer",
        "receipt | `\"entitlement\":\"e-0001\"` | `\"entitlement\":\" \"` | entitlement",
        "receipt | `\"transaction\":\"0x` | `\"transaction\":\"` | transaction",
        "receipt | `\"payer\":\"0x7` | `\"payer\":\"0X7` | payer",
        "receipt | `eip155:84532` | `eip155:` | network",
        "seller | `\"serial\":3` | `\"serial\":0` | serial",
        "seller | `2027-06-01` | `2026-05-31` | notAfter",
        "seller | `\"nodeKeys\":[\"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\"]` |"
            + " `\"nodeKeys\":[]` | node key",
        "seller | `\"nodeKeys\":[` | `\"nodeKeys\":[7,` | node key",
        "seller | `\"payTo\":` | `\"paid\":` | payTo",
        "seller | `\"payTo\":[` | `\"payTo\":[\"x\",` | payTo",
        "seller | `https://node` | `ftp://node` | endpoint",
        "seller | `https://node` | `https://u:p@node` | endpoint",
        "seller | `https://node.example/` | `https:///x` | endpoint",
        "seller | `https://node.example/` | `https://node.example/?a` | query",
        "seller | `https://node.example/` | `https://node example` | URL",
      })
  void aBrokenRuleIsNamed(String name, String original, String change, String message) {
    SaleVector vector = SaleVector.named(name);
    String text = vector.wire().text();
    assertThat(text).contains(original);
    Json changed = JsonReader.read(text.replace(original, change));
    assertThatThrownBy(() -> vector.read(changed))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anAmountBeyondAWordOfTheChainIsRefused() {
    Map<String, Json> members =
        new LinkedHashMap<>(SaleVector.named("offer-with-licence").wire().members());
    members.put("amount", Json.of("9".repeat(78)));
    assertThatThrownBy(() -> Offer.read(new Json.Obj(members))).hasMessageContaining("2^256-1");
  }

  @Test
  void aSellerRecordIsReadFromItsBytesUpToALimit() {
    byte[] utf8 = Sales.seller().sign(Sales.OWNER).toJson().utf8();
    assertThat(SellerRecord.read(utf8).document()).isEqualTo(Sales.seller());
    byte[] padded = (" ".repeat((int) Signed.MAX_BYTES) + "{}").getBytes(UTF_8);
    assertThatThrownBy(() -> SellerRecord.read(padded)).hasMessageContaining("at most");
  }

  @Test
  void anOfferIsOpenUntilItsTime() {
    Offer offer = Sales.offer();
    assertThat(offer.isOpen(offer.validUntil().minusNanos(1))).isTrue();
    assertThat(offer.isOpen(offer.validUntil())).isFalse();
  }

  @Test
  void aReceiptIsForTheOfferThatItNames() {
    Signed<Offer> offer = Sales.offer().sign(Sales.NODE);
    Receipt receipt = Sales.receipt();
    assertThat(receipt.isFor(offer)).isTrue();
    Signed<Offer> other = Offer.read(SaleVector.named("offer-without-licence").wire());
    assertThat(receipt.isFor(other)).isFalse();
    assertThatThrownBy(() -> new Receipt.Settlement(Sales.NODE.address(), "0xabc"))
        .hasMessageContaining("transaction");
  }

  @Test
  void anOriginHasOneText() {
    assertThat(LogOrigin.parse(Sales.ORIGIN.text())).isEqualTo(Sales.ORIGIN);
    assertThat(Sales.ORIGIN).hasToString(Sales.OWNER.address() + "/pi-sessions");
    for (String bad : new String[] {"", "/", "x", Sales.OWNER.address().hex(), "0x12/a"}) {
      assertThatThrownBy(() -> LogOrigin.parse(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aSignedDocumentShowsWhatItSays() {
    Signed<Offer> signed = Sales.offer().sign(Sales.NODE);
    assertThat(signed).hasToString("Signed[" + Sales.offer() + "]");
    assertThat(signed).hasSameHashCodeAs(Sales.offer().sign(Sales.NODE));
    assertThat(signed).isNotEqualTo(Sales.offer().sign(Sales.OWNER));
    assertThat(signed.hash()).isNotEqualTo(Sha256.hash(signed.toJson().utf8()));
  }
}
