package org.obol.finetune.provenance;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.FileName;

/** The members of a run manifest, read strictly and checked. */
final class RunFields {

  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");

  private RunFields() {}

  static Sha256 hash(Json.Obj json, String field) {
    return value(json.requireText(field), field, Sha256::new);
  }

  static Optional<Sha256> optionalHash(Json.Obj json, String field) {
    return json.text(field).map(text -> value(text, field, Sha256::new));
  }

  static Address address(Json.Obj json, String field) {
    return value(json.requireText(field), field, Address::new);
  }

  static FileName name(Json.Obj json, String field) {
    return value(json.requireText(field), field, FileName::new);
  }

  static Optional<Decimal> decimal(Json.Obj json, String field) {
    return json.text(field).map(text -> value(text, field, Decimal::new));
  }

  static Json.Obj object(Json.Obj json, String field) {
    return json.object(field).orElseThrow(() -> missing(field));
  }

  static List<Json> list(Json.Obj json, String field) {
    return json.list(field).orElseThrow(() -> missing(field));
  }

  static List<HashedFile> files(Json.Obj json, String field) {
    return list(json, field).stream().map(HashedFile::fromJson).toList();
  }

  /** A whole second in its only text. */
  static Instant time(Json.Obj json, String field) {
    String text = json.requireText(field);
    try {
      if (TIME.matcher(text).matches() && Instant.parse(text).toString().equals(text)) {
        return Instant.parse(text);
      }
    } catch (DateTimeException noSuchDay) {
      throw new JsonException(field + " \"" + text + "\" is not a date and time");
    }
    throw new JsonException(
        field + " \"" + text + "\" is not RFC 3339 UTC in whole seconds (2026-06-14T12:00:00Z)");
  }

  static Instant second(String field, Instant time) {
    Instant second = time.truncatedTo(ChronoUnit.SECONDS);
    if (!TIME.matcher(second.toString()).matches()) {
      throw new JsonException(field + " " + second + " is not in the years 0000..9999");
    }
    return second;
  }

  static Map<String, String> texts(Json.Obj json, String field) {
    Map<String, String> texts = new LinkedHashMap<>();
    object(json, field)
        .members()
        .forEach((key, value) -> texts.put(key, value.asText(field + "." + key)));
    return texts;
  }

  static Map<String, Long> counts(Json.Obj json, String field) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Json.Obj object = object(json, field);
    object.members().keySet().forEach(key -> counts.put(key, object.requireInteger(key)));
    return counts;
  }

  static Json.Obj ofTexts(Map<String, String> texts) {
    JsonObject out = Json.object();
    texts.forEach(out::put);
    return out.build();
  }

  static Json.Obj ofCounts(Map<String, Long> counts) {
    JsonObject out = Json.object();
    counts.forEach(out::put);
    return out.build();
  }

  static List<Json.Obj> ofFiles(List<HashedFile> files) {
    return files.stream().map(HashedFile::toJson).toList();
  }

  static Optional<Json> text(Optional<String> text) {
    return text.map(Json::of);
  }

  static Optional<Json> hash(Optional<Sha256> hash) {
    return hash.map(h -> Json.of(h.hex()));
  }

  /** A copy in the order of its keys, so that documents made from it are the same each time. */
  static <V> Map<String, V> copy(Map<String, V> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }

  static void requireCount(String field, long count) {
    if (count < 0 || count > Json.Num.MAX_SAFE) {
      throw new JsonException(field + " " + count + " is not 0..2^53-1");
    }
  }

  /** Files that can lie beside each other, by their names. */
  static List<HashedFile> distinct(String field, List<HashedFile> files) {
    FileName.firstClash(files.stream().map(HashedFile::name).toList())
        .ifPresent(
            name -> {
              throw new JsonException(
                  field + " names \"" + name + "\" twice, or as a file and a folder");
            });
    return List.copyOf(files);
  }

  static <T> T value(String text, String what, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new JsonException(what + ": " + e.getMessage());
    }
  }

  static JsonException missing(String field) {
    return new JsonException("field \"" + field + "\" is missing");
  }
}
