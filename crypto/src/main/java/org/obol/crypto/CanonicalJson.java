package org.obol.crypto;

import java.util.List;
import java.util.TreeMap;

/**
 * The canonical bytes of a JSON value (RFC 8785), restricted to integers of -(2^53-1)..2^53-1.
 * Everything that is hashed or signed goes through here and nowhere else.
 */
public final class CanonicalJson {

  private CanonicalJson() {}

  /**
   * The canonical UTF-8 bytes of {@code value}.
   *
   * @throws JsonException when a number is not an integer in the exact range, written plainly
   */
  public static byte[] bytes(Json value) {
    return sorted(value).utf8();
  }

  private static Json sorted(Json value) {
    return switch (value) {
      case Json.Obj o -> {
        // String's own order compares UTF-16 code units, which is what section 3.2.3 asks for.
        var members = new TreeMap<String, Json>();
        o.members().forEach((key, member) -> members.put(key, sorted(member)));
        yield new Json.Obj(members);
      }
      case Json.Arr a -> {
        List<Json> items = a.items().stream().map(CanonicalJson::sorted).toList();
        yield new Json.Arr(items);
      }
      case Json.Num n -> {
        long number = n.asLong("number");
        // Not Math.abs, which leaves the smallest long negative.
        boolean exact = number >= -Json.Num.MAX_SAFE && number <= Json.Num.MAX_SAFE;
        if (!exact || !Long.toString(number).equals(n.literal())) {
          throw new JsonException(
              "number " + n.literal() + " is not a plain integer of at most 2^53-1");
        }
        yield n;
      }
      case Json.Str s -> s;
      case Json.Bool b -> b;
      case Json.Null nothing -> nothing;
    };
  }
}
