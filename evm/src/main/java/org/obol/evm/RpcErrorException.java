package org.obol.evm;

import java.util.Locale;
import java.util.Optional;

/** The node's own error answer (JSON-RPC 2.0 section 5.1). */
public final class RpcErrorException extends RpcException {

  private static final long serialVersionUID = 1L;

  // What go-ethereum answers for a reverted call, and others after it.
  private static final int REVERTED = 3;

  private final int code;
  private final String nodeMessage;
  private final transient HexBytes data;

  /**
   * An error answer of {@code host}.
   *
   * @param data what a reverted call returned, else nothing
   */
  public RpcErrorException(String host, int code, String nodeMessage, HexBytes data) {
    super("the node at " + host + " answered with error " + code + ": " + nodeMessage);
    this.code = code;
    this.nodeMessage = nodeMessage;
    this.data = data;
  }

  /** The node's error code. */
  public int code() {
    return code;
  }

  /** The node's words; every node has its own. */
  public String nodeMessage() {
    return nodeMessage;
  }

  /** What the contract returned with the revert, when the error is that a call reverted. */
  public Optional<CallResult.Reverted> reverted() {
    boolean isRevert = code == REVERTED || !data.isEmpty() || mentions("revert");
    return isRevert ? Optional.of(new CallResult.Reverted(data)) : Optional.empty();
  }

  /** Whether the node's words contain {@code phrase}, in any case. */
  boolean mentions(String phrase) {
    return nodeMessage.toLowerCase(Locale.ROOT).contains(phrase);
  }
}
