package org.obol.discovery.router;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.http.GuardedClient;

/**
 * Reads catalogs once, as a router does in a sweep: with its caps, and with its checks of what the
 * rows say. Each catalog stays by itself, so that whoever listed a row is known.
 */
public final class CatalogSurvey {

  private final RouterConfig config;
  private final FetchCatalog catalogs;
  private final Verification verification;

  /**
   * What a catalog came to.
   *
   * @param listings what may be listed, in the catalog's order
   * @param fault why there is no catalog; empty when there is one
   * @param leftOut offers that may not be listed
   */
  public record Surveyed(List<Listing> listings, Optional<String> fault, long leftOut) {

    /** Copies the rows. */
    public Surveyed {
      listings = List.copyOf(listings);
    }
  }

  /** Asks by that client, which stays the caller's to close. */
  public CatalogSurvey(GuardedClient client, RouterConfig config, InstantSource clock) {
    this.config = config;
    var admission = new Admission(RouterId.random(), config.maxPerMember());
    this.catalogs = new FetchCatalog(client, config, admission, clock);
    this.verification = new Verification(client, config, clock);
  }

  /**
   * Reads the catalogs of these members within half of the time and checks their rows in the rest.
   *
   * @return by member, without those that were not reached
   */
  public Map<Member, Surveyed> read(List<Member> members, Deadline deadline)
      throws InterruptedException {
    Map<Member, MemberView> views = new ConcurrentHashMap<>();
    AtOnce.run(
        config.concurrency(),
        members.stream().<Runnable>map(member -> () -> fetch(member, views)).toList(),
        deadline.half());
    // In the members' order: which rows are checked must not depend on which host answers first.
    List<MemberView> inOrder =
        members.stream()
            .flatMap(member -> Optional.ofNullable(views.get(member)).stream())
            .toList();
    verification.sweep(Merge.of(inOrder, config.maxTotal()).rows(), deadline);
    Map<Sha256, Address> owners = verification.owners();
    Map<Member, Surveyed> surveyed = new LinkedHashMap<>();
    inOrder.forEach(view -> surveyed.put(view.member(), surveyed(view, owners)));
    return surveyed;
  }

  private void fetch(Member member, Map<Member, MemberView> views) {
    MemberView view = catalogs.fetch(MemberView.waiting(member));
    if (!AtOnce.isBrokenOff()) {
      views.put(member, view);
    }
  }

  private Surveyed surveyed(MemberView view, Map<Sha256, Address> owners) {
    return new Surveyed(
        view.rows().stream().map(row -> verification.listing(row, owners)).toList(),
        view.fault(),
        view.held().map(held -> held.leftOut().total()).orElse(0L));
  }
}
