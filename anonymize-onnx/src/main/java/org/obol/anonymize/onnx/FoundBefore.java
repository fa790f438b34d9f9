package org.obol.anonymize.onnx;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.obol.anonymize.scan.Text;

/**
 * Remembers what was found in texts that come again, such as system prompts, by a keyed hash of
 * them; forgets those not asked for longest. For any number of threads.
 */
final class FoundBefore {
  /** About what an entry costs, and each span in it. */
  private static final int ENTRY = 160;

  private static final int SPAN = 48;

  /**
   * The first 128 bits of HMAC-SHA-256 under a key that nobody knows, so that no text can be made
   * that passes for another.
   */
  record Key(long high, long low) {}

  private final SecretKeySpec key;
  private final long limit;
  private final Map<Key, Found> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long size;
  private long hits;

  FoundBefore(long limit) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, "HmacSHA256");
    this.limit = limit;
  }

  /** A function from texts to keys, for one thread. */
  Keys keys() {
    return new Keys(key);
  }

  static final class Keys {
    private final Mac mac;

    private Keys(SecretKeySpec key) {
      try {
        mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has HmacSHA256", e);
      }
    }

    Key of(Text text) {
      mac.update(text.bytes, text.from, text.to - text.from);
      ByteBuffer hash = ByteBuffer.wrap(mac.doFinal());
      return new Key(hash.getLong(), hash.getLong());
    }
  }

  synchronized Optional<Found> get(Key text) {
    Optional<Found> found = Optional.ofNullable(entries.get(text));
    hits += found.isPresent() ? 1 : 0;
    return found;
  }

  synchronized void put(Key text, Found found) {
    Found before = entries.put(text, found);
    size += cost(found) - (before == null ? 0 : cost(before));
    Iterator<Found> oldest = entries.values().iterator();
    while (size > limit && oldest.hasNext()) {
      size -= cost(oldest.next());
      oldest.remove();
    }
  }

  private static long cost(Found found) {
    return ENTRY + (long) SPAN * found.spans().size();
  }

  /** How many texts were known. */
  synchronized long hits() {
    return hits;
  }

  synchronized int entries() {
    return entries.size();
  }
}
