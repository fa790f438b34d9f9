/**
 * The {@code obol} program. {@link org.obol.cli.Obol} starts it, {@link org.obol.cli.Program} holds
 * the tree of commands and turns failures into messages and exit codes. A command parses, calls one
 * library and returns an {@link org.obol.cli.Answer}; to add one, write a {@link org.obol.cli.Task}
 * with picocli annotations and an example in its footer, and name it in the {@code Program} or in
 * its group.
 */
@NullMarked
package org.obol.cli;

import org.jspecify.annotations.NullMarked;
