package org.obol.crypto;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * How a keystore's key comes from its passphrase. The parameters come from a file that somebody
 * else may have written, so each has a limit: at most 256 MiB and a few seconds are spent.
 */
sealed interface KeyDerivation {

  /** Length of the derived key: 16 bytes for the cipher, 16 for the MAC. */
  int KEY_BYTES = 32;

  /** The derived key, {@link #KEY_BYTES} long. */
  byte[] derive(Passphrase passphrase);

  /** The {@code kdf} name and the {@code kdfparams}, put into {@code crypto}. */
  JsonObject putInto(JsonObject crypto);

  /** Memory-hard derivation (RFC 7914): memory is 128·n·r bytes, time grows with n·r·p. */
  record Scrypt(int n, int r, int p, byte[] salt) implements KeyDerivation {

    private static final int MAX_MEMORY = 256 << 20;
    private static final int MAX_P = 16;
    private static final long MAX_WORK = 1 << 22;

    /** Checks the limits. */
    public Scrypt {
      limit("n", n, 2, MAX_MEMORY / 128);
      limit("r", r, 1, MAX_MEMORY / 256);
      limit("p", p, 1, MAX_P);
      if (Integer.bitCount(n) != 1) {
        throw new KeyException("keystore: scrypt n must be a power of two, not " + n);
      }
      if (r == 1 && n >= 1 << 16) {
        // RFC 7914 section 2: N must be less than 2^(128·r/8). Some early writers broke this.
        throw new KeyException("keystore: scrypt n=" + n + " needs r of 2 or more (RFC 7914)");
      }
      long memory = 128L * n * r;
      if (memory > MAX_MEMORY || (long) n * r * p > MAX_WORK) {
        throw new KeyException(
            "keystore: scrypt n=%d, r=%d, p=%d asks for more than %d MiB or too much time"
                .formatted(n, r, p, MAX_MEMORY >> 20));
      }
    }

    @Override
    public byte[] derive(Passphrase passphrase) {
      return SCrypt.generate(passphrase.utf8(), salt, n, r, p, KEY_BYTES);
    }

    @Override
    public JsonObject putInto(JsonObject crypto) {
      return crypto
          .put("kdf", "scrypt")
          .put(
              "kdfparams",
              Json.object()
                  .put("dklen", KEY_BYTES)
                  .put("n", n)
                  .put("p", p)
                  .put("r", r)
                  .put("salt", HexFormat.of().formatHex(salt))
                  .build());
    }
  }

  /** PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2), {@code c} rounds. */
  record Pbkdf2(int c, byte[] salt) implements KeyDerivation {

    private static final int MAX_ROUNDS = 10_000_000;

    /** Checks the limits. */
    public Pbkdf2 {
      limit("c", c, 1, MAX_ROUNDS);
    }

    @Override
    public byte[] derive(Passphrase passphrase) {
      var spec = new PBEKeySpec(passphrase.chars(), salt, c, 8 * KEY_BYTES);
      try {
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(spec)
            .getEncoded();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java runtime has no PBKDF2", e);
      } finally {
        spec.clearPassword();
      }
    }

    @Override
    public JsonObject putInto(JsonObject crypto) {
      return crypto
          .put("kdf", "pbkdf2")
          .put(
              "kdfparams",
              Json.object()
                  .put("c", c)
                  .put("dklen", KEY_BYTES)
                  .put("prf", "hmac-sha256")
                  .put("salt", HexFormat.of().formatHex(salt))
                  .build());
    }
  }

  /**
   * Reads {@code kdf} and {@code kdfparams}.
   *
   * @throws KeyException when they are unknown or beyond a limit
   */
  static KeyDerivation from(Json.Obj crypto) {
    Json.Obj params = Keystore.require(crypto, "kdfparams");
    // A longer key would start with the same 32 bytes for PBKDF2 only; nobody writes one.
    number(params, "dklen", KEY_BYTES, KEY_BYTES);
    byte[] salt = Keystore.hex(params, "salt", 1, 256);
    return switch (crypto.requireText("kdf")) {
      case "scrypt" ->
          new Scrypt(
              number(params, "n", 2, Integer.MAX_VALUE),
              number(params, "r", 1, Integer.MAX_VALUE),
              number(params, "p", 1, Integer.MAX_VALUE),
              salt);
      case "pbkdf2" -> {
        if (!params.requireText("prf").equals("hmac-sha256")) {
          throw new KeyException("keystore: the prf of pbkdf2 must be hmac-sha256");
        }
        yield new Pbkdf2(number(params, "c", 1, Integer.MAX_VALUE), salt);
      }
      default -> throw new KeyException("keystore: kdf must be scrypt or pbkdf2");
    };
  }

  private static int number(Json.Obj params, String name, int min, int max) {
    return limit(name, params.requireInteger(name), min, max);
  }

  private static int limit(String name, long value, int min, int max) {
    if (value < min || value > max) {
      throw new KeyException(
          "keystore: %s must be %d..%d, not %d".formatted(name, min, max, value));
    }
    return (int) value;
  }
}
