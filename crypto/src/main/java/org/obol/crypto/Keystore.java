package org.obol.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A private key locked with a passphrase: the Web3 Secret Storage format, version 3, as other
 * wallets read and write it. Cipher AES-128-CTR, MAC Keccak-256, key from scrypt or PBKDF2.
 */
public final class Keystore {

  /** Largest keystore that is read, in bytes. */
  public static final int MAX_BYTES = 64 << 10;

  // OWASP's minimum, 128 MiB: half of geth's standard, which a node with a small heap could not
  // unlock, and 32 times geth's light, which is cheap to guess.
  private static final int SCRYPT_N = 1 << 17;
  private static final int SCRYPT_R = 8;
  private static final int SCRYPT_P = 1;

  private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2})*");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Keystore() {}

  /** The UTF-8 bytes of a keystore with {@code key} in it; to be written to a 0600 file. */
  public static byte[] lock(PrivateKey key, Passphrase passphrase) {
    return lock(
        key, passphrase, new KeyDerivation.Scrypt(SCRYPT_N, SCRYPT_R, SCRYPT_P, random(32)));
  }

  static byte[] lock(PrivateKey key, Passphrase passphrase, KeyDerivation derivation) {
    byte[] derived = derivation.derive(passphrase);
    byte[] iv = random(16);
    byte[] ciphertext = aesCtr(derived, iv, HexFormat.of().parseHex(key.revealHex()));
    var crypto =
        Json.object()
            .put("cipher", "aes-128-ctr")
            .put("cipherparams", Json.object().put("iv", HexFormat.of().formatHex(iv)).build())
            .put("ciphertext", HexFormat.of().formatHex(ciphertext));
    derivation.putInto(crypto).put("mac", HexFormat.of().formatHex(mac(derived, ciphertext)));
    return Json.object()
        .put("version", 3)
        .put("id", UUID.randomUUID().toString())
        .put("address", key.address().hex().substring(2))
        .put("crypto", crypto.build())
        .build()
        .utf8();
  }

  /**
   * The key in the keystore {@code utf8}.
   *
   * @throws JsonException when it is not JSON, or a field is missing
   * @throws KeyException when it is no keystore of version 3, asks for too much work, or the
   *     passphrase is wrong
   */
  public static PrivateKey unlock(byte[] utf8, Passphrase passphrase) {
    Json.Obj keystore = JsonReader.read(utf8, MAX_BYTES).asObject("keystore");
    if (keystore.requireInteger("version") != 3) {
      throw new KeyException("keystore: only version 3 is read");
    }
    Json.Obj crypto = require(keystore, "crypto");
    if (!crypto.requireText("cipher").equals("aes-128-ctr")) {
      throw new KeyException("keystore: cipher must be aes-128-ctr");
    }
    byte[] iv = hex(require(crypto, "cipherparams"), "iv", 16, 16);
    byte[] ciphertext = hex(crypto, "ciphertext", 32, 32);
    byte[] mac = hex(crypto, "mac", 32, 32);
    byte[] derived = KeyDerivation.from(crypto).derive(passphrase);
    if (!MessageDigest.isEqual(mac(derived, ciphertext), mac)) {
      throw new KeyException("wrong passphrase, or the keystore is damaged");
    }
    PrivateKey key = key(aesCtr(derived, iv, ciphertext));
    keystore.text("address").ifPresent(address -> requireAddress(key, address));
    return key;
  }

  /**
   * The address that the keystore {@code utf8} names, without unlocking it; nothing proves it
   * before that. Empty when it names none.
   *
   * @throws JsonException when it is not a JSON object
   * @throws KeyException when what it names is no address
   */
  public static Optional<Address> address(byte[] utf8) {
    Json.Obj keystore = JsonReader.read(utf8, MAX_BYTES).asObject("keystore");
    return keystore.text("address").map(Keystore::named);
  }

  private static Address named(String address) {
    String digits = address.toLowerCase(Locale.ROOT);
    try {
      return new Address(digits.startsWith("0x") ? digits : "0x" + digits);
    } catch (IllegalArgumentException e) {
      throw new KeyException("keystore: the address in it is none", e);
    }
  }

  static Json.Obj require(Json.Obj object, String key) {
    return object
        .object(key)
        .orElseThrow(() -> new KeyException("keystore: field \"" + key + "\" is missing"));
  }

  static byte[] hex(Json.Obj object, String key, int min, int max) {
    String text = object.requireText(key);
    int bytes = text.length() / 2;
    if (bytes < min || bytes > max || !HEX.matcher(text).matches()) {
      throw new KeyException(
          "keystore: field \"%s\" must be %d..%d bytes in hex".formatted(key, min, max));
    }
    return HexFormat.of().parseHex(text);
  }

  private static PrivateKey key(byte[] bytes) {
    try {
      return PrivateKey.ofBytes(bytes);
    } catch (IllegalArgumentException e) {
      throw new KeyException("keystore: what it holds is not a secp256k1 key", e);
    }
  }

  private static void requireAddress(PrivateKey key, String address) {
    if (!key.address().equals(named(address))) {
      throw new KeyException(
          "keystore: it holds the key of " + key.address() + ", but names another address");
    }
  }

  private static byte[] mac(byte[] derived, byte[] ciphertext) {
    byte[] input = Arrays.copyOf(Arrays.copyOfRange(derived, 16, 32), 16 + ciphertext.length);
    System.arraycopy(ciphertext, 0, input, 16, ciphertext.length);
    return Keccak.hash(input);
  }

  private static byte[] aesCtr(byte[] derived, byte[] iv, byte[] data) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, 0, 16, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no AES-CTR", e);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
