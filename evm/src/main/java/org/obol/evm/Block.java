package org.obol.evm;

import java.math.BigInteger;
import java.util.Optional;
import org.obol.crypto.Bytes32;

/**
 * The head of a block.
 *
 * @param timestamp Unix time in seconds
 * @param baseFee wei for a unit of gas (EIP-1559); absent on chains without it
 */
public record Block(
    long number, Bytes32 hash, Bytes32 parentHash, long timestamp, Optional<BigInteger> baseFee) {}
