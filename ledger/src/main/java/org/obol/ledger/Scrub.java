package org.obol.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.obol.crypto.Sha256;
import org.obol.ledger.ObjectStore.Recorded;

/**
 * Re-reads every object, the one checked longest ago first and never faster than a given rate, and
 * marks what is not what was signed, which {@link ObjectStore#open} then refuses. An object with
 * the right bytes but another stamp, as after a move to another disk, is stamped anew.
 *
 * <p>One thread at a time makes a pass; {@link #start} has one of its own for it.
 */
public final class Scrub implements AutoCloseable {

  private static final int SLICE = 1 << 20;

  private final ObjectStore objects;
  private final InstantSource clock;
  private final long bytesPerSecond;
  private volatile Status status = new Status(0, List.of(), Optional.empty());
  private volatile Optional<Thread> thread = Optional.empty();
  private volatile boolean closed;

  /**
   * A scrub of {@code objects} that has not begun.
   *
   * @param bytesPerSecond how much is read in a second at most, over 0
   */
  public Scrub(ObjectStore objects, InstantSource clock, long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("a rate of " + bytesPerSecond + " bytes per second");
    }
    this.objects = objects;
    this.clock = clock;
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * What is known.
   *
   * @param checked objects that were re-read since the start
   * @param damaged what must not be served, as of the end of the last pass
   * @param finished when the last whole pass ended, if one has
   */
  public record Status(long checked, List<Recorded> damaged, Optional<Instant> finished) {

    /** Copies the list. */
    public Status {
      damaged = List.copyOf(damaged);
    }
  }

  /** Makes passes in the background until {@link #close}, {@code interval} apart. */
  public synchronized void start(Duration interval) {
    if (closed || thread.isPresent()) {
      throw new IllegalStateException("a scrub is started once");
    }
    thread =
        Optional.of(Thread.ofPlatform().name("ledger-scrub").daemon().start(() -> run(interval)));
  }

  /** Re-reads every object now, and returns the new status; ends early when closed. */
  public Status pass() {
    return pass(Instant.MAX);
  }

  /** What is known now. */
  public Status status() {
    return status;
  }

  /** Ends the background thread, in the middle of a file if need be. */
  @Override
  public void close() {
    closed = true;
    Optional<Thread> running = thread;
    running.ifPresent(LockSupport::unpark);
    if (running.isPresent() && running.get() != Thread.currentThread()) {
      try {
        running.get().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run(Duration interval) {
    while (!closed) {
      Instant begun = clock.instant();
      try {
        // What a run before the last restart has checked is not due yet.
        pass(begun.minus(interval));
      } catch (LedgerException e) {
        System.getLogger(Scrub.class.getName())
            .log(System.Logger.Level.WARNING, "the scrub broke off and is tried again later", e);
      }
      parkUntil(System.nanoTime() + interval.toNanos());
    }
  }

  private Status pass(Instant dueBefore) {
    var pace = new Pace();
    for (Recorded object : objects.all()) {
      if (closed) {
        return status;
      }
      if (object.scrubbed().isBefore(dueBefore) && check(object, pace)) {
        status = new Status(status.checked() + 1, status.damaged(), status.finished());
      }
    }
    if (closed) {
      return status;
    }
    List<Recorded> damaged = objects.all().stream().filter(o -> o.damaged().isPresent()).toList();
    status = new Status(status.checked(), damaged, Optional.of(clock.instant()));
    return status;
  }

  /** Whether the object was read to its end. */
  private boolean check(Recorded object, Pace pace) {
    Optional<String> damage;
    try {
      String before = objects.stamp(object.sha256());
      Optional<Sha256> found = hash(object, pace);
      if (found.isEmpty()) {
        return false;
      }
      if (found.get().equals(object.sha256())) {
        objects.sound(object, before, clock.instant());
        return true;
      }
      damage = Optional.of("has the hash " + found.get());
    } catch (java.nio.file.NoSuchFileException e) {
      damage = Optional.of("is missing");
    } catch (IOException e) {
      damage = Optional.of("cannot be read: " + e.getMessage());
    }
    objects.scrubbed(object, clock.instant(), damage);
    return true;
  }

  private Optional<Sha256> hash(Recorded object, Pace pace) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] slice = new byte[SLICE];
    try (InputStream in = Files.newInputStream(objects.path(object.sha256()))) {
      for (int length = in.read(slice); length >= 0; length = in.read(slice)) {
        digest.update(slice, 0, length);
        pace.after(length);
        if (closed) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(Sha256.of(digest.digest()));
  }

  private void parkUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime();
        left > 0 && !closed;
        left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  /** Keeps one pass to the rate. */
  private final class Pace {

    private long due = System.nanoTime();

    void after(int bytes) {
      due += (long) (bytes * 1e9 / bytesPerSecond);
      parkUntil(due);
    }
  }
}
