/**
 * Black-box tests: the built program in processes of its own, which are killed, lied to and cut
 * off. {@link org.obol.e2e.Obol} says how the program is started; everything random prints its
 * seed, and {@code -Dobol.seed=N} repeats it.
 */
@NullMarked
package org.obol.e2e;

import org.jspecify.annotations.NullMarked;
