package org.obol.discovery.indexer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.obol.crypto.Bytes32;
import org.obol.crypto.ObolException;
import org.obol.evm.BlockTag;
import org.obol.evm.ChainId;
import org.obol.evm.EvmClient;
import org.obol.evm.RpcUnavailableException;
import org.obol.ledger.Db;

/**
 * Brings the index to the head of the chain, step by step. Each step is at most one transaction, so
 * that it may end anywhere and another indexer goes on. Not thread-safe.
 */
public final class Indexer {

  /** What a step came to. */
  public enum Step {
    /** There is more to do. */
    MORE,
    /** The index is at the head of the chain. */
    AT_HEAD
  }

  private static final int BLOCKS_AT_ONCE = 16;

  private final IndexConfig config;
  private final EvmClient client;
  private final ChainReader chain;
  private final IndexStore store;

  /**
   * An indexer into {@code db} ({@link #open}), which stays the caller's to close.
   *
   * @throws ObolException (usage) when the database is the index of something else
   */
  public Indexer(EvmClient client, Db db, IndexConfig config) {
    this.config = config;
    this.client = client;
    this.chain = new ChainReader(client, config);
    this.store = new IndexStore(db, config);
  }

  /** Opens the file of an index, made if need be. */
  public static Db open(Path file) {
    return IndexStore.open(file);
  }

  /**
   * Asks the node which chain it is of.
   *
   * @throws ObolException (verification) when it is another one than the registry's
   */
  public void requireChain() {
    ChainId actual = client.chainId();
    if (!actual.equals(config.registry().chain())) {
      throw new ObolException(
          ObolException.Exit.VERIFICATION,
          "the RPC URL leads to "
              + actual
              + " and not to "
              + config.registry().chain()
              + ": correct one");
    }
  }

  /** Steps until the index is at the head of the chain. */
  public void catchUp() {
    while (step() == Step.MORE) {
      // Each step stands for itself.
    }
  }

  /**
   * Takes one piece of the chain in, or takes one back.
   *
   * @throws org.obol.evm.RpcException when the node does not answer, or not consistently; nothing
   *     was changed, and trying again may help
   */
  public Step step() {
    Optional<IndexedBlock> target = chain.block(config.follow());
    if (target.isEmpty()) {
      throw new RpcUnavailableException(
          "the node has no " + config.follow().json().text() + " block");
    }
    Optional<IndexedBlock> tip = store.tip();
    Optional<IndexedBlock> known = store.highest(target.get().number());
    if (known.isPresent() && isForked(known.get(), target.get())) {
      store.rewind(lastCommon(known.get().number()));
      return Step.MORE;
    }
    // A chain that ends within what we know is a node that is behind: nothing was taken back.
    if (tip.isPresent() && tip.get().number() >= target.get().number()) {
      return Step.AT_HEAD;
    }
    return append(tip, target.get());
  }

  private boolean isForked(IndexedBlock known, IndexedBlock target) {
    return known.number() == target.number()
        ? !known.hash().equals(target.hash())
        : !stillThere(known);
  }

  private boolean stillThere(IndexedBlock block) {
    // No block at all is a machine that is behind; that must not cost the index anything.
    return chain
        .block(BlockTag.number(block.number()))
        .orElseThrow(
            () ->
                new RpcUnavailableException(
                    "the node has a newer block, but no block " + block.number()))
        .hash()
        .equals(block.hash());
  }

  /** A block that is still there has all its ancestors there, so that halving finds the last. */
  private long lastCommon(long forked) {
    List<IndexedBlock> blocks = store.blocks(0, forked - 1);
    int low = 0;
    int high = blocks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (stillThere(blocks.get(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? -1 : blocks.get(low - 1).number();
  }

  private Step append(Optional<IndexedBlock> tip, IndexedBlock target) {
    OptionalLong last = tip.map(t -> OptionalLong.of(t.number())).orElseGet(OptionalLong::empty);
    long next = last.isPresent() ? last.getAsLong() + 1 : config.firstBlock();
    if (next > target.number()) {
      return Step.AT_HEAD;
    }
    long old = target.number() - IndexStore.TAIL;
    if (next <= old) {
      store.append(last, chain.range(next, old));
      return Step.MORE;
    }
    ChainSlice tail = tail(last, next, target);
    store.append(last, tail);
    return tail.end() < target.number() ? Step.MORE : Step.AT_HEAD;
  }

  /** The first of the newest blocks that are missing: a few at a time, so that much is not lost. */
  private ChainSlice tail(OptionalLong last, long next, IndexedBlock target) {
    long first = Math.max(config.firstBlock(), target.number() - IndexStore.TAIL + 1);
    Map<Long, Bytes32> known =
        store.blocks(Math.max(0, first - 1), target.number()).stream()
            .collect(Collectors.toMap(IndexedBlock::number, IndexedBlock::hash));
    List<Long> missing =
        LongStream.rangeClosed(first, target.number())
            .filter(number -> !known.containsKey(number))
            .limit(BLOCKS_AT_ONCE)
            .boxed()
            .toList();
    // After a reorganization some may be missing before the last one that was taken in.
    long end = Math.max(missing.getLast(), last.orElse(0));
    return chain.tail(missing, next, end, target, known);
  }
}
