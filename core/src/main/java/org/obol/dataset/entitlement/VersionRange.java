package org.obol.dataset.entitlement;

/**
 * The versions from..to, both included; {@link #FOLLOW} as upper end means every later version too.
 */
public record VersionRange(long from, long to) {

  /** Upper end of a range that follows the head. */
  public static final long FOLLOW = Long.MAX_VALUE;

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException unless 1 ≤ from ≤ to
   */
  public VersionRange {
    if (from < 1 || to < from) {
      throw new IllegalArgumentException(
          "version range " + from + ".." + to + " is empty or starts below 1");
    }
  }

  /** The versions 1..to. */
  public static VersionRange upTo(long to) {
    return new VersionRange(1, to);
  }

  /** Every version there is and will be. */
  public static VersionRange following() {
    return new VersionRange(1, FOLLOW);
  }

  /** Whether the range includes {@code version}. */
  public boolean contains(long version) {
    return from <= version && version <= to;
  }

  /** Whether it follows the head. */
  public boolean follows() {
    return to == FOLLOW;
  }

  @Override
  public String toString() {
    return "v" + from + (follows() ? " and later" : from == to ? "" : "..v" + to);
  }
}
