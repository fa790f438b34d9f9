package org.obol.anonymize.files;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip (RFC 1952): one member after the other up to the end of the file. Unlike the stream of
 * the JDK it takes nothing that is cut off or damaged for the end. Not thread-safe.
 */
final class GzipMembers extends FilterInputStream {
  private static final int BUFFER = 1 << 16;
  private static final int DEFLATE = 8;
  private static final int HAS_HEADER_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final PushbackInputStream file;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] compressed = new byte[BUFFER];
  private final byte[] one = new byte[1];
  private int given;
  private long size;
  private boolean inMember;
  private boolean ended;

  GzipMembers(InputStream file) throws IOException {
    super(new PushbackInputStream(file, BUFFER));
    this.file = (PushbackInputStream) in;
    begin(file());
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      if (!inMember && !nextMember()) {
        break;
      }
      int read = inflate(into, offset, length);
      if (read > 0) {
        crc.update(into, offset, read);
        size += read;
        return read;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsInput()) {
        feed();
      } else {
        throw new ZipException("it needs a dictionary");
      }
    }
    return -1;
  }

  @Override
  public int available() {
    return ended ? 0 : 1;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(BUFFER, Math.max(0, count))];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    super.close();
  }

  private int file() throws IOException {
    return file.read();
  }

  private boolean nextMember() throws IOException {
    int first = file();
    ended = first < 0;
    if (!ended) {
      begin(first);
    }
    return !ended;
  }

  /** Section 2.3: header, flags and what they announce. */
  private void begin(int first) throws IOException {
    crc.reset();
    if (first < 0) {
      throw new EOFException("it is empty");
    }
    crc.update(first);
    if (first != 0x1f || header() != 0x8b || header() != DEFLATE) {
      throw new ZipException("what follows is not gzip");
    }
    int flags = header();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("its header has an unknown flag");
    }
    for (int i = 0; i < 6; i++) {
      header();
    }
    if ((flags & HAS_EXTRA) != 0) {
      for (int left = header() | (header() << 8); left > 0; left--) {
        header();
      }
    }
    if ((flags & HAS_NAME) != 0) {
      text();
    }
    if ((flags & HAS_COMMENT) != 0) {
      text();
    }
    if ((flags & HAS_HEADER_CRC) != 0) {
      long expected = crc.getValue() & 0xffff;
      if ((header() | (header() << 8)) != expected) {
        throw new ZipException("the checksum of its header is wrong");
      }
    }
    crc.reset();
    inflater.reset();
    size = 0;
    inMember = true;
  }

  private int header() throws IOException {
    int next = file();
    if (next < 0) {
      throw new EOFException("it is cut off");
    }
    crc.update(next);
    return next;
  }

  private void text() throws IOException {
    int next = header();
    while (next != 0) {
      next = header();
    }
  }

  private int inflate(byte[] into, int offset, int length) throws IOException {
    try {
      return inflater.inflate(into, offset, length);
    } catch (DataFormatException e) {
      throw new ZipException(String.valueOf(e.getMessage()));
    }
  }

  private void feed() throws IOException {
    given = file.read(compressed, 0, compressed.length);
    if (given < 0) {
      throw new EOFException("it is cut off");
    }
    inflater.setInput(compressed, 0, given);
  }

  /** Section 2.3.1: CRC-32 and length, both little-endian. */
  private void endMember() throws IOException {
    int left = inflater.getRemaining();
    file.unread(compressed, given - left, left);
    long expectedCrc = crc.getValue();
    if (word() != expectedCrc || word() != (size & 0xffffffffL)) {
      throw new ZipException("its checksum is wrong");
    }
    inMember = false;
  }

  private long word() throws IOException {
    long word = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      word |= (long) header() << shift;
    }
    return word;
  }
}
