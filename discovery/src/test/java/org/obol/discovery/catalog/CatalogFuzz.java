package org.obol.discovery.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.obol.crypto.JsonException;

/** Any bytes are a catalog that survives being written and read again, or refused. */
final class CatalogFuzz {

  private static final long MAX = 1 << 20;

  @FuzzTest
  void onlyJsonExceptionsEscapeAndACatalogIsReadBack(byte @NotNull [] input) {
    Catalog read;
    try {
      read = Catalog.read(input, MAX, Catalog.Rules.LENIENT);
    } catch (JsonException refused) {
      assertThat(refused).hasMessageNotContaining("\n");
      return;
    }
    for (Catalog.Shape shape : Catalog.Shape.values()) {
      Catalog again = Catalog.read(read.toJson(shape).utf8(), 8 * MAX, Catalog.Rules.LENIENT);
      assertThat(again.entries()).isEqualTo(read.entries());
      assertThat(again.shape()).isEqualTo(shape);
    }
    for (CatalogEntry entry : read.entries()) {
      Cost cost = Cost.of(entry);
      assertThat(cost.amount().map(amount -> amount.signum() >= 0).orElse(true)).isTrue();
      assertThat(entry.dataset().seq().map(seq -> seq >= 1).orElse(true)).isTrue();
    }
  }
}
