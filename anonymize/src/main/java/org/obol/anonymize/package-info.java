/**
 * Takes personal data and secrets out of JSONL. {@link org.obol.anonymize.Anonymizer} is the one
 * flow; {@code scan} finds spans in the strings of a line, {@code entity} says what a span of each
 * label looks like. No dependencies, and nothing here knows what a dataset is.
 */
@NullMarked
package org.obol.anonymize;

import org.jspecify.annotations.NullMarked;
