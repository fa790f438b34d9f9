/** What a dataset costs, and what was sold. */
@NullMarked
package org.obol.cli.sale;

import org.jspecify.annotations.NullMarked;
