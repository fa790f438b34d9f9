package org.obol.node.sale;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.obol.crypto.Sha256;
import org.obol.x402.extension.SignInNonces;
import org.obol.x402.extension.SignInVerifier;

/**
 * Nonces for sign-ins, each good once. Issued ones carry their own proof and cost no memory; used
 * ones are remembered until they would be refused for their age.
 */
public final class SignInTickets implements SignInNonces {

  private static final int MAX_USED = 100_000;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] secret = random(32);
  private final Map<String, Instant> used = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /** Tickets of one run of a node. */
  public SignInTickets(InstantSource clock) {
    this.clock = clock;
  }

  /** A fresh nonce of 32 hex characters: 64 random bits and their proof. */
  public String issue() {
    String random = HEX.formatHex(random(8));
    return random + proof(random);
  }

  @Override
  public boolean use(String nonce, Instant until) {
    if (!FORM.matcher(nonce).matches()
        || !proof(nonce.substring(0, 16)).equals(nonce.substring(16))) {
      return false;
    }
    if (used.size() >= MAX_USED) {
      Instant now = clock.instant();
      used.values().removeIf(end -> end.isBefore(now));
    }
    // Full of sign-ins of the last minutes: refusing is better than forgetting one.
    return used.size() < MAX_USED
        && used.putIfAbsent(nonce, until.plus(SignInVerifier.MAX_AGE)) == null;
  }

  private String proof(String random) {
    var digest = Sha256.digest();
    digest.update(secret);
    digest.update(HEX.parseHex(random));
    return HEX.formatHex(digest.digest(), 0, 8);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
