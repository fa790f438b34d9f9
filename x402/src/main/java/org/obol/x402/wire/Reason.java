package org.obol.x402.wire;

import java.util.Optional;
import org.obol.crypto.Json;

/**
 * Why a payment is refused: the code of the wire (x402 v2 section 9 and the reference packages; see
 * {@link Reasons}) as it was spelt and, for people, a sentence. A sentence of ours never repeats
 * what a chain or a client said.
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

  /** Whether this is {@code code}, whatever the sentence and whoever's spelling. */
  public boolean is(String code) {
    return Reasons.canonical(this.code).equals(Reasons.canonical(code));
  }

  Optional<Json> messageJson() {
    return message.map(Json::of);
  }

  @Override
  public String toString() {
    return message.map(text -> code + " (" + text + ")").orElse(code);
  }
}
