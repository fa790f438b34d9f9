package org.obol.x402.wire;

import java.util.Base64;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/**
 * The headers of x402 and how an object travels in one (x402 v2 HTTP transport): standard base64
 * with padding of the compact JSON. Header names compare without case.
 */
public final class PaymentHeaders {

  /** The challenge of a 402 answer: {@link PaymentRequired}. */
  public static final String PAYMENT_REQUIRED = "PAYMENT-REQUIRED";

  /** The payment of a request: {@link PaymentPayload}. */
  public static final String PAYMENT_SIGNATURE = "PAYMENT-SIGNATURE";

  /** How the settlement went: {@link SettleResponse}. */
  public static final String PAYMENT_RESPONSE = "PAYMENT-RESPONSE";

  /** The payment of a request in version 1. */
  public static final String X_PAYMENT = "X-PAYMENT";

  /** How the settlement went in version 1. */
  public static final String X_PAYMENT_RESPONSE = "X-PAYMENT-RESPONSE";

  /** The login of a wallet (extension sign-in-with-x). */
  public static final String SIGN_IN_WITH_X = "SIGN-IN-WITH-X";

  /** What a facilitator says to extensions. */
  public static final String EXTENSION_RESPONSES = "EXTENSION-RESPONSES";

  /** Longest value that is decoded, in characters; HTTP servers rarely let longer ones pass. */
  public static final int MAX_CHARS = 16 * 1024;

  private PaymentHeaders() {}

  /** The header value of an object. */
  public static String encode(Json json) {
    return Base64.getEncoder().encodeToString(json.utf8());
  }

  /**
   * Reads a value of at most {@link #MAX_CHARS}; missing padding is tolerated.
   *
   * @throws JsonException when it is too long, no standard base64, or not of a JSON object
   */
  public static Json.Obj decode(String value) {
    return decode(value, MAX_CHARS);
  }

  /**
   * Reads a value of at most {@code maxChars}; missing padding is tolerated.
   *
   * @throws JsonException when it is too long, no standard base64, or not of a JSON object
   */
  public static Json.Obj decode(String value, int maxChars) {
    String base64 = value.strip();
    if (base64.length() > maxChars) {
      throw new JsonException("a payment header of more than " + maxChars + " characters");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new JsonException("a payment header that is not standard base64");
    }
    try {
      return JsonReader.read(bytes, bytes.length).asObject("a payment header");
    } catch (JsonException e) {
      // Not the parser's own words: they quote the sender's, and this sentence may go back to it.
      throw new JsonException("a payment header that is not base64 of a JSON object");
    }
  }
}
