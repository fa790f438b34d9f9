package org.obol.evm;

import java.util.Optional;
import org.obol.crypto.Address;

/** A call that changes nothing. */
public record CallRequest(Optional<Address> from, Address to, HexBytes data, BlockTag block) {

  /** A call by nobody in particular on the newest block. */
  public static CallRequest of(Address to, HexBytes data) {
    return new CallRequest(Optional.empty(), to, data, BlockTag.Named.LATEST);
  }

  /** The same call, made by {@code caller}. */
  public CallRequest from(Address caller) {
    return new CallRequest(Optional.of(caller), to, data, block);
  }

  /** The same call on that block. */
  public CallRequest at(BlockTag tag) {
    return new CallRequest(from, to, data, tag);
  }
}
