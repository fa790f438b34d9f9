package org.obol.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Gate;
import org.obol.http.Transfer;
import org.obol.http.TransferListener;
import org.obol.ledger.Datasets;
import org.obol.ledger.Db;
import org.obol.ledger.Members;
import org.obol.ledger.Tx;

/**
 * The downloads that are under way. Whenever anybody, this node or a command in another process,
 * has changed the ledger, each is asked again whether it may go on, and cut if not (invariant 6).
 */
final class Downloads implements AutoCloseable {

  /** How often the ledger's change counter is looked at. */
  static final Duration WATCH = Duration.ofMillis(250);

  /** Downloads that one entitlement may have open at once. */
  static final int MAX_PER_ENTITLEMENT = 32;

  /** What a download was allowed for. */
  record Permit(String entitlement, DatasetId dataset, long version) {}

  private final Db db;
  private final Map<Transfer, Permit> running = new ConcurrentHashMap<>();
  private final Map<String, Integer> open = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private long seen;

  Downloads(Db db) {
    this.db = db;
    this.seen = db.changeCounter();
    Thread.ofPlatform().daemon().name("revocation-watch").start(this::watch);
  }

  /** Takes a place for one more download; empty when the entitlement has too many. */
  Optional<TransferListener> admit(Permit permit) {
    int now = open.merge(permit.entitlement(), 1, Integer::sum);
    if (now > MAX_PER_ENTITLEMENT) {
      release(permit);
      return Optional.empty();
    }
    return Optional.of(new Registered(permit));
  }

  /** Downloads under way. */
  int count() {
    return running.size();
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private final class Registered implements TransferListener {

    private final Permit permit;
    private volatile Optional<Transfer> transfer = Optional.empty();

    Registered(Permit permit) {
      this.permit = permit;
    }

    @Override
    public void started(Transfer started) {
      transfer = Optional.of(started);
      running.put(started, permit);
      // A revocation may have come between the gate's answer and this line.
      if (!db.read(tx -> allowed(tx, permit))) {
        started.close();
      }
    }

    @Override
    public void ended(long bytesSent) {
      transfer.ifPresent(running::remove);
      release(permit);
    }
  }

  private void release(Permit permit) {
    open.computeIfPresent(permit.entitlement(), (id, count) -> count == 1 ? null : count - 1);
  }

  private void watch() {
    try {
      while (!closed.await(WATCH.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      long now = db.changeCounter();
      if (now != seen) {
        seen = now;
        db.read(this::forbidden).forEach(Transfer::close);
      }
    } catch (RuntimeException e) {
      // The watch must go on; a download is cut rather than left unwatched.
      System.getLogger(Downloads.class.getName())
          .log(System.Logger.Level.ERROR, "the ledger cannot be watched; downloads are cut", e);
      running.keySet().forEach(Transfer::close);
    }
  }

  private List<Transfer> forbidden(Tx tx) {
    return running.entrySet().stream()
        .filter(entry -> !allowed(tx, entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean allowed(Tx tx, Permit permit) {
    boolean withdrawn = !new Datasets(tx).isLive(permit.dataset(), permit.version());
    Gate.Decision decision =
        Gate.decide(
            new Members(tx).find(permit.entitlement()),
            permit.dataset(),
            permit.version(),
            withdrawn);
    return decision == Gate.Decision.ALLOWED;
  }
}
