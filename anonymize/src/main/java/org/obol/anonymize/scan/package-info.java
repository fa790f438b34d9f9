/**
 * One pass over the bytes of a line: classes of bytes, the walk over JSON strings, the spans found
 * in them.
 */
@NullMarked
package org.obol.anonymize.scan;

import org.jspecify.annotations.NullMarked;
