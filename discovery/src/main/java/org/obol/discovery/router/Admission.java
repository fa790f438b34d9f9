package org.obol.discovery.router;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Sha256;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.router.LeftOut.Reason;
import org.obol.http.PublicAddresses;

/** Decides which offers of a member's catalog may be listed. */
final class Admission {

  /** Longest offer that is listed, characters of JSON. */
  static final int MAX_ROW = 32 << 10;

  private final RouterId self;
  private final int maxPerMember;

  /** What is left of a catalog. */
  record Admitted(List<Row> rows, LeftOut leftOut) {}

  Admission(RouterId self, int maxPerMember) {
    this.self = self;
    this.maxPerMember = maxPerMember;
  }

  Admitted admit(Member member, Catalog catalog, Instant fetchedAt) {
    List<Row> rows = new ArrayList<>();
    var leftOut = new LeftOut();
    catalog.faults().stream()
        .filter(fault -> !fault.readable())
        .forEach(fault -> leftOut.add(Reason.UNREADABLE, fault.text()));
    Set<String> seen = new HashSet<>();
    var shared = new SharedValues();
    for (CatalogEntry entry : catalog.entries()) {
      Optional<Reason> refused =
          rows.size() >= maxPerMember ? Optional.of(Reason.MEMBER_LIMIT) : refusal(member, entry);
      if (refused.isEmpty() && !isRelayed(entry) && !seen.add(identity(entry))) {
        refused = Optional.of(Reason.DUPLICATE);
      }
      if (refused.isPresent()) {
        leftOut.add(refused.get(), entry.name());
      } else {
        rows.add(row(member, shared.in(entry), fetchedAt));
      }
    }
    return new Admitted(rows, leftOut);
  }

  /** Whether another router lists it: names are unique at its members only. */
  private static boolean isRelayed(CatalogEntry entry) {
    return !Origin.path(entry.members()).isEmpty();
  }

  private static String identity(CatalogEntry entry) {
    return entry.namespace() + "\n" + entry.name();
  }

  private Optional<Reason> refusal(Member member, CatalogEntry entry) {
    List<String> path = Origin.path(entry.members());
    if (path.contains(self.text()) || path.size() >= Origin.MAX_PATH) {
      return Optional.of(Reason.CYCLE);
    }
    if (entry.members().text().length() > MAX_ROW) {
      return Optional.of(Reason.TOO_LONG);
    }
    Optional<URI> endpoint = Endpoint.of(entry, member.catalog());
    if (endpoint.isEmpty()) {
      return Optional.of(Reason.BAD_ENDPOINT);
    }
    String host = String.valueOf(endpoint.get().getHost());
    return PublicAddresses.mayBePublic(host) || member.isPrivate()
        ? Optional.empty()
        : Optional.of(Reason.PRIVATE_ENDPOINT);
  }

  private Row row(Member member, CatalogEntry shown, Instant fetchedAt) {
    List<String> path = new ArrayList<>(Origin.path(shown.members()));
    path.add(self.text());
    URI endpoint = Endpoint.of(shown, member.catalog()).orElseThrow();
    CatalogEntry entry = Endpoint.absolute(shown.without(Listing.OWN_KEYS), endpoint);
    return new Row(
        entry,
        new Origin(member.name(), member.url().toString(), path, fetchedAt),
        Sha256.hash(entry.members().text()),
        DatasetClaim.of(entry),
        member.isPrivate());
  }
}
