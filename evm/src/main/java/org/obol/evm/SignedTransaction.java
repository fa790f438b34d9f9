package org.obol.evm;

import org.obol.crypto.Bytes32;

/**
 * A transaction that may be broadcast, by anybody and any number of times.
 *
 * @param raw the signed bytes (EIP-2718)
 * @param hash its name on the chain
 */
public record SignedTransaction(Eip1559Transaction transaction, HexBytes raw, Bytes32 hash) {}
