package org.obol.anonymize.files;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.obol.anonymize.AnonymizeException;

/** Says which file it is when reading fails. */
final class NamedInput extends FilterInputStream {
  private final String name;

  NamedInput(String name, InputStream in) {
    super(in);
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return super.read(into, offset, length);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** What is wrong with the file {@code name}; the reasons of decoders quote nothing of it. */
  static AnonymizeException unreadable(String name, IOException e) {
    String what =
        switch (e) {
          case ZipException z -> "damaged gzip data";
          case EOFException z -> "damaged gzip data";
          case ZstdIOException z -> "damaged zstd data";
          default -> "it cannot be read";
        };
    return new AnonymizeException(
        name + ": " + what + " (" + e.getMessage() + "); nothing was written", e);
  }
}
