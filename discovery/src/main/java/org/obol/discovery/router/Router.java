package org.obol.discovery.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import org.obol.http.HttpHandler;

/**
 * Keeps one catalog over those of its members: asks them all, lists what they offer, and checks
 * datasets against what their sellers signed. One sweep runs at a time; what is served is the
 * result of the last one.
 */
public final class Router implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Router.class.getName());

  private final RouterConfig config;
  private final Members members;
  private final Path folder;
  private final InstantSource clock;
  private final GuardedClient client;
  private final FetchCatalog catalogs;
  private final Verification verification;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Map<Member, MemberView> views = Map.of();
  private long generation;
  private long sweeps;
  private volatile Status status = new Status(List.of(), Optional.empty(), Instant.EPOCH);
  private volatile @Nullable Thread sweeper;
  private @Nullable Documents superseded;

  /**
   * What is known now.
   *
   * @param snapshot empty until the first sweep is over
   * @param nextSweep when the snapshot may change
   */
  record Status(List<MemberView> members, Optional<Snapshot> snapshot, Instant nextSweep) {}

  /**
   * How much work was done since the start.
   *
   * @param parsed catalogs that were new and therefore parsed
   * @param checks rows that were verified
   * @param requests sent for that to sellers
   */
  public record Counters(long sweeps, long parsed, long checks, long requests) {}

  /**
   * A router that has not asked anybody yet.
   *
   * @param folder an empty folder for the merged catalog, which is made anew by each start
   */
  public Router(
      RouterConfig config,
      Members members,
      Path folder,
      InstantSource clock,
      EnvironmentProxy proxies) {
    this.config = config;
    this.members = members;
    this.folder = folder;
    this.clock = clock;
    this.client = new GuardedClient(proxies);
    var admission = new Admission(RouterId.random(), config.maxPerMember());
    this.catalogs = new FetchCatalog(client, config, admission, clock);
    this.verification = new Verification(client, config, clock);
  }

  /** Sweeps until it is closed. */
  public void start() {
    sweeper = Thread.ofVirtual().name("router-sweep").start(this::run);
  }

  /** What is served over HTTP. */
  public HttpHandler surface() {
    return new RouterSurface(() -> status, members::fault, clock);
  }

  /** How much work was done. */
  public synchronized Counters counters() {
    return new Counters(sweeps, catalogs.parsed(), verification.checks(), verification.requests());
  }

  /** The index over what is listed now; empty until the first sweep is over. */
  public Optional<CatalogIndex> index() {
    return status.snapshot().map(Snapshot::index);
  }

  /**
   * Asks every member once, lists what they offer, then checks what is due and lists it again.
   *
   * @throws UncheckedIOException when the merged catalog cannot be written
   */
  public synchronized void sweep() throws InterruptedException {
    Map<Member, MemberView> next = new ConcurrentHashMap<>();
    List<Member> now = members.now();
    AtOnce.run(
        config.concurrency(),
        now.stream()
            .<Runnable>map(member -> () -> next.put(member, catalogs.fetch(last(member))))
            .toList());
    // In the order in which they are configured, which the merge depends on.
    Map<Member, MemberView> ordered = new LinkedHashMap<>();
    now.forEach(member -> ordered.put(member, next.get(member)));
    views = ordered;
    Merge merge = Merge.of(views.values(), config.maxTotal());
    publish(merge);
    verification.sweep(merge.rows());
    publish(merge);
    sweeps++;
  }

  private MemberView last(Member member) {
    return views.getOrDefault(member, MemberView.waiting(member));
  }

  private void run() {
    try {
      Duration pause = Duration.ZERO;
      while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        sweepOnce();
        pause = jittered(config.refresh());
        status = new Status(status.members(), status.snapshot(), clock.instant().plus(pause));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was listed stays listed: a full disk today must not end the router. */
  private void sweepOnce() throws InterruptedException {
    try {
      sweep();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a sweep failed; the next one is tried", e);
    }
  }

  private static Duration jittered(Duration time) {
    long third = Math.max(1, time.toMillis() / 3);
    return time.plusMillis(ThreadLocalRandom.current().nextLong(-third, third));
  }

  /** Serves the rows with the verdicts as they are now. */
  private void publish(Merge merge) {
    List<Listing> listings = merge.listings(verification);
    Optional<Snapshot> last = status.snapshot();
    Snapshot next =
        last.filter(snapshot -> snapshot.listings().equals(listings))
            .map(same -> same.with(merge.overTotal()))
            .orElseGet(() -> made(listings, merge));
    Instant until = clock.instant().plus(config.refresh());
    status = new Status(List.copyOf(views.values()), Optional.of(next), until);
    if (last.isPresent() && !last.get().documents().equals(next.documents())) {
      forget(Optional.of(last.get().documents()));
    }
  }

  private Snapshot made(List<Listing> listings, Merge merge) {
    var index = new CatalogIndex(listings);
    List<Listing> ordered = index.all();
    List<Group> groups = Group.of(ordered);
    try {
      generation++;
      return new Snapshot(
          listings,
          index,
          groups,
          new BazaarFeed(ordered),
          Documents.write(folder, Long.toString(generation), ordered, groups),
          merge.overTotal());
    } catch (IOException e) {
      throw new UncheckedIOException("the merged catalog cannot be written to " + folder, e);
    }
  }

  /** A request may have been answered with the last documents and not have opened them yet. */
  private void forget(Optional<Documents> documents) {
    Documents old = superseded;
    if (old != null) {
      old.delete();
    }
    superseded = documents.orElse(null);
  }

  @Override
  public void close() {
    stopped.countDown();
    Thread running = sweeper;
    if (running != null) {
      running.interrupt();
      join(running);
    }
    client.close();
    forget(Optional.empty());
    status.snapshot().map(Snapshot::documents).ifPresent(Documents::delete);
  }

  private static void join(Thread running) {
    try {
      running.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
