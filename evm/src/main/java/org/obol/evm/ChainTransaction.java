package org.obol.evm;

import java.math.BigInteger;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;

/**
 * A transaction that the node knows.
 *
 * @param to nobody for the creation of a contract
 * @param value wei
 * @param blockNumber absent while it waits in the pool
 */
public record ChainTransaction(
    Bytes32 hash,
    Address from,
    Optional<Address> to,
    long nonce,
    HexBytes input,
    BigInteger value,
    Optional<Long> blockNumber) {}
