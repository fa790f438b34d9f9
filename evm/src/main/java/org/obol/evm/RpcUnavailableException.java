package org.obol.evm;

/**
 * The node could not be reached, did not answer in time, or answered something that is not
 * JSON-RPC. Whether it acted on the request is unknown.
 */
public final class RpcUnavailableException extends RpcException {

  private static final long serialVersionUID = 1L;

  /** No answer; {@code message} names the host and never the whole URL, which may hold a key. */
  public RpcUnavailableException(String message) {
    super(message);
  }

  /** No answer, with the exception that was its cause. */
  public RpcUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
