package org.obol.anonymize;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.obol.anonymize.scan.Hits;

/** Copies a block with its spans replaced and its dropped lines left out. Owned by one thread. */
final class Renderer {
  private static final int HASH_BYTES = 8;

  private final Policy policy;
  private final Optional<DatasetKey.Hasher> hasher;
  private byte[] out = new byte[1 << 16];
  private int size;

  Renderer(Policy policy, Optional<DatasetKey> key) {
    this.policy = policy;
    this.hasher = key.map(DatasetKey::hasher);
  }

  /** The bytes of the last block, {@link #size} of them. */
  byte[] out() {
    return out;
  }

  int size() {
    return size;
  }

  void render(byte[] block, int length, Hits hits) {
    size = 0;
    int at = 0;
    int drop = 0;
    for (int i = 0; i < hits.size(); i++) {
      for (; drop < hits.dropped() && hits.droppedStart(drop) < hits.start(i); drop++) {
        copy(block, at, hits.droppedStart(drop));
        at = hits.droppedEnd(drop);
      }
      copy(block, at, hits.start(i));
      replace(hits, i);
      at = hits.end(i);
    }
    for (; drop < hits.dropped(); drop++) {
      copy(block, at, hits.droppedStart(drop));
      at = hits.droppedEnd(drop);
    }
    copy(block, at, length);
  }

  private void copy(byte[] block, int from, int to) {
    reserve(to - from);
    System.arraycopy(block, from, out, size, to - from);
    size += to - from;
  }

  private void replace(Hits hits, int hit) {
    Label label = hits.label(hit);
    switch (policy.operator(label)) {
      case REPLACE -> placeholder(label, hits.index(hit));
      case MASK -> mask(hits.values(), hits.valueFrom(hit), hits.valueTo(hit));
      case HMAC -> hmac(label, hits.values(), hits.valueFrom(hit), hits.valueTo(hit));
      case REMOVE -> {}
    }
  }

  private void placeholder(Label label, long index) {
    open(label, 20);
    int digits = 1;
    for (long rest = index / 10; rest > 0; rest /= 10) {
      digits++;
    }
    int at = size += digits;
    for (long rest = index; digits > 0; digits--) {
      out[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    out[size++] = '>';
  }

  private void hmac(Label label, byte[] value, int from, int to) {
    byte[] hash =
        hasher.orElseThrow(() -> new IllegalStateException("no key")).hash(label, value, from, to);
    open(label, 2 * HASH_BYTES + 1);
    byte[] hex = HexFormat.of().formatHex(hash, 0, HASH_BYTES).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(hex, 0, out, size, hex.length);
    size += hex.length;
    out[size++] = '>';
  }

  private void open(Label label, int more) {
    byte[] name = label.ascii();
    reserve(name.length + more + 3);
    out[size++] = '<';
    System.arraycopy(name, 0, out, size, name.length);
    size += name.length;
    out[size++] = '_';
  }

  private void mask(byte[] value, int from, int to) {
    reserve(to - from);
    for (int i = from; i < to; i++) {
      if ((value[i] & 0xC0) != 0x80) {
        out[size++] = '*';
      }
    }
  }

  private void reserve(int more) {
    long needed = (long) size + more;
    if (needed > out.length) {
      if (needed > Integer.MAX_VALUE - 64) {
        throw new AnonymizeException("a line becomes longer than 2 GiB");
      }
      out =
          Arrays.copyOf(
              out, (int) Math.min(Integer.MAX_VALUE - 64, Math.max(needed, 2L * out.length)));
    }
  }
}
