package org.obol.discovery.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.obol.crypto.Bytes32;
import org.obol.evm.BlockTag;
import org.obol.evm.EvmClient;
import org.obol.evm.Log;
import org.obol.evm.LogFilter;
import org.obol.evm.RpcErrorException;
import org.obol.evm.RpcUnavailableException;

/**
 * Reads the logs of one registry in windows of blocks as large as the node allows. Every provider
 * has its own limit and its own words for it, so any error about more than one block halves the
 * window; it grows again after a series of answers. Not thread-safe, but for {@link #at}.
 */
public final class RegistryLogs {

  private static final int ANSWERS_BEFORE_GROWING = 8;

  /** Logs up to and including block {@code end}. */
  public record Window(long end, List<Log> logs) {

    /** Copies the list. */
    public Window {
      logs = List.copyOf(logs);
    }
  }

  private final EvmClient client;
  private final RegistryId registry;
  private final List<List<Bytes32>> topics;
  private final long largest;
  private long size;
  private int answers;

  /**
   * Logs of {@code registry} with these topics.
   *
   * @param largest most blocks that are asked for at once, at least 1
   */
  public RegistryLogs(
      EvmClient client, RegistryId registry, List<List<Bytes32>> topics, long largest) {
    this.client = client;
    this.registry = registry;
    this.topics = List.copyOf(topics);
    this.largest = largest;
    this.size = largest;
  }

  /** How many blocks the next window has at most. */
  public long size() {
    return size;
  }

  /**
   * The logs from block {@code from} on, at most to block {@code last}.
   *
   * @throws RpcErrorException when the node refuses even one block
   * @throws RpcUnavailableException when it does not answer, or answers what was not asked for; the
   *     next window is smaller, since too much was maybe asked for
   */
  public Window read(long from, long last) {
    while (true) {
      long end = Math.min(last, from + size - 1);
      try {
        var blocks = new LogFilter.Blocks.Range(BlockTag.number(from), BlockTag.number(end));
        List<Log> logs = ask(blocks);
        if (logs.stream().anyMatch(log -> log.blockNumber() < from || log.blockNumber() > end)) {
          throw unasked();
        }
        answered();
        return new Window(end, logs);
      } catch (RpcErrorException e) {
        if (size == 1) {
          throw e;
        }
        shrink(end - from + 1);
      } catch (RpcUnavailableException e) {
        shrink(end - from + 1);
        throw e;
      }
    }
  }

  /** The logs of the one block with that hash; an error of the node when it has no such block. */
  public List<Log> at(Bytes32 block) {
    List<Log> logs = ask(new LogFilter.Blocks.At(block));
    if (logs.stream().anyMatch(log -> !log.blockHash().equals(block))) {
      throw unasked();
    }
    return logs;
  }

  private List<Log> ask(LogFilter.Blocks blocks) {
    // Nodes may answer in any order, twice, and with what a reorganization removed.
    Map<List<Object>, Log> distinct = new LinkedHashMap<>();
    for (Log log : client.logs(LogFilter.of(registry.address(), topics, blocks))) {
      if (!log.address().equals(registry.address())) {
        throw unasked();
      }
      if (!log.removed()) {
        distinct.put(List.of(log.blockHash(), log.index()), log);
      }
    }
    List<Log> sorted = new ArrayList<>(distinct.values());
    sorted.sort(Comparator.comparingLong(Log::blockNumber).thenComparingLong(Log::index));
    return sorted;
  }

  private void answered() {
    answers++;
    if (answers >= ANSWERS_BEFORE_GROWING) {
      answers = 0;
      size = Math.min(largest, size * 2);
    }
  }

  private void shrink(long asked) {
    answers = 0;
    size = Math.max(1, Math.min(size, asked) / 2);
  }

  private static RpcUnavailableException unasked() {
    return new RpcUnavailableException("the node answered with logs that were not asked for");
  }
}
