package org.obol.trainer.text;

/**
 * Part of a rendered record.
 *
 * @param text a special token when {@code special}, otherwise text in which none is
 * @param special whether the text is one token of the template
 * @param trained whether the model learns to write it
 */
public record Segment(String text, boolean special, boolean trained) {}
