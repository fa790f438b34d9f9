package org.obol.evm;

import org.obol.crypto.ObolException;

/** A JSON-RPC call that has no result. */
public abstract sealed class RpcException extends ObolException
    permits RpcErrorException, RpcUnavailableException {

  private static final long serialVersionUID = 1L;

  RpcException(String message) {
    super(Exit.NETWORK, message);
  }

  RpcException(String message, Throwable cause) {
    super(Exit.NETWORK, message, cause);
  }
}
