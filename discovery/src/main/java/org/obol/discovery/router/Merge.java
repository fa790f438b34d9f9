package org.obol.discovery.router;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;

/**
 * One list out of those of all members. What comes from several of them word for word is listed
 * once, with the shortest way; what differs in anything stays.
 *
 * @param rows what is listed
 * @param overTotal rows of each member, by name, for which there was no place
 */
record Merge(List<Row> rows, Map<String, Long> overTotal) {

  /** Takes a row of each member by turns, so that a long list does not push the others out. */
  static Merge of(Collection<MemberView> members, int maxTotal) {
    Map<Sha256, Row> byContent = new LinkedHashMap<>();
    Map<String, Long> overTotal = new HashMap<>();
    int longest = members.stream().mapToInt(view -> view.rows().size()).max().orElse(0);
    for (int turn = 0; turn < longest; turn++) {
      for (MemberView view : members) {
        if (turn < view.rows().size()) {
          Row row = view.rows().get(turn);
          Row known = byContent.get(row.content());
          if (known == null && byContent.size() >= maxTotal) {
            overTotal.merge(view.member().name(), 1L, Long::sum);
          } else if (known == null || isShorter(row, known)) {
            byContent.put(row.content(), row);
          }
        }
      }
    }
    return new Merge(List.copyOf(byContent.values()), Map.copyOf(overTotal));
  }

  private static boolean isShorter(Row row, Row known) {
    return row.origin().path().size() < known.origin().path().size();
  }

  /** The rows with what is known about them; a name that led to a private address is left out. */
  List<Listing> listings(Verification verification) {
    Map<Sha256, Address> owners = verification.owners();
    return rows.stream()
        .map(row -> verification.listing(row, owners))
        .filter(listing -> !listing.verdict().filter(Merge::isPrivateAddress).isPresent())
        .toList();
  }

  private static boolean isPrivateAddress(Verdict verdict) {
    return verdict instanceof Verdict.Uncheckable(var code, _, _, _)
        && code.equals("private_address");
  }
}
