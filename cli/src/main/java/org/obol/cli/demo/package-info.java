/** The whole story on one machine: {@code obol demo}. */
@NullMarked
package org.obol.cli.demo;

import org.jspecify.annotations.NullMarked;
