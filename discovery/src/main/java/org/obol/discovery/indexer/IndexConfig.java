package org.obol.discovery.indexer;

import java.time.Duration;
import org.obol.discovery.registry.RegistryId;
import org.obol.evm.BlockTag;

/**
 * What is indexed and how.
 *
 * @param firstBlock where the registry's events begin; earlier ones are not looked for
 * @param follow up to which block the chain is believed: {@link BlockTag.Named#LATEST} sees most
 *     and may have to take back, {@link BlockTag.Named#FINALIZED} never has to
 * @param largestWindow most blocks that are asked for at once
 * @param poll between two looks at the head of the chain
 */
public record IndexConfig(
    RegistryId registry,
    long firstBlock,
    BlockTag.Named follow,
    long largestWindow,
    Duration poll) {

  /** As many blocks as most public nodes allow. */
  public static final long LARGEST_WINDOW = 10_000;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when one is out of range
   */
  public IndexConfig {
    if (firstBlock < 0 || largestWindow < 1 || !poll.isPositive()) {
      throw new IllegalArgumentException("a first block, window or pause that cannot be");
    }
    if (follow == BlockTag.Named.PENDING || follow == BlockTag.Named.EARLIEST) {
      throw new IllegalArgumentException("the latest, the safe or the finalized block is followed");
    }
  }

  /** All of the registry up to the newest block, looking every two seconds. */
  public static IndexConfig of(RegistryId registry) {
    return new IndexConfig(
        registry, 0, BlockTag.Named.LATEST, LARGEST_WINDOW, Duration.ofSeconds(2));
  }

  /** The same from that block on. */
  public IndexConfig from(long block) {
    return new IndexConfig(registry, block, follow, largestWindow, poll);
  }

  /** The same up to another block. */
  public IndexConfig following(BlockTag.Named tag) {
    return new IndexConfig(registry, firstBlock, tag, largestWindow, poll);
  }

  /** The same with at most so many blocks at once. */
  public IndexConfig inWindowsOf(long blocks) {
    return new IndexConfig(registry, firstBlock, follow, blocks, poll);
  }

  /** The same with another pause. */
  public IndexConfig lookingEvery(Duration pause) {
    return new IndexConfig(registry, firstBlock, follow, largestWindow, pause);
  }
}
