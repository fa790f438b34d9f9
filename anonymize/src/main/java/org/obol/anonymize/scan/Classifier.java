package org.obol.anonymize.scan;

/**
 * Sorts bytes into classes, 64 at a time. One bit per byte: bit {@code i & 63} of word {@code i >>>
 * 6} of a plane of {@link Bits} belongs to byte {@code i}. Both implementations give the same bits
 * for all bytes.
 */
sealed interface Classifier permits TableClassifier, VectorClassifier {
  /**
   * The fastest that this Java machine has: vectors where {@code jdk.incubator.vector} was added,
   * else tables.
   */
  static Classifier best() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        ? new VectorClassifier()
        : new TableClassifier();
  }

  /**
   * Fills words {@code [from >>> 6, (to + 63) >>> 6)} of the planes from {@code bytes[from, to)};
   * bits at and behind {@code to} become 0.
   *
   * @param from a multiple of 64
   */
  void classify(byte[] bytes, int from, int to, Bits bits);
}
