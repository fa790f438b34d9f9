package org.obol.cli;

import java.util.Locale;
import org.obol.crypto.Sha256;

/** Numbers and hashes as people read them. */
public final class Figures {

  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Figures() {}

  /** A number of bytes, in powers of 1000: {@code 8.1 MB}. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes / 1000.0;
    int unit = 0;
    // Not 1000, which would print as 1000.0.
    while (value >= 999.95) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** A count with its thousands apart: {@code 12,345}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** The beginning of a hash, enough to tell it from others by eye. */
  public static String brief(Sha256 hash) {
    return hash.hex().substring(0, 16) + "…";
  }

  /** {@code 1 version}, {@code 2 versions}. */
  public static String plural(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }
}
