package org.obol.trainer.text;

import java.util.BitSet;

/**
 * A record as token numbers.
 *
 * @param ids tokens, cut to the longest length allowed
 * @param trained bit i is set when token i is learned, that is predicted from the tokens before it;
 *     bit 0 is never set
 * @param cut tokens that did not fit
 */
@SuppressWarnings("ArrayRecordComponent") // read in the inner loop, never changed
public record Example(int[] ids, BitSet trained, int cut) {

  /** How many tokens are learned. */
  public int targets() {
    return trained.cardinality();
  }
}
