package org.obol.evm;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;

/** Indexed values of events. */
final class Topics {

  private static final String PADDING = "0x" + "0".repeat(24);

  private Topics() {}

  /** The address in a topic; empty when it holds more than an address. */
  static Optional<Address> address(Bytes32 topic) {
    return topic.hex().startsWith(PADDING)
        ? Optional.of(new Address("0x" + topic.hex().substring(PADDING.length())))
        : Optional.empty();
  }
}
