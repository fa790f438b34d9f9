/**
 * A real chain on this machine, for tests and for trying things out: {@link org.obol.devnet.Devnet}
 * starts anvil with a dollar that moves by EIP-3009, and stops it again. Nothing on it is worth
 * anything, and its keys are known to everybody.
 */
@NullMarked
package org.obol.devnet;

import org.jspecify.annotations.NullMarked;
