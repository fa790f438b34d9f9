package org.obol.discovery.registry;

import java.util.Locale;
import org.obol.crypto.Address;
import org.obol.evm.ChainId;

/** A registry on a chain; written {@code eip155:<chain>:<address>} (ERC-8004, agentRegistry). */
public record RegistryId(ChainId chain, Address address) {

  /**
   * Reads the written form; the case of the address does not count.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static RegistryId parse(String text) {
    int end = text.lastIndexOf(':');
    if (end < 0) {
      throw new IllegalArgumentException("a registry is written eip155:<chain>:<address>");
    }
    // Lowercase first: a checksum is not asked for.
    String address = text.substring(end + 1).toLowerCase(Locale.ROOT);
    return new RegistryId(ChainId.parse(text.substring(0, end)), new Address(address));
  }

  /** The written form, in lowercase. */
  @Override
  public String toString() {
    return chain + ":" + address.hex();
  }
}
