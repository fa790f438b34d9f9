package org.obol.dataset.sale;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/** Any bytes are a signed document that survives being written and read again, or refused. */
final class SaleFuzz {

  @FuzzTest
  void onlyJsonExceptionsEscapeAndADocumentIsReadBack(byte @NotNull [] input) {
    try {
      Json json = JsonReader.read(input, Signed.MAX_BYTES);
      String format = json.asObject("a document").requireText("format");
      switch (format) {
        case Offer.FORMAT -> {
          Signed<Offer> read = Offer.read(json);
          readBack(read, Offer.read(read.toJson()), read.document().sign(Sales.NODE));
        }
        case Receipt.FORMAT -> {
          Signed<Receipt> read = Receipt.read(json);
          readBack(read, Receipt.read(read.toJson()), read.document().sign(Sales.NODE));
        }
        default -> {
          Signed<SellerRecord> read = SellerRecord.read(json);
          readBack(read, SellerRecord.read(read.toJson()), read.document().sign(Sales.OWNER));
        }
      }
    } catch (JsonException refused) {
      assertThat(refused).hasMessageNotContaining("\n");
    }
  }

  private static <D> void readBack(Signed<D> read, Signed<D> again, Signed<D> signedByUs) {
    assertThat(again).isEqualTo(read);
    assertThat(signedByUs.document()).isEqualTo(read.document());
    assertThat(read.isSignedBy(Sales.STRANGER.address())).isFalse();
  }
}
