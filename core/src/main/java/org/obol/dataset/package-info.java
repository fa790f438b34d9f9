/** The names that all other packages of a dataset speak: its id, and failures of verification. */
@NullMarked
package org.obol.dataset;

import org.jspecify.annotations.NullMarked;
