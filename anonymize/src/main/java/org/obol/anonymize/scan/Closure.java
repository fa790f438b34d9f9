package org.obol.anonymize.scan;

import java.util.Arrays;
import java.util.Set;
import org.obol.anonymize.Label;
import org.obol.anonymize.entity.Secrets;

/**
 * Looks again at a text as it will be, because what stands in the place of a value can make its
 * neighbour a value: the word that told a version from an address may have gone. Owned by one
 * thread.
 */
final class Closure {
  private final StandIns standIns;
  private final Bits bits;
  private final Text masked = new Text();
  private final Spans more;
  private final Scanner scanner;
  private int[] from = new int[16];
  private int[] original = new int[16];
  private int pieces;

  Closure(StandIns standIns, Set<Label> wanted, Classifier classifier) {
    this.more = Spans.withoutLiterals(wanted);
    this.scanner = new Scanner(more);
    this.standIns = standIns;
    this.bits = new Bits(classifier);
  }

  /**
   * Adds spans to {@code spans}, which are resolved and stay so, until a look at the result finds
   * none.
   */
  void close(Text text, Spans spans) {
    while (spans.size() > 0) {
      mask(text, spans);
      more.clear();
      bits.of(masked.bytes, masked.to);
      scanner.scan(masked, bits, more);
      if (masked.keyTo > masked.keyFrom) {
        Secrets.keyed(masked, more);
      }
      int before = spans.size();
      int covered = covered(spans);
      for (int i = 0; i < more.size(); i++) {
        spans.add(more.label(i), start(more.start(i)), end(more.end(i)));
      }
      spans.resolve();
      if (spans.size() == before && covered(spans) == covered) {
        return;
      }
    }
  }

  private static int covered(Spans spans) {
    int covered = 0;
    for (int i = 0; i < spans.size(); i++) {
      covered += spans.end(i) - spans.start(i);
    }
    return covered;
  }

  /** Even pieces are kept text, odd ones stand for a span. */
  private void mask(Text text, Spans spans) {
    masked.to = 0;
    masked.keyBytes = text.keyBytes;
    masked.keyFrom = text.keyFrom;
    masked.keyTo = text.keyTo;
    pieces = 0;
    int at = text.from;
    for (int i = 0; i < spans.size(); i++) {
      append(text.bytes, at, spans.start(i), at);
      byte[] standIn = standIns.of(spans.label(i), text.bytes, spans.start(i), spans.end(i));
      append(standIn, 0, standIn.length, spans.start(i));
      at = spans.end(i);
    }
    append(text.bytes, at, text.to, at);
    note(text.to);
  }

  private void append(byte[] bytes, int start, int end, int originalStart) {
    note(originalStart);
    int length = end - start;
    if (masked.to + length > masked.bytes.length) {
      masked.bytes =
          Arrays.copyOf(
              masked.bytes, Bits.whole(Math.max(2 * masked.bytes.length, masked.to + length)));
    }
    System.arraycopy(bytes, start, masked.bytes, masked.to, length);
    masked.to += length;
  }

  private void note(int originalStart) {
    if (pieces == from.length) {
      from = Arrays.copyOf(from, 2 * pieces);
      original = Arrays.copyOf(original, 2 * pieces);
    }
    from[pieces] = masked.to;
    original[pieces++] = originalStart;
  }

  private int start(int at) {
    int piece = pieces - 2;
    while (piece > 0 && from[piece] > at) {
      piece--;
    }
    return piece % 2 == 0 ? original[piece] + at - from[piece] : original[piece];
  }

  private int end(int at) {
    int piece = pieces - 2;
    while (piece > 0 && from[piece] >= at) {
      piece--;
    }
    return piece % 2 == 0 ? original[piece] + at - from[piece] : original[piece + 1];
  }
}
