package org.obol.evm;

import org.obol.crypto.Bytes32;

/** One broadcast and what the node's answer means. Every node words its errors differently. */
final class Broadcast {

  private Broadcast() {}

  /**
   * Broadcasts. True when the node has the transaction, be it from before; false when another one
   * has used its nonce.
   *
   * @throws RpcErrorException when the node refused it
   * @throws BroadcastUnknownException when the node may or may not have it
   */
  static boolean of(EvmClient client, SignedTransaction signed) {
    try {
      client.sendRaw(signed.raw());
      return true;
    } catch (RpcErrorException e) {
      // "already known", "nonce too low": the same bytes were sent before, and may be in a block.
      if (isKnown(client, signed.hash())) {
        return true;
      }
      if (e.mentions("nonce too low") || e.mentions("nonce is too low")) {
        return false;
      }
      throw e;
    } catch (RpcUnavailableException e) {
      if (isKnown(client, signed.hash())) {
        return true;
      }
      throw new BroadcastUnknownException(signed.hash(), e);
    }
  }

  private static boolean isKnown(EvmClient client, Bytes32 hash) {
    try {
      return client.transaction(hash).isPresent();
    } catch (RpcException e) {
      // Then the broadcast's own failure is what is reported.
      return false;
    }
  }
}
