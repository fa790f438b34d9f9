/**
 * The names that all other packages of a dataset speak: its id, the origin of its log, the tags of
 * what is signed, and failures of verification.
 */
@NullMarked
package org.obol.dataset;

import org.jspecify.annotations.NullMarked;
