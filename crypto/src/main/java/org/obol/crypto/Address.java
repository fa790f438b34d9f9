package org.obol.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An Ethereum account address in its lowercase form, {@code 0x} and 40 hex characters; {@link
 * #checksummed()} is the mixed-case form of EIP-55.
 */
public record Address(String hex) {

  private static final Pattern LOWER = Pattern.compile("0x[0-9a-f]{40}");
  private static final Pattern ANY_CASE = Pattern.compile("0x[0-9a-fA-F]{40}");

  /**
   * Checks the canonical form.
   *
   * @throws IllegalArgumentException unless {@code hex} is 0x and 40 lowercase hex characters
   */
  public Address {
    if (!LOWER.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a lowercase 0x address: \"" + hex + "\"");
    }
  }

  /**
   * Reads an address in any case; a mixed-case one must carry a correct EIP-55 checksum.
   *
   * @throws IllegalArgumentException when it is not an address, or its checksum is wrong
   */
  public static Address parse(String text) {
    if (!ANY_CASE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "not an address (0x and 40 hex characters): \"" + text + "\"");
    }
    var address = new Address(text.toLowerCase(Locale.ROOT));
    String digits = text.substring(2);
    boolean oneCase =
        digits.equals(digits.toLowerCase(Locale.ROOT))
            || digits.equals(digits.toUpperCase(Locale.ROOT));
    if (!oneCase && !text.equals(address.checksummed())) {
      throw new IllegalArgumentException(
          "address with a wrong EIP-55 checksum (a typing error?): \"" + text + "\"");
    }
    return address;
  }

  /** The address of the public key whose uncompressed coordinates x‖y (64 bytes) are given. */
  public static Address ofPublicKey(byte[] xy) {
    byte[] hash = Keccak.hash(xy);
    return new Address("0x" + HexFormat.of().formatHex(Arrays.copyOfRange(hash, 12, 32)));
  }

  /** The EIP-55 mixed-case form. */
  public String checksummed() {
    String digits = hex.substring(2);
    byte[] hash = Keccak.hash(digits.getBytes(StandardCharsets.US_ASCII));
    var out = new StringBuilder("0x");
    for (int i = 0; i < digits.length(); i++) {
      int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
      char c = digits.charAt(i);
      out.append(nibble >= 8 ? Character.toUpperCase(c) : c);
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return hex;
  }
}
