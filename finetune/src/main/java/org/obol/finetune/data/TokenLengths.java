package org.obol.finetune.data;

import java.util.Map;
import java.util.TreeMap;
import org.obol.crypto.Json;

/**
 * Rule C4: how long records are in tokens. Memory grows with the number of different lengths, which
 * is at most the root of twice the tokens of the file. Not thread-safe.
 */
final class TokenLengths {

  private final TreeMap<Integer, Long> counts = new TreeMap<>();
  private long records;
  private long tokens;

  void add(int length) {
    counts.merge(length, 1L, Long::sum);
    records++;
    tokens += length;
  }

  boolean isEmpty() {
    return records == 0;
  }

  /** The shortest length that at least {@code percent} of the records do not exceed. */
  int percentile(int percent) {
    long wanted = Math.ceilDiv(records * percent, 100L);
    long seen = 0;
    for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= wanted) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("no lengths");
  }

  Json.Obj toJson(int longest) {
    return Json.object()
        .put("total", tokens)
        .put("p50", percentile(50))
        .put("p95", percentile(95))
        .put("max", counts.lastKey())
        .put("longest", longest)
        .build();
  }
}
