package org.obol.finetune.provenance;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** The name of one run: a UUID of version 7 (RFC 9562 section 5.7), which sorts by time. */
public record RunId(String text) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException unless it is a UUID of version 7 in lower case
   */
  public RunId {
    UUID uuid = UUID.fromString(text);
    if (uuid.version() != 7 || uuid.variant() != 2 || !uuid.toString().equals(text)) {
      throw new IllegalArgumentException("not a UUID of version 7: \"" + text + "\"");
    }
  }

  /** A new one for a run that starts at {@code now}. */
  public static RunId at(Instant now) {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    long millis = now.toEpochMilli();
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (millis >>> (40 - (8 * i)));
    }
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x70);
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    var halves = ByteBuffer.wrap(bytes);
    return new RunId(new UUID(halves.getLong(), halves.getLong()).toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
