package org.obol.x402.exact;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Signature;
import org.obol.evm.HexBytes;

/**
 * The signature of a payment: r, s and v of a key, or whatever a contract wallet accepts
 * (EIP-1271).
 *
 * @param bytes at most {@value #MAX_BYTES}; v of a key's signature is 27 or 28, as tokens want it
 */
public record PaymentSignature(HexBytes bytes) {

  /** Longest signature that is read, in bytes. */
  public static final int MAX_BYTES = 4096;

  private static final int KEY_BYTES = 65;

  // ERC-6492: a signature of a wallet that is yet to be deployed ends like this.
  private static final HexBytes UNDEPLOYED = new HexBytes("0x" + "6492".repeat(16));

  /**
   * Writes v as 27 or 28.
   *
   * @throws IllegalArgumentException when it is longer than {@value #MAX_BYTES} bytes
   */
  public PaymentSignature {
    if (bytes.size() > MAX_BYTES) {
      throw new IllegalArgumentException("a signature of more than " + MAX_BYTES + " bytes");
    }
    bytes = normalized(bytes);
  }

  /** The signature of a key. */
  public static PaymentSignature of(Signature signature) {
    return new PaymentSignature(HexBytes.of(signature.bytes()));
  }

  /**
   * Reads member {@code signature}.
   *
   * @throws JsonException when it is missing or no bytes in hex
   */
  static PaymentSignature parse(Json.Obj json) {
    String text = json.requireText("signature");
    try {
      return new PaymentSignature(HexBytes.parse(text));
    } catch (IllegalArgumentException e) {
      throw new JsonException(
          "field \"signature\" is not 0x and hex of at most " + MAX_BYTES + " bytes");
    }
  }

  /** Whether it has the length of a key's signature, so that a token takes it as v, r, s. */
  public boolean isKeyLength() {
    return bytes.size() == KEY_BYTES;
  }

  /**
   * The key's signature: canonical, with r and s in range, s low (EIP-2), v one of 0, 1, 27, 28;
   * otherwise empty.
   */
  public Optional<Signature> ofKey() {
    if (!isKeyLength()) {
      return Optional.empty();
    }
    byte[] raw = bytes.bytes();
    raw[KEY_BYTES - 1] = (byte) (raw[KEY_BYTES - 1] - 27);
    try {
      return Optional.of(new Signature(HexBytes.of(raw).hex().substring(2)));
    } catch (IllegalArgumentException notCanonical) {
      return Optional.empty();
    }
  }

  /** Whether it is of a wallet that is yet to be deployed (ERC-6492). */
  public boolean isUndeployed() {
    return bytes.size() > UNDEPLOYED.size()
        && bytes.from(bytes.size() - UNDEPLOYED.size()).equals(UNDEPLOYED);
  }

  @Override
  public String toString() {
    return bytes.hex();
  }

  private static HexBytes normalized(HexBytes bytes) {
    if (bytes.size() != KEY_BYTES) {
      return bytes;
    }
    byte[] raw = bytes.bytes();
    byte v = raw[KEY_BYTES - 1];
    if (v == 0 || v == 1) {
      raw[KEY_BYTES - 1] = (byte) (v + 27);
    }
    return HexBytes.of(raw);
  }
}
