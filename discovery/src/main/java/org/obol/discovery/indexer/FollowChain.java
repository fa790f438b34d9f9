package org.obol.discovery.indexer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.obol.crypto.ObolException;

/**
 * Follows the chain and fetches files until it is closed, each on a thread of its own. What fails
 * is tried again, ever later up to a minute.
 */
public final class FollowChain implements AutoCloseable {

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration CLOSING = Duration.ofSeconds(3);

  /**
   * How it goes.
   *
   * @param ready whether the index has been at the head of the chain since it was started
   * @param error why the last step failed, when it did
   */
  public record Health(boolean ready, Optional<String> error) {}

  private final Indexer indexer;
  private final DocumentFetcher fetcher;
  private final Duration poll;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread following;
  private final Thread fetching;
  // Each is written by one thread, but for a fault, which stays.
  private volatile Health health = new Health(false, Optional.empty());
  private volatile Optional<String> fetchError = Optional.empty();

  /** Starts. */
  public FollowChain(Indexer indexer, DocumentFetcher fetcher, Duration poll) {
    this.indexer = indexer;
    this.fetcher = fetcher;
    this.poll = poll;
    this.following = Thread.ofVirtual().name("indexer-chain").start(() -> loop(this::follow));
    this.fetching = Thread.ofVirtual().name("indexer-files").start(() -> loop(this::fetch));
  }

  /** How it goes now. */
  public Health health() {
    Health now = health;
    return new Health(now.ready(), now.error().or(() -> fetchError));
  }

  /** Stops after the step that is under way, and breaks that one off when it takes long. */
  @Override
  public void close() {
    closed.countDown();
    try {
      for (Thread thread : List.of(following, fetching)) {
        if (!thread.join(CLOSING)) {
          thread.interrupt();
          thread.join(CLOSING);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One round of something; whether all went well. */
  private interface Round {
    boolean run();
  }

  private void loop(Round round) {
    int failures = 0;
    try {
      do {
        failures = round.run() ? 0 : failures + 1;
      } while (!isClosedWithin(pause(failures)));
    } catch (RuntimeException bug) {
      // The thread ends with it; whoever asks for the health must not be told that all is well.
      health = new Health(false, Optional.of("stopped by a fault of the program: " + bug));
      throw bug;
    }
  }

  private boolean follow() {
    try {
      Indexer.Step step;
      do {
        step = indexer.step();
      } while (step == Indexer.Step.MORE && closed.getCount() > 0);
      health = new Health(health.ready() || step == Indexer.Step.AT_HEAD, Optional.empty());
      return true;
    } catch (ObolException e) {
      health = new Health(health.ready(), Optional.of(String.valueOf(e.getMessage())));
      return false;
    }
  }

  private boolean fetch() {
    try {
      while (fetcher.round() > 0 && closed.getCount() > 0) {
        // What is due once more is due only after a minute, so that this ends.
      }
      fetchError = Optional.empty();
      return true;
    } catch (ObolException e) {
      fetchError = Optional.of(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** Twice as long after each failure, and a little by chance: many ask the same node. */
  private Duration pause(int failures) {
    if (failures == 0) {
      return poll;
    }
    long millis = Math.min(LONGEST_PAUSE.toMillis(), poll.toMillis() << Math.min(failures, 16));
    return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong((millis / 4) + 1));
  }

  private boolean isClosedWithin(Duration pause) {
    try {
      return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
