package org.obol.x402.wire;

import java.util.Optional;
import org.obol.crypto.Json;

/**
 * Why a payment is refused: the code of the wire (x402 v2 section 9 and the reference packages; see
 * {@link Reasons}) and, for people, a sentence. The sentence never repeats what a chain or a client
 * said.
 */
public record Reason(String code, Optional<String> message) {

  /** A reason without a sentence. */
  public static Reason of(String code) {
    return new Reason(code, Optional.empty());
  }

  /** A reason with a sentence. */
  public static Reason of(String code, String message) {
    return new Reason(code, Optional.of(message));
  }

  /** Whether this is {@code code}, whatever the sentence. */
  public boolean is(String code) {
    return this.code.equals(code);
  }

  Optional<Json> messageJson() {
    return message.map(Json::of);
  }

  @Override
  public String toString() {
    return message.map(text -> code + " (" + text + ")").orElse(code);
  }
}
