package org.obol.discovery.router;

import java.time.InstantSource;
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

  /** Reads the catalogs of all these members and checks their rows. */
  public Map<Member, Surveyed> read(List<Member> members) throws InterruptedException {
    Map<Member, MemberView> views = new ConcurrentHashMap<>();
    AtOnce.run(
        config.concurrency(),
        members.stream()
            .<Runnable>map(
                member -> () -> views.put(member, catalogs.fetch(MemberView.waiting(member))))
            .toList());
    List<MemberView> inOrder = members.stream().map(member -> view(views, member)).toList();
    verification.sweep(Merge.of(inOrder, config.maxTotal()).rows());
    Map<Sha256, Address> owners = verification.owners();
    Map<Member, Surveyed> surveyed = new ConcurrentHashMap<>();
    views.forEach((member, view) -> surveyed.put(member, surveyed(view, owners)));
    return surveyed;
  }

  /** Also the order in which rows are checked must not depend on which host answers first. */
  private static MemberView view(Map<Member, MemberView> views, Member member) {
    return views.getOrDefault(member, MemberView.waiting(member));
  }

  private Surveyed surveyed(MemberView view, Map<Sha256, Address> owners) {
    return new Surveyed(
        view.rows().stream().map(row -> verification.listing(row, owners)).toList(),
        view.fault(),
        view.held().map(held -> held.leftOut().total()).orElse(0L));
  }
}
