/**
 * The buyer's side: {@link org.obol.client.BuyDataset} fetches a version, verifies every byte of it
 * and remembers what it saw; {@code source} talks HTTP, {@code pins} remembers, {@code transfer}
 * moves the bytes, {@code device} asks the owner for membership.
 */
@NullMarked
package org.obol.client;

import org.jspecify.annotations.NullMarked;
