package org.obol.anonymize.files;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** How a file of JSON lines is compressed: its name says it, its first bytes must agree. */
enum Compression {
  NONE(".jsonl", "plain text"),
  GZIP(".jsonl.gz", "gzip"),
  ZSTD(".jsonl.zst", "zstd");

  /** So many bytes tell them apart. */
  static final int MAGIC = 4;

  private static final int BUFFER = 1 << 16;

  private final String ending;
  private final String title;

  Compression(String ending, String title) {
    this.ending = ending;
    this.title = title;
  }

  /** What a file of this name should hold, if it is one of JSON lines. */
  static Optional<Compression> named(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    for (Compression compression : values()) {
      if (name.endsWith(compression.ending)) {
        return Optional.of(compression);
      }
    }
    return Optional.empty();
  }

  /** What the first {@link #MAGIC} bytes, or all when there are fewer, begin. */
  static Compression begunBy(byte[] head) {
    if (head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
      return GZIP;
    }
    return head.length == MAGIC && (isZstdFrame(head) || isZstdSkippable(head)) ? ZSTD : NONE;
  }

  /** RFC 8878 section 3.1.1: 0xFD2FB528, little-endian. */
  private static boolean isZstdFrame(byte[] head) {
    return head[0] == 0x28 && head[1] == (byte) 0xb5 && head[2] == 0x2f && head[3] == (byte) 0xfd;
  }

  /** RFC 8878 section 3.1.2: 0x184D2A5?, little-endian. */
  private static boolean isZstdSkippable(byte[] head) {
    return (head[0] & 0xf0) == 0x50 && head[1] == 0x2a && head[2] == 0x4d && head[3] == 0x18;
  }

  /** The bytes that were compressed. */
  InputStream decoded(InputStream compressed) throws IOException {
    return switch (this) {
      case NONE -> compressed;
      case GZIP -> new GzipMembers(compressed);
      case ZSTD -> new ZstdInputStreamNoFinalizer(compressed);
    };
  }

  /** A stream that compresses; closing it ends the file. */
  OutputStream encoded(OutputStream compressed) throws IOException {
    return switch (this) {
      case NONE -> compressed;
      case GZIP -> new GZIPOutputStream(compressed, BUFFER);
      case ZSTD -> new ZstdOutputStreamNoFinalizer(compressed).setChecksum(true);
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
