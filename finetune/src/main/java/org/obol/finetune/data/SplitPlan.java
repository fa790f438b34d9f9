package org.obol.finetune.data;

import java.util.Optional;

/**
 * What a check decided about a file, for writing its parts.
 *
 * @param most how many records are trained on at most
 * @param limit the highest order of a group that is held out
 */
record SplitPlan(
    long seed,
    HeldOut wanted,
    Optional<Long> limit,
    Optional<Long> most,
    Format format,
    boolean weights,
    LineRanges leftOut) {}
