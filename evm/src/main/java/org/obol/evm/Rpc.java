package org.obol.evm;

import org.obol.crypto.Json;

/**
 * One JSON-RPC connection to a node. Tests decorate it to lose an answer before or after the node
 * has acted on the request.
 */
@FunctionalInterface
public interface Rpc {

  /**
   * The result of {@code method}; {@link Json.Null} is a result, too.
   *
   * @throws RpcErrorException when the node answered with an error
   * @throws RpcUnavailableException when there was no usable answer; the node may have acted
   */
  Json call(String method, Json... params);
}
