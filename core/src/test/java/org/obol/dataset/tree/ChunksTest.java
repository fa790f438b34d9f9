package org.obol.dataset.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;

class ChunksTest {

  private static final int SIZE = Chunks.SIZE;

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "1048575,1", "1048576,1", "1048577,2", "2097152,2", "9437185,10"})
  void leavesAndRootFollowTheDefinition(int size, int count) throws IOException {
    byte[] file = random(size);
    FileDigest digest = FileHasher.hash(new ByteArrayInputStream(file), Optional.empty());
    assertThat(digest.size()).isEqualTo(size);
    assertThat(digest.sha256()).isEqualTo(Sha256.hash(file));
    assertThat(digest.rows()).isEmpty();
    assertThat(digest.chunks().count()).isEqualTo(count);
    assertThat(Chunks.count(size)).isEqualTo(count);
    assertThat(digest.chunks().root()).isEqualTo(NaiveTree.chunkRoot(file));
    for (int i = 0; i < count; i++) {
      ByteBuffer chunk = ByteBuffer.wrap(file, i * SIZE, Math.min(SIZE, size - i * SIZE));
      assertThat(digest.chunks().matches(i, chunk)).isTrue();
      assertThat(chunk.hasRemaining()).as("the chunk can be written after the check").isTrue();
    }
  }

  @Test
  void aChunkWithOneBitFlippedOrAtAnotherPlaceDoesNotMatch() throws IOException {
    byte[] file = random(2 * SIZE);
    Chunks chunks = hash(file);
    assertThat(chunks.matches(0, ByteBuffer.wrap(file, SIZE, SIZE))).isFalse();
    assertThat(chunks.matches(1, ByteBuffer.wrap(file, SIZE, SIZE - 1))).isFalse();
    file[SIZE + 77] ^= 0x10;
    assertThat(chunks.matches(1, ByteBuffer.wrap(file, SIZE, SIZE))).isFalse();
  }

  @Test
  void leavesThatAddUpAreAccepted() throws IOException {
    byte[] file = random(2 * SIZE + 5);
    Chunks chunks = hash(file);
    assertThat(Chunks.verified(chunks.bytes(), file.length, chunks.root()).bytes())
        .isEqualTo(chunks.bytes());
  }

  @Test
  void leavesThatDoNotAddUpAreRefused() throws IOException {
    byte[] file = random(2 * SIZE + 5);
    Chunks chunks = hash(file);
    byte[] leaves = chunks.bytes();
    refused(Arrays.copyOf(leaves, 64), file.length, chunks.root());
    refused(Arrays.copyOf(leaves, 97), file.length, chunks.root());
    refused(new byte[0], file.length, chunks.root());
    refused(leaves, file.length + SIZE, chunks.root());
    leaves[40] ^= 1;
    refused(leaves, file.length, chunks.root());
  }

  /** An inner node in place of two leaves gives the same root, but not the same number. */
  @Test
  void anInnerNodeIsNoLeaf() throws IOException {
    Chunks chunks = hash(random(2 * SIZE));
    refused(chunks.root().bytes(), 2 * SIZE, chunks.root());
  }

  @Test
  void halfALeafIsRefused() {
    assertThatThrownBy(() -> Chunks.of(new byte[33])).isInstanceOf(IllegalArgumentException.class);
  }

  private static void refused(byte[] leaves, long size, Sha256 root) {
    assertThatThrownBy(() -> Chunks.verified(leaves, size, root))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.code()).isEqualTo("chunk_root_mismatch"));
  }

  private static Chunks hash(byte[] file) throws IOException {
    return FileHasher.hash(new ByteArrayInputStream(file), Optional.empty()).chunks();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return bytes;
  }
}
