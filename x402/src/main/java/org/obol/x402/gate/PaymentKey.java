package org.obol.x402.gate;

import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;

/**
 * What makes two presentations the same payment: no chain settles two authorizations of one payer
 * with one nonce in one token (EIP-3009, authorizationState).
 *
 * @param network CAIP-2
 */
public record PaymentKey(String network, Address asset, Address payer, Bytes32 nonce) {

  @Override
  public String toString() {
    return network + "/" + asset + "/" + payer + "/" + nonce;
  }
}
