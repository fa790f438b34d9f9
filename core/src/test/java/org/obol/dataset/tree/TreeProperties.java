package org.obol.dataset.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.obol.crypto.Sha256;

/** The streaming implementations against naive models. */
class TreeProperties {

  private static final RowKey KEY = RowKey.of(new byte[32]);

  @Property(tries = 300)
  void theAccumulatorGivesTheRecursiveRoot(@ForAll @Size(max = 70) List<byte[]> leaves) {
    var tree = new MerkleAccumulator();
    leaves.forEach(leaf -> tree.add(Chunks.leaf(ByteBuffer.wrap(leaf))));
    assertThat(tree.root()).isEqualTo(Sha256.of(NaiveTree.root(leaves)));
  }

  /** The same rows come out wherever the stream is cut into pieces. */
  @Property(tries = 500)
  void rowsFollowTheDefinitionWhereverTheStreamIsCut(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    byte[] text = new byte[random.nextInt(3000)];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) "\n\n\r{}abcdefg".charAt(random.nextInt(12));
    }
    var hasher = new RowHasher(KEY);
    cut(text, random, hasher::update);
    MerkleAccumulator tree = hasher.end();
    assertThat(new FileDigest.RowDigest(tree.leaves(), tree.root()))
        .isEqualTo(NaiveTree.rows(text, KEY));
  }

  /** What the JDK's strict decoder accepts, and nothing else; the complaint names the place. */
  @Property(tries = 2000)
  void utf8IsWhatTheJdkSaysItIs(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    byte[] text = almostUtf8(random);
    OptionalLong bad = firstBadByte(text);
    var hasher = new RowHasher(KEY);
    try {
      cut(text, random, hasher::update);
      hasher.end();
      assertThat(bad).isEmpty();
    } catch (InvalidTextException e) {
      assertThat(bad).as(e.getMessage()).isPresent();
      long line = 1 + countLineFeeds(text, (int) bad.getAsLong());
      int lineStart = (int) bad.getAsLong();
      while (lineStart > 0 && text[lineStart - 1] != '\n') {
        lineStart--;
      }
      assertThat(e)
          .hasMessageStartingWith(
              "line %d, column %d (offset %d): not valid"
                  .formatted(line, bad.getAsLong() - lineStart + 1, bad.getAsLong()));
    }
  }

  private static byte[] almostUtf8(SplittableRandom random) {
    var text = new StringBuilder();
    String letters = "ab\n\ré߿ࠀ日퟿\uffff\ud800\udc00😀\udbff\udfff";
    int[] points = letters.codePoints().toArray();
    for (int i = random.nextInt(60); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }

  /**
   * The first byte with which the text cannot be the beginning of valid UTF-8 any more, or the
   * length when it only breaks off: found by asking the JDK about each beginning.
   */
  private static OptionalLong firstBadByte(byte[] text) {
    if (isUtf8(text)) {
      return OptionalLong.empty();
    }
    for (int length = 1; length <= text.length; length++) {
      if (!canGoOn(Arrays.copyOf(text, length))) {
        return OptionalLong.of(length - 1);
      }
    }
    return OptionalLong.of(text.length);
  }

  /** Whether some ending makes it valid; these endings complete every character there is. */
  private static boolean canGoOn(byte[] beginning) {
    return Stream.of("", "80", "8080", "808080", "bf80", "bf8080")
        .map(HexFormat.of()::parseHex)
        .anyMatch(
            ending -> {
              byte[] whole = Arrays.copyOf(beginning, beginning.length + ending.length);
              System.arraycopy(ending, 0, whole, beginning.length, ending.length);
              return isUtf8(whole);
            });
  }

  private static boolean isUtf8(byte[] text) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static long countLineFeeds(byte[] text, int end) {
    long count = 0;
    for (int i = 0; i < end; i++) {
      count += text[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  private interface Piece {
    void take(byte[] data, int length);
  }

  private static void cut(byte[] text, SplittableRandom random, Piece piece) {
    int at = 0;
    while (at < text.length) {
      int length = Math.min(text.length - at, random.nextInt(1, 40));
      // Garbage behind the piece must not be looked at.
      byte[] data = Arrays.copyOfRange(text, at, at + length + 9);
      Arrays.fill(data, length, data.length, (byte) 0xff);
      piece.take(data, length);
      at += length;
    }
  }
}
