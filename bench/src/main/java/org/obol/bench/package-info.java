/**
 * Programs that {@code bench/run} starts: what makes the data, what asks a server, and the JMH
 * benchmarks behind {@code bench/run micro}. Figures are in docs/benchmarks.md.
 */
@NullMarked
package org.obol.bench;

import org.jspecify.annotations.NullMarked;
