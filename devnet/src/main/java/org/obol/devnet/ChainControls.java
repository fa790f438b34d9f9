package org.obol.devnet;

import java.time.Duration;
import java.util.List;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.evm.HexBytes;
import org.obol.evm.Rpc;

/** What nobody can do to a real chain. */
public final class ChainControls {

  private final Rpc rpc;

  ChainControls(Rpc rpc) {
    this.rpc = rpc;
  }

  /** Makes {@code blocks} blocks, the first with what waits in the pool. */
  public void mine(int blocks) {
    rpc.call("anvil_mine", Json.of(blocks));
  }

  /** Whether each transaction gets a block at once, or waits for {@link #mine}. */
  public void setAutomine(boolean on) {
    rpc.call("evm_setAutomine", Json.of(on));
  }

  /** Remembers the whole state; the name is for one {@link #revert}. */
  public String snapshot() {
    return rpc.call("evm_snapshot").asText("snapshot");
  }

  /**
   * Goes back to the state of that name.
   *
   * @throws DevnetException when there is none
   */
  public void revert(String snapshot) {
    if (!rpc.call("evm_revert", Json.of(snapshot)).equals(Json.of(true))) {
      throw new DevnetException("the local chain has no snapshot " + snapshot);
    }
  }

  /**
   * Replaces the newest {@code depth} blocks by as many empty ones; their transactions are gone.
   */
  public void reorg(int depth) {
    rpc.call("anvil_reorg", Json.of(depth), Json.of(List.of()));
  }

  /** Moves the clock of later blocks on, in whole seconds. */
  public void increaseTime(Duration by) {
    rpc.call("evm_increaseTime", Json.of(by.toSeconds()));
  }

  /** Sets the next block's time, in Unix seconds after the newest block's. */
  public void setNextBlockTimestamp(long seconds) {
    rpc.call("evm_setNextBlockTimestamp", Json.of(seconds));
  }

  /** Takes a transaction out of the pool. */
  public void dropTransaction(Bytes32 hash) {
    rpc.call("anvil_dropTransaction", Json.of(hash.hex()));
  }

  /** Puts code at an address. */
  public void setCode(Address address, HexBytes code) {
    rpc.call("anvil_setCode", Json.of(address.hex()), Json.of(code.hex()));
  }
}
