package org.obol.anonymize.scan;

import java.util.List;

/**
 * Finds spans besides those of the built-in matchers: a user's rules, a model. Used by several
 * threads at once.
 */
public interface Detector {
  /**
   * Adds to {@code spans.get(i)} what it finds in {@code texts.get(i)}, as positions in its bytes
   * at the boundaries of characters.
   *
   * @throws RuntimeException when it cannot look; the run then stops, because text that nobody
   *     looked at must not pass
   */
  void detect(List<Text> texts, List<Spans> spans);
}
