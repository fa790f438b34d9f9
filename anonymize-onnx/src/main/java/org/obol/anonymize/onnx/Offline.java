package org.obol.anonymize.onnx;

import ai.djl.util.Utils;
import org.obol.anonymize.AnonymizeException;

/**
 * Keeps the tokenizer library from the network. Left alone it reports where it runs to its makers,
 * and fetches another build of itself where it sees a graphics card.
 */
final class Offline {
  private Offline() {}

  /**
   * Has to come before the first use of the library.
   *
   * @throws AnonymizeException when the environment forbids it
   */
  static void enforce() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    if (System.getProperty("slf4j.internal.verbosity") == null) {
      // Otherwise slf4j says on standard error that nobody listens to it.
      System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
    if (!Utils.isOfflineMode()) {
      throw new AnonymizeException(
          "the environment variable DJL_OFFLINE lets the tokenizer use the network; unset it");
    }
  }
}
