package org.obol.x402.exact;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712Domain;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.evm.TransferAuthorization;
import org.obol.x402.wire.AtomicAmount;

/**
 * Permission to move {@code value} from one account to another (EIP-3009,
 * TransferWithAuthorization).
 *
 * @param validAfter seconds since 1970; it is valid in later blocks only
 * @param validBefore seconds since 1970; it is valid in earlier blocks only
 * @param nonce any 32 bytes that {@code from} has not used before
 */
public record Authorization(
    Address from,
    Address to,
    AtomicAmount value,
    BigInteger validAfter,
    BigInteger validBefore,
    Bytes32 nonce) {

  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
  private static final Pattern WORD = Pattern.compile("0x[0-9a-fA-F]{64}");

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a time does not fit an unsigned word of 256 bits
   */
  public Authorization {
    // AtomicAmount knows the range of a word.
    validAfter = new AtomicAmount(validAfter).value();
    validBefore = new AtomicAmount(validBefore).value();
  }

  /**
   * Reads the wire form: addresses in any case, numbers as decimal texts.
   *
   * @throws JsonException naming the member that is missing or wrong
   */
  public static Authorization parse(Json.Obj json) {
    return new Authorization(
        address(json, "from"),
        address(json, "to"),
        number(json, "value"),
        number(json, "validAfter").value(),
        number(json, "validBefore").value(),
        nonce(json));
  }

  /** The wire form, addresses with their checksum. */
  public Json.Obj json() {
    return Json.object()
        .put("from", from.checksummed())
        .put("to", to.checksummed())
        .put("value", value.toString())
        .put("validAfter", validAfter.toString())
        .put("validBefore", validBefore.toString())
        .put("nonce", nonce.hex())
        .build();
  }

  /** What is signed for the token with that domain. */
  public Bytes32 digest(Eip712Domain token) {
    return transfer().digest(token.separator());
  }

  /** The same as a contract is told it. */
  public TransferAuthorization transfer() {
    return new TransferAuthorization(from, to, value.value(), validAfter, validBefore, nonce);
  }

  /** An address in any case: a wrong checksum in a payment is no typing error of a person. */
  static Address address(Json.Obj json, String key) {
    String text = json.requireText(key);
    if (!ADDRESS.matcher(text).matches()) {
      throw new JsonException("field \"" + key + "\" is not an address");
    }
    return new Address(text.toLowerCase(Locale.ROOT));
  }

  private static AtomicAmount number(Json.Obj json, String key) {
    String text = json.requireText(key);
    if (!AtomicAmount.isDecimal(text)) {
      throw new JsonException("field \"" + key + "\" is not a decimal number of 256 bits");
    }
    return AtomicAmount.parse(text);
  }

  private static Bytes32 nonce(Json.Obj json) {
    String text = json.requireText("nonce");
    if (!WORD.matcher(text).matches()) {
      throw new JsonException("field \"nonce\" is not 0x and 64 hex characters");
    }
    return Bytes32.parse(text);
  }
}
