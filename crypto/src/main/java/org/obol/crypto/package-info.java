/**
 * Hashes, keys, signatures, addresses, keystores and canonical JSON.
 *
 * <p>Every value is an immutable type that checks itself when made; nothing here knows datasets,
 * files in a particular place, or the network.
 */
@NullMarked
package org.obol.crypto;

import org.jspecify.annotations.NullMarked;
