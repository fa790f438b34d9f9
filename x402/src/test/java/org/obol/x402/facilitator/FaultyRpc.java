package org.obol.x402.facilitator;

import java.util.List;
import org.obol.crypto.Json;
import org.obol.evm.Rpc;
import org.obol.evm.RpcUnavailableException;

/** A node that can be made to lose answers, or to be late. */
final class FaultyRpc implements Rpc {

  private final Rpc real;
  private volatile List<String> lost = List.of();
  private volatile String method = "";
  private volatile Runnable action = () -> {};

  FaultyRpc(Rpc real) {
    this.real = real;
  }

  void loseAnswersTo(String... methods) {
    lost = List.of(methods);
  }

  void heal() {
    lost = List.of();
  }

  /** Does something else once, before the next call of that method. */
  void before(String name, Runnable something) {
    action = something;
    method = name;
  }

  @Override
  public Json call(String name, Json... params) {
    if (name.equals(method)) {
      method = "";
      action.run();
    }
    Json answer = real.call(name, params);
    if (lost.contains(name)) {
      throw new RpcUnavailableException("lost in a test, at http://node.secret");
    }
    return answer;
  }
}
