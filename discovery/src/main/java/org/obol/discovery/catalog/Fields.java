package org.obol.discovery.catalog;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;

/** Members of a stranger's object: what has the wrong type or form counts as absent. */
final class Fields {

  private Fields() {}

  static Optional<String> text(Json.Obj json, String key) {
    return json.get(key).filter(Json.Str.class::isInstance).map(v -> ((Json.Str) v).value());
  }

  static Optional<Boolean> bool(Json.Obj json, String key) {
    return json.get(key).filter(Json.Bool.class::isInstance).map(v -> ((Json.Bool) v).value());
  }

  static Optional<Long> integer(Json.Obj json, String key) {
    try {
      return json.get(key).filter(Json.Num.class::isInstance).map(v -> ((Json.Num) v).asLong(key));
    } catch (JsonException aFraction) {
      return Optional.empty();
    }
  }

  static Optional<Json.Obj> object(Json.Obj json, String key) {
    return json.get(key).filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
  }

  static Optional<List<String>> texts(Json.Obj json, String key) {
    return json.get(key)
        .filter(Json.Arr.class::isInstance)
        .map(list -> ((Json.Arr) list).items())
        .filter(items -> items.stream().allMatch(Json.Str.class::isInstance))
        .map(items -> items.stream().map(item -> ((Json.Str) item).value()).toList());
  }

  static Optional<Sha256> hash(Json.Obj json, String key) {
    return text(json, key).filter(Sha256::isHex).map(Sha256::new);
  }

  static Optional<Address> address(String text) {
    try {
      return Optional.of(Address.parse(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  static Optional<Instant> time(String rfc3339) {
    try {
      return Optional.of(OffsetDateTime.parse(rfc3339).toInstant());
    } catch (DateTimeParseException malformed) {
      return Optional.empty();
    }
  }
}
