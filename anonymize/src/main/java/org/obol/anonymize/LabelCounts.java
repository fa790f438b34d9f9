package org.obol.anonymize;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Counts spans by label. Owned by one thread. */
final class LabelCounts {
  private long[] counts = new long[Label.constants().size()];

  void add(Label label) {
    int id = label.id();
    if (id >= counts.length) {
      counts = Arrays.copyOf(counts, id + 16);
    }
    counts[id]++;
  }

  /** The labels that were met. */
  Map<Label, Long> byLabel() {
    Map<Label, Long> met = new HashMap<>();
    for (int id = 0; id < counts.length; id++) {
      if (counts[id] > 0) {
        met.put(Label.byId(id), counts[id]);
      }
    }
    return Map.copyOf(met);
  }
}
