package org.obol.anonymize;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.obol.anonymize.scan.FieldPaths;
import org.obol.anonymize.scan.Hits;

/** Counts spans by place and label. Owned by one thread. */
final class Tally {
  private long[][] counts = new long[16][];

  void add(Hits hits) {
    for (int i = 0; i < hits.size(); i++) {
      int path = hits.path(i);
      if (path >= counts.length) {
        counts = Arrays.copyOf(counts, Math.max(path + 1, counts.length * 2));
      }
      int label = hits.label(i).id();
      long[] ofPath = counts[path];
      if (ofPath == null || label >= ofPath.length) {
        ofPath = ofPath == null ? new long[label + 8] : Arrays.copyOf(ofPath, label + 8);
        counts[path] = ofPath;
      }
      ofPath[label]++;
    }
  }

  /** Adds the counts to {@code sums}, by the name of the place and the name of the label. */
  void addTo(Map<String, Map<String, Long>> sums, FieldPaths names) {
    for (int path = 0; path < counts.length; path++) {
      for (int label = 0; counts[path] != null && label < counts[path].length; label++) {
        if (counts[path][label] > 0) {
          sums.computeIfAbsent(names.name(path), p -> new TreeMap<>())
              .merge(Label.byId(label).name(), counts[path][label], Long::sum);
        }
      }
    }
  }
}
