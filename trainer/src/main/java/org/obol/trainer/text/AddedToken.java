package org.obol.trainer.text;

/**
 * A token that is found in the text before anything else is done to it.
 *
 * @param special whether it controls the model, so that plain text must never become it
 * @param normalized whether it is looked for after normalization
 * @param singleWord whether it counts only where no letter is beside it
 * @param stripLeft whether white space before it belongs to it
 * @param stripRight whether white space after it belongs to it
 */
record AddedToken(
    int id,
    String content,
    boolean special,
    boolean normalized,
    boolean singleWord,
    boolean stripLeft,
    boolean stripRight) {}
