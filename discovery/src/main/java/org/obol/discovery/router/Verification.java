package org.obol.discovery.router;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.http.GuardedClient;
import org.obol.http.GuardedClient.Reach;
import org.obol.http.PublicAddresses;

/**
 * The verdicts over all claims, kept for a while, and the work of finding them: so many rows in a
 * sweep, so many at one host, one after the other there. Thread-safe; sweeps run one at a time.
 */
final class Verification {

  private static final System.Logger LOG = System.getLogger(Verification.class.getName());
  private static final Duration VERIFIED_FOR = Duration.ofHours(1);
  private static final Duration OTHERS_FOR = Duration.ofMinutes(5);
  private static final Duration A_SWEEP = Duration.ofDays(1);
  private static final int HOSTS_AT_ONCE = 64;

  private final GuardedClient client;
  private final RouterConfig config;
  private final InstantSource clock;
  private final Map<DatasetClaim, Verdict> verdicts = new ConcurrentHashMap<>();
  private final Serials serials = new Serials();
  private final LongAdder requests = new LongAdder();
  private final LongAdder checks = new LongAdder();

  Verification(GuardedClient client, RouterConfig config, InstantSource clock) {
    this.client = client;
    this.config = config;
    this.clock = clock;
  }

  /** Requests to sellers so far. */
  long requests() {
    return requests.sum();
  }

  /** Rows checked so far. */
  long checks() {
    return checks.sum();
  }

  /**
   * The verdict on a claim as it stands now.
   *
   * @param owners who is proven to own which manifest, see {@link #owners}
   * @param since when the claim was first read
   */
  Verdict of(DatasetClaim claim, Map<Sha256, Address> owners, Instant since) {
    Verdict known = verdicts.get(claim);
    if (known == null) {
      return new Verdict.Uncheckable(Verdict.PENDING, "not looked at yet", Optional.empty(), since);
    }
    return switch (known) {
      case Verdict.Uncheckable(_, _, var owner, var at) -> foreign(claim, owner, owners, at, known);
      case Verdict.Verified ignored -> known;
      case Verdict.Contradicted ignored -> known;
    };
  }

  /** The row with what is known about it now. */
  Listing listing(Row row, Map<Sha256, Address> owners) {
    return new Listing(
        row.entry(),
        Optional.of(row.origin()),
        row.claim().map(claim -> of(claim, owners, row.origin().fetchedAt())));
  }

  /** Who is proven, by a manifest, to own which manifest hash. */
  Map<Sha256, Address> owners() {
    Map<Sha256, Address> owners = new HashMap<>();
    verdicts.forEach(
        (claim, verdict) -> {
          if (verdict instanceof Verdict.Verified verified) {
            claim.facts().manifestHash().ifPresent(hash -> owners.put(hash, verified.owner()));
          }
        });
    return owners;
  }

  /** Somebody else's log over a manifest that names its owner is a claim to what is not theirs. */
  private static Verdict foreign(
      DatasetClaim claim,
      Optional<Address> owner,
      Map<Sha256, Address> owners,
      Instant at,
      Verdict otherwise) {
    Optional<Address> proven = claim.facts().manifestHash().map(owners::get);
    return owner.isPresent() && proven.isPresent() && !proven.equals(owner)
        ? new Verdict.Contradicted(
            "owner",
            "the manifest names %s as owner, not %s".formatted(proven.get(), owner.get()),
            at)
        : otherwise;
  }

  /**
   * Checks what is due among {@code rows}, as far as the limits go, and forgets what is not listed
   * any more.
   */
  void sweep(List<Row> rows) throws InterruptedException {
    sweep(rows, Deadline.in(A_SWEEP));
  }

  /** The same, as far as there is time; what was not looked at by then stays as it was. */
  void sweep(List<Row> rows, Deadline deadline) throws InterruptedException {
    Map<DatasetClaim, Boolean> listed = new LinkedHashMap<>();
    for (Row row : rows) {
      row.claim().ifPresent(claim -> listed.merge(claim, row.privately(), Boolean::logicalOr));
    }
    verdicts.keySet().retainAll(listed.keySet());
    run(due(listed.keySet()), listed, deadline);
  }

  /** The claims to check, by host: those never looked at first, then the oldest verdicts. */
  private Map<String, List<DatasetClaim>> due(Set<DatasetClaim> listed) {
    Instant now = clock.instant();
    Map<String, List<DatasetClaim>> byHost = new LinkedHashMap<>();
    List<DatasetClaim> waiting =
        listed.stream()
            .filter(claim -> dueAt(claim).compareTo(now) <= 0)
            .sorted(Comparator.comparing(this::dueAt))
            .toList();
    int taken = 0;
    for (DatasetClaim claim : waiting) {
      String host = claim.site().map(DatasetSite::host).orElse("");
      List<DatasetClaim> atHost = byHost.computeIfAbsent(host, _ -> new ArrayList<>());
      if (taken < config.checks().perSweep() && atHost.size() < config.checks().perHost()) {
        atHost.add(claim);
        taken++;
      }
    }
    return byHost;
  }

  private Instant dueAt(DatasetClaim claim) {
    return Optional.ofNullable(verdicts.get(claim))
        .map(
            verdict ->
                verdict
                    .checkedAt()
                    .plus(verdict instanceof Verdict.Verified ? VERIFIED_FOR : OTHERS_FOR))
        .orElse(Instant.EPOCH);
  }

  private void run(
      Map<String, List<DatasetClaim>> byHost,
      Map<DatasetClaim, Boolean> privately,
      Deadline deadline)
      throws InterruptedException {
    AtOnce.run(
        HOSTS_AT_ONCE,
        byHost.values().stream()
            .<Runnable>map(claims -> () -> checkHost(claims, privately))
            .toList(),
        deadline);
  }

  private void checkHost(List<DatasetClaim> claims, Map<DatasetClaim, Boolean> privately) {
    long deadline = System.nanoTime() + config.checks().timePerHost().toNanos();
    Map<Reach, SellerSite> sites = new HashMap<>();
    for (DatasetClaim claim : claims) {
      if (System.nanoTime() - deadline > 0) {
        return;
      }
      Reach reach = reach(claim, Boolean.TRUE.equals(privately.get(claim)));
      SellerSite site =
          sites.computeIfAbsent(reach, r -> new SellerSite(client, r, config.timeout(), requests));
      checks.increment();
      Verdict verdict = check(claim, site);
      if (AtOnce.isBrokenOff()) {
        return;
      }
      verdicts.put(claim, verdict);
    }
  }

  private Verdict check(DatasetClaim claim, SellerSite site) {
    try {
      return new CheckDataset(site, serials, config.checks().prices(), clock.instant())
          .check(claim);
    } catch (RuntimeException e) {
      // A bug, but what one seller sends must not cost the others their verdicts.
      LOG.log(System.Logger.Level.ERROR, "a row could not be checked: " + claim, e);
      return new Verdict.Uncheckable(
          "internal",
          "could not be checked: see the router's log",
          Optional.empty(),
          clock.instant());
    }
  }

  /** Only a member that is private itself, and allowed to be, may send us to a private address. */
  private Reach reach(DatasetClaim claim, boolean privateMember) {
    boolean privateSite =
        claim.site().filter(s -> !PublicAddresses.mayBePublic(s.base().getHost())).isPresent();
    return privateSite && privateMember && config.allowPrivate() ? Reach.ANY : Reach.PUBLIC_ONLY;
  }
}
