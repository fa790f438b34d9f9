package org.obol.e2e;

import java.util.Set;
import org.obol.crypto.Json;
import org.obol.evm.Rpc;
import org.obol.evm.RpcUnavailableException;

/** A connection to a node of the chain that can be cut. */
final class BrokenRpc implements Rpc {

  /** What is lost of a call. */
  enum Cut {
    NOTHING,
    EVERYTHING,
    /** Broadcasts never arrive, and nothing is heard afterwards. */
    UNSENT,
    /** The broadcast arrives, its answer does not, and nothing is heard afterwards. */
    UNANSWERED
  }

  private static final Set<String> BROADCAST = Set.of("eth_sendRawTransaction");

  private final Rpc real;
  private volatile Cut cut;

  BrokenRpc(Rpc real, Cut cut) {
    this.real = real;
    this.cut = cut;
  }

  void cut(Cut now) {
    cut = now;
  }

  @Override
  public Json call(String method, Json... params) {
    boolean broadcast = BROADCAST.contains(method);
    return switch (cut) {
      case NOTHING -> real.call(method, params);
      case EVERYTHING -> throw lost();
      case UNSENT -> {
        if (broadcast) {
          cut = Cut.EVERYTHING;
          throw lost();
        }
        yield real.call(method, params);
      }
      case UNANSWERED -> {
        Json answer = real.call(method, params);
        if (broadcast) {
          cut = Cut.EVERYTHING;
          throw lost();
        }
        yield answer;
      }
    };
  }

  private static RpcUnavailableException lost() {
    return new RpcUnavailableException("cut by a test");
  }
}
