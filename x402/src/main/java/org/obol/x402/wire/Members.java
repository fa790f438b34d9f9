package org.obol.x402.wire;

import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/** Members of a wire object that need more than a type. */
final class Members {

  private Members() {}

  static AtomicAmount amount(Json.Obj json, String key) {
    String text = json.requireText(key);
    if (!AtomicAmount.isDecimal(text)) {
      throw new JsonException("field \"" + key + "\" is not an amount in atomic units");
    }
    return AtomicAmount.parse(text);
  }

  static long positive(Json.Obj json, String key) {
    long value = json.requireInteger(key);
    if (value <= 0) {
      throw new JsonException("field \"" + key + "\" must be positive");
    }
    return value;
  }

  static Json.Obj object(Json.Obj json, String key) {
    return json.object(key).orElseThrow(() -> missing(key));
  }

  static List<Json> list(Json.Obj json, String key) {
    return json.list(key).orElseThrow(() -> missing(key));
  }

  static void version(Json.Obj json, long expected) {
    long version = json.requireInteger("x402Version");
    if (version != expected) {
      throw new JsonException("x402Version " + version + " where " + expected + " is expected");
    }
  }

  private static JsonException missing(String key) {
    return new JsonException("field \"" + key + "\" is missing");
  }
}
