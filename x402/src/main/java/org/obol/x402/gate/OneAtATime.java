package org.obol.x402.gate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Lets one thread at a time work on a key; those who come meanwhile wait for its result instead.
 * Keeps nothing of keys that nobody works on.
 */
final class OneAtATime<K, V> {

  private final ConcurrentMap<K, CompletableFuture<V>> running = new ConcurrentHashMap<>();

  /**
   * Runs {@code work}, or, when somebody is at {@code key}, waits and returns what they returned;
   * throws what they threw.
   */
  V alone(K key, Supplier<V> work) {
    var mine = new CompletableFuture<V>();
    CompletableFuture<V> theirs = running.putIfAbsent(key, mine);
    if (theirs == null) {
      return run(key, mine, work);
    }
    try {
      return theirs.join();
    } catch (CompletionException theyFailed) {
      if (theyFailed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw theyFailed;
    }
  }

  /** Whether somebody works on {@code key} right now. */
  boolean isRunning(K key) {
    return running.containsKey(key);
  }

  /** Runs {@code work} unless somebody is at {@code key}; then there is nothing to do. */
  void tryAlone(K key, Supplier<V> work) {
    var mine = new CompletableFuture<V>();
    if (running.putIfAbsent(key, mine) == null) {
      V ignored = run(key, mine, work);
    }
  }

  private V run(K key, CompletableFuture<V> mine, Supplier<V> work) {
    try {
      V value = work.get();
      mine.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      running.remove(key, mine);
    }
  }
}
