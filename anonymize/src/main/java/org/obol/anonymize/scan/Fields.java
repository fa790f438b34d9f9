package org.obol.anonymize.scan;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Which strings of a record are text: all of them with their keys, or what is under keys with
 * certain names.
 */
public final class Fields implements Serializable {
  /** Every string and every key. */
  public static final Fields ALL = new Fields(List.of());

  /**
   * What the script of the Go program reads: the values under these keys, whatever is inside them.
   */
  public static final Fields REFERENCE =
      new Fields(List.of("content", "text", "prompt", "completion", "input", "output", "response"));

  private final byte[][] names;

  private Fields(List<String> names) {
    this.names =
        names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
  }

  boolean all() {
    return names.length == 0;
  }

  /** Whether the raw key is one of the names. */
  boolean has(byte[] bytes, int from, int to) {
    for (byte[] name : names) {
      if (Arrays.equals(bytes, from, to, name, 0, name.length)) {
        return true;
      }
    }
    return false;
  }
}
