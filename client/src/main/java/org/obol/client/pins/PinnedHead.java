package org.obol.client.pins;

import org.obol.crypto.Sha256;

/**
 * A place in a log and what was signed there; through prevSig it stands for everything before.
 *
 * @param digest of the entry's claim
 */
public record PinnedHead(long seq, Sha256 digest) {}
