package org.obol.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A JSON value (RFC 8259) that was read strictly: no duplicate keys, no unpaired surrogates, no
 * NaN, nothing after the end. {@link JsonReader} makes it, {@link CanonicalJson} writes the form
 * that is hashed and signed.
 */
public sealed interface Json {

  /** An object; the keys keep the order in which they were read or put. */
  record Obj(Map<String, Json> members) implements Json {

    /**
     * Keeps the order of {@code members} and copies them.
     *
     * @throws JsonException when a key has an unpaired surrogate
     */
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
      members.keySet().forEach(Json::requirePaired);
    }

    /** The member of that name, if there is one. */
    public Optional<Json> get(String key) {
      return Optional.ofNullable(members.get(key));
    }

    /** The text member {@code key}; absent and null are empty. */
    public Optional<String> text(String key) {
      return typed(key, Str.class, "a string").map(Str::value);
    }

    /** The integer member {@code key}; absent and null are empty. */
    public Optional<Long> integer(String key) {
      return typed(key, Num.class, "an integer").map(n -> n.asLong(key));
    }

    /** The true or false member {@code key}; absent and null are empty. */
    public Optional<Boolean> bool(String key) {
      return typed(key, Bool.class, "true or false").map(Bool::value);
    }

    /** The object member {@code key}; absent and null are empty. */
    public Optional<Obj> object(String key) {
      return typed(key, Obj.class, "an object");
    }

    /** The list member {@code key}; absent and null are empty. */
    public Optional<List<Json>> list(String key) {
      return typed(key, Arr.class, "a list").map(Arr::items);
    }

    /** The text member {@code key}, which must be there. */
    public String requireText(String key) {
      return text(key).orElseThrow(() -> missing(key));
    }

    /** The integer member {@code key}, which must be there. */
    public long requireInteger(String key) {
      return integer(key).orElseThrow(() -> missing(key));
    }

    private static JsonException missing(String key) {
      return new JsonException("field \"" + key + "\" is missing");
    }

    private <T extends Json> Optional<T> typed(String key, Class<T> type, String expected) {
      return get(key)
          .filter(value -> !(value instanceof Null))
          .map(
              value -> {
                if (!type.isInstance(value)) {
                  throw new JsonException("field \"" + key + "\" must be " + expected);
                }
                return type.cast(value);
              });
    }
  }

  /** A list. */
  record Arr(List<Json> items) implements Json {
    /** Copies the items. */
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** A text without unpaired surrogates. */
  record Str(String value) implements Json {
    /**
     * Checks the text: an unpaired surrogate has no UTF-8 form, so that its bytes would be another
     * text's.
     *
     * @throws JsonException when there is one
     */
    public Str {
      requirePaired(value);
    }
  }

  /** A number as it was written. */
  record Num(String literal) implements Json {

    /** Largest integer that every JSON reader keeps exactly, 2^53-1. */
    public static final long MAX_SAFE = (1L << 53) - 1;

    private static final Pattern NUMBER =
        Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /**
     * Checks the literal.
     *
     * @throws JsonException when it is not a number of RFC 8259 section 6
     */
    public Num {
      if (!NUMBER.matcher(literal).matches()) {
        throw new JsonException("not a JSON number");
      }
    }

    /**
     * The value as an integer; {@code name} appears in the complaint.
     *
     * @throws JsonException when it has a fraction or an exponent, or does not fit a long
     */
    public long asLong(String name) {
      try {
        return Long.parseLong(literal);
      } catch (NumberFormatException e) {
        throw new JsonException("field \"" + name + "\" must be an integer, not " + literal);
      }
    }
  }

  /** True or false. */
  record Bool(boolean value) implements Json {}

  /** The JSON null, which is a value and not an absence. */
  record Null() implements Json {}

  /** An integer value. */
  static Json of(long value) {
    return new Num(Long.toString(value));
  }

  /** A text value. */
  static Json of(String value) {
    return new Str(value);
  }

  /** A true or false value. */
  static Json of(boolean value) {
    return new Bool(value);
  }

  /** A list value. */
  static Json of(List<? extends Json> items) {
    return new Arr(List.copyOf(items));
  }

  /** An empty object to put members into. */
  static JsonObject object() {
    return new JsonObject();
  }

  /** This value as an object, or a complaint that names {@code what} it should be. */
  default Obj asObject(String what) {
    if (this instanceof Obj o) {
      return o;
    }
    throw new JsonException(what + " must be a JSON object");
  }

  /** This value as a text, or a complaint that names {@code what} it should be. */
  default String asText(String what) {
    if (this instanceof Str s) {
      return s.value();
    }
    throw new JsonException(what + " must be a string");
  }

  /** The compact text in member order, for people and wire; hash only {@link CanonicalJson}. */
  default String text() {
    var out = new StringBuilder();
    JsonWriter.write(this, out);
    return out.toString();
  }

  /** The UTF-8 bytes of {@link #text()}. */
  default byte[] utf8() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether every surrogate in {@code text} has its partner, so that it has a UTF-8 form. */
  static boolean isPaired(String text) {
    // A loop and no stream: every string of every document that is read comes through here.
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static void requirePaired(String text) {
    if (!isPaired(text)) {
      throw new JsonException("unpaired surrogate in a string");
    }
  }
}
