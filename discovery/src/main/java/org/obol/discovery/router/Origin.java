package org.obol.discovery.router;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;

/**
 * Where a row came from, the members {@code x-member} and {@code x-fetchedAt}.
 *
 * @param member its name at the router that was asked
 * @param url of the member
 * @param path ids of the routers that passed it on, the last one nearest to the reader
 * @param fetchedAt when the catalog was first read as it is now; /members says when it was last
 *     confirmed
 */
public record Origin(String member, String url, List<String> path, Instant fetchedAt) {

  static final String MEMBER = "x-member";
  static final String FETCHED_AT = "x-fetchedAt";

  /** Longer chains of routers are not followed. */
  static final int MAX_PATH = 8;

  /** Copies the path. */
  public Origin {
    path = List.copyOf(path);
  }

  /** The value of {@code x-member}. */
  Json.Obj toJson() {
    return Json.object()
        .put("name", member)
        .put("url", url)
        .put("path", path.stream().map(Json::of).toList())
        .build();
  }

  /** The path in the {@code x-member} of a row that a router passed on; else empty. */
  static List<String> path(Json.Obj row) {
    return row
        .get(MEMBER)
        .filter(Json.Obj.class::isInstance)
        .flatMap(member -> ((Json.Obj) member).get("path"))
        .filter(Json.Arr.class::isInstance)
        .map(path -> ((Json.Arr) path).items())
        .orElse(List.of())
        .stream()
        .filter(Json.Str.class::isInstance)
        .map(id -> ((Json.Str) id).value())
        .limit(MAX_PATH + 1L)
        .toList();
  }

  /** What the row of a router's catalog says; empty when no router has written it. */
  static Optional<Origin> read(Json.Obj row) {
    return row.get(MEMBER)
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .flatMap(
            member ->
                time(row)
                    .map(
                        at ->
                            new Origin(text(member, "name"), text(member, "url"), path(row), at)));
  }

  private static String text(Json.Obj object, String key) {
    return object.get(key).filter(Json.Str.class::isInstance).map(v -> v.asText(key)).orElse("");
  }

  private static Optional<Instant> time(Json.Obj row) {
    try {
      return row.get(FETCHED_AT)
          .filter(Json.Str.class::isInstance)
          .map(at -> OffsetDateTime.parse(((Json.Str) at).value()).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
