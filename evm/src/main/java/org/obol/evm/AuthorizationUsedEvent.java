package org.obol.evm;

import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;

/** An authorization was used for a transfer (EIP-3009, "AuthorizationUsed"). */
public record AuthorizationUsedEvent(Address token, Address authorizer, Bytes32 nonce) {}
