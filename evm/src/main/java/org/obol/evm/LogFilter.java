package org.obol.evm;

import java.util.List;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;

/**
 * Which logs are asked for.
 *
 * @param addresses contracts; every contract when empty
 * @param topics the accepted values of each topic in turn; an empty list accepts any
 */
public record LogFilter(List<Address> addresses, List<List<Bytes32>> topics, Blocks blocks) {

  /** Copies the lists. */
  public LogFilter {
    addresses = List.copyOf(addresses);
    topics = topics.stream().map(List::copyOf).toList();
  }

  /** The blocks that are searched. */
  public sealed interface Blocks {

    /** From one block to another, both included. */
    record Range(BlockTag from, BlockTag to) implements Blocks {}

    /** The one block with that hash; an error of the node when it was reorganized away. */
    record At(Bytes32 hash) implements Blocks {}
  }

  /** Logs of one contract with these topics. */
  public static LogFilter of(Address address, List<List<Bytes32>> topics, Blocks blocks) {
    return new LogFilter(List.of(address), topics, blocks);
  }
}
