package org.obol.crypto;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Typed structured data as it is hashed for signing (EIP-712). A field is one word: {@link #word}
 * for what fits into 32 bytes, {@link #hashed} for text and bytes, a struct hash for a struct.
 */
public final class Eip712 {

  private Eip712() {}

  /**
   * The hash of an encoded type (EIP-712, "Definition of hashStruct"), such as {@code Mail(address
   * from,string text)}; referenced types follow in alphabetical order.
   */
  public static Bytes32 typeHash(String encodedType) {
    return Bytes32.keccak(encodedType.getBytes(StandardCharsets.UTF_8));
  }

  /** The hash of a struct: its type's hash and one word for each field, in order. */
  public static Bytes32 structHash(Bytes32 typeHash, List<Bytes32> fields) {
    var data = new ByteArrayOutputStream(Bytes32.BYTES * (fields.size() + 1));
    data.writeBytes(typeHash.bytes());
    fields.forEach(field -> data.writeBytes(field.bytes()));
    return Bytes32.keccak(data.toByteArray());
  }

  /** What is signed (EIP-712, "Definition of encode"): {@code keccak256(0x1901 ‖ both)}. */
  public static Bytes32 digest(Bytes32 separator, Bytes32 structHash) {
    var data = new ByteArrayOutputStream(2 + (2 * Bytes32.BYTES));
    data.write(0x19);
    data.write(0x01);
    data.writeBytes(separator.bytes());
    data.writeBytes(structHash.bytes());
    return Bytes32.keccak(data.toByteArray());
  }

  /** An {@code address} as a word. */
  public static Bytes32 word(Address address) {
    return new Bytes32("0x" + "0".repeat(24) + address.hex().substring(2));
  }

  /**
   * An unsigned integer of any width as a word.
   *
   * @throws IllegalArgumentException unless it is of 0..2^256-1
   */
  public static Bytes32 word(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 256) {
      throw new IllegalArgumentException("not an unsigned integer of 256 bits: " + value);
    }
    return Bytes32.of(Secp256k1.bytes32(value));
  }

  /**
   * An unsigned integer as a word.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public static Bytes32 word(long value) {
    return word(BigInteger.valueOf(value));
  }

  /** A {@code bool} as a word. */
  public static Bytes32 word(boolean value) {
    return word(value ? 1 : 0);
  }

  /** A {@code string} as a word: the hash of its UTF-8 bytes. */
  public static Bytes32 hashed(String text) {
    return hashed(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A {@code bytes} as a word: its hash. */
  public static Bytes32 hashed(byte[] data) {
    return Bytes32.keccak(data);
  }

  /** An array as a word: the hash of its items' words, one after the other. */
  public static Bytes32 hashed(List<Bytes32> items) {
    var data = new ByteArrayOutputStream(Bytes32.BYTES * items.size());
    items.forEach(item -> data.writeBytes(item.bytes()));
    return Bytes32.keccak(data.toByteArray());
  }
}
