package org.obol.dataset.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Sha256;

/** Whatever fails while hashing is reported, and nothing goes on working on the buffers. */
class FileHasherFailureTest {

  private static final int BATCH = Chunks.SIZE;
  private static final Optional<RowKey> KEY = Optional.of(RowKey.of(new byte[32]));

  @Test
  void theCopyAndTheProgressAreComplete() throws IOException {
    byte[] text = text(BATCH + 17);
    var copy = new ByteArrayOutputStream();
    List<Long> progress = new ArrayList<>();
    FileDigest digest = FileHasher.copy(new ByteArrayInputStream(text), copy, KEY, progress::add);
    assertThat(Sha256.hash(copy.toByteArray()))
        .isEqualTo(digest.sha256())
        .isEqualTo(Sha256.hash(text));
    assertThat(progress).containsExactly((long) BATCH, 17L);
  }

  @Test
  void aFullDiskIsReported() {
    var full =
        new OutputStream() {
          private long left = BATCH + 1;

          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] data, int from, int length) throws IOException {
            left -= length;
            if (left < 0) {
              throw new IOException("no space left");
            }
          }
        };
    assertThatThrownBy(
            () -> FileHasher.copy(new ByteArrayInputStream(text(3 * BATCH)), full, KEY, n -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left");
    nothingRuns();
  }

  @Test
  void aFailingDiskIsReported() {
    assertThatThrownBy(() -> FileHasher.hash(thenFailing(text(BATCH)), KEY))
        .isInstanceOf(IOException.class)
        .hasMessage("disk error");
    nothingRuns();
  }

  @Test
  void aFailingDiskIsReportedBeforeTheTextThatWasInvalidAlready() {
    byte[] text = text(BATCH);
    text[BATCH - 2] = (byte) 0xff;
    assertThatThrownBy(() -> FileHasher.hash(thenFailing(text), KEY))
        .isInstanceOf(IOException.class);
    nothingRuns();
  }

  @Test
  void aProgressBarThatFailsIsReported() {
    assertThatThrownBy(
            () ->
                FileHasher.copy(
                    new ByteArrayInputStream(text(BATCH)),
                    OutputStream.nullOutputStream(),
                    KEY,
                    n -> {
                      throw new IllegalStateException("stop");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stop");
    nothingRuns();
  }

  @Test
  void invalidTextDeepInAFileIsReportedWithItsPlace() {
    byte[] text = text(3 * BATCH);
    int place = 2 * BATCH + 12_345;
    text[place] = (byte) 0xc0;
    assertThatThrownBy(() -> FileHasher.hash(new ByteArrayInputStream(text), KEY))
        .isInstanceOf(InvalidTextException.class)
        .hasMessageStartingWith(
            "line %d, column %d (offset %d): ".formatted(place / 100 + 1, place % 100 + 1, place));
    nothingRuns();
  }

  @Test
  void invalidTextInTheLastBatchIsReportedWithNothingLeftToRead() {
    byte[] text = text(100);
    text[99] = (byte) 0xe2;
    assertThatThrownBy(() -> FileHasher.hash(new ByteArrayInputStream(text), KEY))
        .isInstanceOf(InvalidTextException.class)
        .hasMessageStartingWith("line 1, column 101 (offset 100): ");
  }

  @Test
  void withoutRowsAnyBytesAreAccepted() throws IOException {
    byte[] bytes = {(byte) 0xff, 0, (byte) 0xc0};
    assertThat(FileHasher.hash(new ByteArrayInputStream(bytes), Optional.empty()).sha256())
        .isEqualTo(Sha256.hash(bytes));
  }

  @Test
  void aStreamThatGivesOneByteAtATimeIsReadToItsEnd() throws IOException {
    byte[] text = text(1000);
    var dripping =
        new FilterInputStream(new ByteArrayInputStream(text)) {
          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            return super.read(into, from, Math.min(1, length));
          }
        };
    assertThat(FileHasher.hash(dripping, KEY))
        .usingRecursiveComparison()
        .isEqualTo(FileHasher.hash(new ByteArrayInputStream(text), KEY));
  }

  /** Every hash that was begun has ended: of the ten tasks of a batch none is left waiting. */
  private static void nothingRuns() {
    assertThat(FileHasher.PROCESSORS.getQueuedTaskCount()).isZero();
    assertThat(FileHasher.PROCESSORS.getQueuedSubmissionCount()).isZero();
  }

  private static InputStream thenFailing(byte[] text) {
    var failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk error");
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            return read();
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(text), failing);
  }

  /** Rows of 100 bytes. */
  private static byte[] text(int size) {
    byte[] text = new byte[size];
    Arrays.fill(text, (byte) 'x');
    for (int i = 99; i < size; i += 100) {
      text[i] = '\n';
    }
    return text;
  }
}
