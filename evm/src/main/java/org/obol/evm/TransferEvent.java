package org.obol.evm;

import java.math.BigInteger;
import org.obol.crypto.Address;

/**
 * Tokens moved (EIP-20, "Transfer").
 *
 * @param value atomic units
 */
public record TransferEvent(Address token, Address from, Address to, BigInteger value) {}
