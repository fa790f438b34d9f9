/** The commands of {@code obol dataset}: signing, checking, members, and keeping it all safe. */
@NullMarked
package org.obol.cli.dataset;

import org.jspecify.annotations.NullMarked;
