package org.obol.discovery.indexer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.obol.crypto.Bytes32;
import org.obol.discovery.registry.RegistryEvents;
import org.obol.discovery.registry.RegistryLogs;
import org.obol.evm.Block;
import org.obol.evm.BlockTag;
import org.obol.evm.EvmClient;
import org.obol.evm.Log;
import org.obol.evm.RpcUnavailableException;

/**
 * Reads pieces of the chain and believes nothing that does not fit together: one provider's
 * machines may be on different blocks, or on different branches. Every method throws {@link
 * org.obol.evm.RpcException} when there is no consistent answer; trying again may help.
 */
final class ChainReader {

  private static final int AT_ONCE = 8;

  private final EvmClient client;
  private final RegistryLogs logs;

  ChainReader(EvmClient client, IndexConfig config) {
    this.client = client;
    this.logs =
        new RegistryLogs(
            client, config.registry(), List.of(RegistryEvents.TOPICS), config.largestWindow());
  }

  /** The block of that tag; empty when the chain has none (yet). */
  Optional<IndexedBlock> block(BlockTag tag) {
    return client.block(tag).map(IndexedBlock::of);
  }

  /** Old blocks, as many as the node gives at once, at most up to {@code last}. */
  ChainSlice range(long from, long last) {
    RegistryLogs.Window window = logs.read(from, last);
    LinkedHashSet<Long> numbers = new LinkedHashSet<>();
    window.logs().forEach(log -> numbers.add(log.blockNumber()));
    numbers.add(window.end());
    SortedMap<Long, Block> blocks = headers(numbers.stream().sorted().toList());
    for (Log log : window.logs()) {
      if (!header(blocks, log.blockNumber()).hash().equals(log.blockHash())) {
        throw inconsistent("a log is of another block " + log.blockNumber());
      }
    }
    return slice(window.end(), blocks, window.logs());
  }

  /**
   * The newest blocks, each asked for by its hash, so that a machine that does not know one says so
   * instead of answering with no logs.
   *
   * @param missing the numbers to read, ascending
   * @param next logs are read from this block on
   * @param end the last block of the piece
   * @param target the head of the chain
   * @param known hashes of blocks that the index has
   */
  ChainSlice tail(
      List<Long> missing, long next, long end, IndexedBlock target, Map<Long, Bytes32> known) {
    SortedMap<Long, Block> blocks = headers(missing);
    for (Block block : blocks.values()) {
      Optional<Bytes32> parent =
          Optional.ofNullable(blocks.get(block.number() - 1))
              .map(Block::hash)
              .or(() -> Optional.ofNullable(known.get(block.number() - 1)));
      if (parent.isPresent() && !parent.get().equals(block.parentHash())) {
        throw inconsistent("block " + block.number() + " follows another block than we know");
      }
    }
    Block newest = blocks.get(target.number());
    if (newest != null && !newest.hash().equals(target.hash())) {
      throw inconsistent("block " + target.number() + " is another one now");
    }
    List<Block> unread = blocks.values().stream().filter(b -> b.number() >= next).toList();
    List<Log> found = new ArrayList<>();
    each(unread, block -> logs.at(block.hash())).forEach(found::addAll);
    return slice(end, blocks, found);
  }

  private ChainSlice slice(long end, SortedMap<Long, Block> blocks, List<Log> logs) {
    List<IndexedEvent> events =
        logs.stream()
            .flatMap(
                log ->
                    RegistryEvents.read(log)
                        .map(
                            event ->
                                new IndexedEvent(
                                    log.blockNumber(), log.index(), log.transactionHash(), event))
                        .stream())
            .toList();
    return new ChainSlice(end, blocks.values().stream().map(IndexedBlock::of).toList(), events);
  }

  private SortedMap<Long, Block> headers(List<Long> numbers) {
    SortedMap<Long, Block> found = new TreeMap<>();
    for (Block block : each(numbers, this::header)) {
      found.put(block.number(), block);
    }
    return found;
  }

  private Block header(long number) {
    Block block =
        client
            .block(BlockTag.number(number))
            .orElseThrow(() -> inconsistent("it has no block " + number));
    if (block.number() != number) {
      throw inconsistent("it gave block " + block.number() + " for " + number);
    }
    return block;
  }

  private static Block header(SortedMap<Long, Block> blocks, long number) {
    Block block = blocks.get(number);
    if (block == null) {
      throw inconsistent("it has no block " + number);
    }
    return block;
  }

  /** The results in order, a few at a time at once. */
  private static <T, R> List<R> each(List<T> items, Function<T, R> question) {
    var gate = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> answers = new ArrayList<>();
      for (T item : items) {
        answers.add(
            threads.submit(
                () -> {
                  gate.acquire();
                  try {
                    return question.apply(item);
                  } finally {
                    gate.release();
                  }
                }));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> answer : answers) {
        results.add(answer.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RpcUnavailableException("interrupted while the chain was read", e);
    }
  }

  private static RpcUnavailableException inconsistent(String what) {
    return new RpcUnavailableException("the node contradicts itself: " + what);
  }
}
