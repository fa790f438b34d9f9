package org.obol.discovery.router;

import java.util.LinkedHashMap;
import java.util.Map;
import org.obol.dataset.LogOrigin;

/**
 * The highest serial of each seller record seen, so that an old one is not taken for the newest. Of
 * too many logs those are forgotten that were not looked at for longest. Thread-safe.
 */
final class Serials {

  private static final int MOST = 100_000;

  private final Map<LogOrigin, Long> highest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LogOrigin, Long> eldest) {
          return size() > MOST;
        }
      };

  /** The highest so far, {@code serial} included. */
  synchronized long highest(LogOrigin log, long serial) {
    return highest.merge(log, serial, Math::max);
  }
}
