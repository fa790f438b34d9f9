package org.obol.dataset.versionlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.dataset.versionlog.LogVerdict.Fault;
import org.obol.dataset.versionlog.LogVerdict.Invalid;

/**
 * A version log as it came from a file or a server: the entries before the first unreadable one,
 * and what was wrong with that one.
 *
 * @param id the dataset it says it is about
 */
public record LogDocument(Optional<String> id, VersionLog log, Optional<Invalid> malformed) {

  /** Longest document that is read, 64 MiB (about 120,000 versions). */
  public static final long MAX_BYTES = 64L << 20;

  /**
   * Reads {@code {"versions":[…]}} or a bare array.
   *
   * @throws JsonException when it is not JSON, or is neither of the two shapes
   */
  public static LogDocument read(byte[] utf8) {
    Json json = JsonReader.read(utf8, MAX_BYTES);
    List<Json> items =
        switch (json) {
          case Json.Arr array -> array.items();
          case Json.Obj object ->
              object
                  .list("versions")
                  .orElseThrow(() -> new JsonException("the document has no \"versions\" list"));
          default -> throw new JsonException("a version log is {\"versions\":[…]} or a bare array");
        };
    Optional<String> id = json instanceof Json.Obj object ? object.text("id") : Optional.empty();
    List<VersionEntry> entries = new ArrayList<>(items.size());
    for (Json item : items) {
      try {
        entries.add(VersionEntry.fromJson(item));
      } catch (JsonException e) {
        var malformed =
            new Invalid(entries.size() + 1, Fault.MALFORMED, String.valueOf(e.getMessage()));
        return new LogDocument(id, new VersionLog(entries), Optional.of(malformed));
      }
    }
    return new LogDocument(id, new VersionLog(entries), Optional.empty());
  }

  /** The verdict over the whole document; the first bad entry in order decides. */
  public LogVerdict verify(Optional<Address> owner) {
    if (malformed.isPresent() && log.entries().isEmpty()) {
      return malformed.get();
    }
    LogVerdict verdict = owner.map(log::verify).orElseGet(log::verify);
    return verdict instanceof LogVerdict.Valid && malformed.isPresent() ? malformed.get() : verdict;
  }

  /** The wire form of a whole log, as the reference serves it. */
  public static Json.Obj toJson(String id, VersionLog log) {
    return Json.object()
        .put("id", id)
        .put("versions", log.entries().stream().map(VersionEntry::toJson).toList())
        .build();
  }
}
