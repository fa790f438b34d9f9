package org.obol.dataset.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Sha256;

/** Protocol section 2: rows are the bytes between LF. */
class RowsTest {

  private static final int BATCH = Chunks.SIZE;
  private static final RowKey KEY = RowKey.of(Sha256.hash("row key").bytes());

  @ParameterizedTest
  @CsvSource({
    "'',0",
    "a,1",
    "'a\n',1",
    "'\n',1",
    "'\n\n',2",
    "'a\nb',2",
    "'a\nb\n',2",
    "'a\n\nb',3",
    "'a\r\nb\r\n',2",
    "'\r',1",
    "'\na',2"
  })
  void rowsAreCountedAndHashedByTheDefinition(String text, long count) throws IOException {
    FileDigest.RowDigest rows = rows(text.getBytes(UTF_8));
    assertThat(rows).isEqualTo(NaiveTree.rows(text.getBytes(UTF_8), KEY));
    assertThat(rows.count()).isEqualTo(count);
  }

  @Test
  void aCarriageReturnBelongsToItsRow() throws IOException {
    assertThat(rows("a\r\n".getBytes(UTF_8)).root())
        .isNotEqualTo(rows("a\n".getBytes(UTF_8)).root());
  }

  @Test
  void aFinalLineFeedMakesNoDifferenceToTheRows() throws IOException {
    assertThat(rows("a\nb\n".getBytes(UTF_8))).isEqualTo(rows("a\nb".getBytes(UTF_8)));
  }

  @Test
  void anotherKeyGivesAnotherRoot() throws IOException {
    byte[] text = "a\n".getBytes(UTF_8);
    RowKey other = RowKey.generate();
    assertThat(hash(text, other).root()).isNotEqualTo(hash(text, KEY).root());
    assertThat(hash(text, other)).isEqualTo(NaiveTree.rows(text, other));
  }

  /** Line feeds before, on and after the border between two batches, and rows longer than one. */
  @ParameterizedTest
  @ValueSource(ints = {-2, -1, 0, 1, 2})
  void rowsAcrossTheBorderOfABatchStayWhole(int shift) throws IOException {
    byte[] text = new byte[2 * BATCH + 100];
    Arrays.fill(text, (byte) 'x');
    text[10] = '\n';
    text[BATCH + shift] = '\n';
    text[2 * BATCH + 1 + shift] = '\n';
    assertThat(rows(text)).isEqualTo(NaiveTree.rows(text, KEY));
  }

  @Test
  void aFileOfExactlyOneBatchEndsItsLastRow() throws IOException {
    byte[] text = new byte[BATCH];
    Arrays.fill(text, (byte) 'x');
    assertThat(rows(text)).isEqualTo(NaiveTree.rows(text, KEY));
    text[BATCH - 1] = '\n';
    assertThat(rows(text)).isEqualTo(NaiveTree.rows(text, KEY));
  }

  @ParameterizedTest
  @ValueSource(ints = {511, 512, 513, 514, 1025, 5000})
  void everySliceOfRowsKeepsItsPlace(int rows) throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      text.append(i).append('\n');
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    assertThat(rows(bytes)).isEqualTo(NaiveTree.rows(bytes, KEY));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 1L << 32, Long.MAX_VALUE})
  void theSaltIsTheJdksHmac(long index) {
    assertThat(new RowSalt(KEY).at(index)).isEqualTo(NaiveTree.salt(KEY, index));
  }

  @Test
  void aRowKeyIsThirtyTwoBytesThatItDoesNotShow() {
    assertThatThrownBy(() -> RowKey.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    RowKey same = RowKey.of(KEY.bytes());
    assertThat(same).isEqualTo(KEY).hasSameHashCodeAs(KEY).isNotEqualTo(RowKey.generate());
    assertThat(KEY.sha256()).isEqualTo(Sha256.hash(KEY.bytes()));
    assertThat(KEY.toString()).doesNotContain(Sha256.of(KEY.bytes()).hex());
  }

  private static FileDigest.RowDigest rows(byte[] text) throws IOException {
    return hash(text, KEY);
  }

  private static FileDigest.RowDigest hash(byte[] text, RowKey key) throws IOException {
    return FileHasher.hash(new ByteArrayInputStream(text), Optional.of(key)).rows().orElseThrow();
  }
}
