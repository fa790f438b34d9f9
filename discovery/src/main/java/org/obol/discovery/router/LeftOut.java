package org.obol.discovery.router;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.obol.crypto.Json;

/** Which offers of a member are not listed, counted by reason, with a few examples of each. */
final class LeftOut {

  /** Why an offer is not listed. */
  enum Reason {
    /** It has no name or no endpoint. */
    UNREADABLE,
    /** It is longer than {@link Admission#MAX_ROW}. */
    TOO_LONG,
    /** Its endpoint is not a URL that anybody could ask. */
    BAD_ENDPOINT,
    /** Its endpoint is not on the public internet, and the member is. */
    PRIVATE_ENDPOINT,
    /** It was here before, or passed too many routers. */
    CYCLE,
    /** The member has another offer of that namespace and name. */
    DUPLICATE,
    /** The member has too many offers. */
    MEMBER_LIMIT,
    /** There are too many offers in all. */
    TOTAL_LIMIT
  }

  private static final int EXAMPLES = 3;
  private static final int LONGEST_EXAMPLE = 80;

  private record Counted(long count, List<String> examples) {}

  private final Map<Reason, Counted> counts = new EnumMap<>(Reason.class);

  void add(Reason reason, String example) {
    Counted before = counts.getOrDefault(reason, new Counted(0, List.of()));
    List<String> examples = before.examples();
    if (examples.size() < EXAMPLES) {
      examples = new ArrayList<>(examples);
      examples.add(brief(example));
    }
    counts.put(reason, new Counted(before.count() + 1, examples));
  }

  long count(Reason reason) {
    return counts.getOrDefault(reason, new Counted(0, List.of())).count();
  }

  long total() {
    return counts.values().stream().mapToLong(Counted::count).sum();
  }

  List<Json.Obj> toJson() {
    List<Json.Obj> out = new ArrayList<>();
    counts.forEach(
        (reason, counted) ->
            out.add(
                Json.object()
                    .put("reason", reason.name().toLowerCase(Locale.ROOT))
                    .put("count", counted.count())
                    .put("examples", counted.examples().stream().map(Json::of).toList())
                    .build()));
    return out;
  }

  private static String brief(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_EXAMPLE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_EXAMPLE)) + "…";
  }
}
