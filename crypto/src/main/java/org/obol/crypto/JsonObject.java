package org.obol.crypto;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds a {@link Json.Obj}, member by member, in the order given. Not thread-safe. */
public final class JsonObject {

  private final Map<String, Json> members = new LinkedHashMap<>();

  JsonObject() {}

  /** Puts any value. */
  public JsonObject put(String key, Json value) {
    members.put(key, value);
    return this;
  }

  /** Puts a text. */
  public JsonObject put(String key, String value) {
    return put(key, Json.of(value));
  }

  /** Puts an integer. */
  public JsonObject put(String key, long value) {
    return put(key, Json.of(value));
  }

  /** Puts true or false. */
  public JsonObject put(String key, boolean value) {
    return put(key, Json.of(value));
  }

  /** Puts a list. */
  public JsonObject put(String key, List<? extends Json> items) {
    return put(key, Json.of(items));
  }

  /** Puts the value when there is one. */
  public JsonObject putIfPresent(String key, Optional<? extends Json> value) {
    value.ifPresent(v -> put(key, v));
    return this;
  }

  /** The object so far. */
  public Json.Obj build() {
    return new Json.Obj(members);
  }
}
