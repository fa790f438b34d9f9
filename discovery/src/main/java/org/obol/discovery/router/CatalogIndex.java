package org.obol.discovery.router;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.obol.crypto.Address;

/**
 * A merged catalog that can be searched, in its one order: what is verified first, what is
 * contradicted last, between equals by price, then name and endpoint.
 */
public final class CatalogIndex {

  private static final Comparator<Indexed> ORDER =
      Comparator.<Indexed>comparingInt(row -> row.rank())
          .thenComparing(
              Indexed::amount,
              Comparator.comparing(
                  (Optional<BigDecimal> amount) -> amount.orElse(null),
                  Comparator.nullsLast(Comparator.naturalOrder())))
          .thenComparing(row -> row.listing().entry().name())
          .thenComparing(row -> row.listing().entry().endpoint())
          .thenComparing(row -> row.listing().origin().map(Origin::member).orElse(""));

  private final List<Indexed> rows;

  /**
   * A page of what was found.
   *
   * @param total of all pages
   */
  public record Found(List<Listing> listings, int total, int page, int pageSize) {

    /** Copies the rows. */
    public Found {
      listings = List.copyOf(listings);
    }

    /** Number of pages, at least 1. */
    public int pages() {
      return Math.max(1, Math.ceilDiv(total, pageSize));
    }
  }

  /** A row with what it is sorted and searched by. */
  private record Indexed(
      Listing listing, int rank, Optional<BigDecimal> amount, String type, String words) {

    static Indexed of(Listing listing) {
      int rank =
          switch (listing.state()) {
            case "verified" -> 0;
            case "contradicted" -> 2;
            default -> 1;
          };
      return new Indexed(listing, rank, listing.amount(), listing.entry().type(), words(listing));
    }

    private static String words(Listing listing) {
      var entry = listing.entry();
      var words = new StringBuilder();
      for (String part :
          List.of(entry.name(), entry.namespace(), entry.type(), entry.description())) {
        words.append(part).append('\n');
      }
      entry.model().ifPresent(model -> words.append(model).append('\n'));
      entry.skills().forEach(skill -> words.append(skill).append('\n'));
      listing.keywords().forEach(keyword -> words.append(keyword).append('\n'));
      return words.toString().toLowerCase(Locale.ROOT);
    }
  }

  /** An index over these rows. */
  public CatalogIndex(List<Listing> listings) {
    this.rows = listings.stream().map(Indexed::of).sorted(ORDER).toList();
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /** Every row, in order. */
  public List<Listing> all() {
    return rows.stream().map(Indexed::listing).toList();
  }

  /** The page of the rows that {@code query} asks for. */
  public Found search(Query query) {
    Predicate<Indexed> wanted = wanted(query);
    long first = (query.page() - 1L) * query.pageSize();
    List<Listing> page = new ArrayList<>();
    int total = 0;
    for (Indexed row : rows) {
      if (wanted.test(row)) {
        if (total >= first && page.size() < query.pageSize()) {
          page.add(row.listing());
        }
        total++;
      }
    }
    return new Found(page, total, query.page(), query.pageSize());
  }

  /** All rows that {@code query} asks for, in order, whatever page it names. */
  public List<Listing> matching(Query query) {
    return rows.stream().filter(wanted(query)).map(Indexed::listing).toList();
  }

  private static Predicate<Indexed> wanted(Query query) {
    List<String> words = query.words();
    Predicate<Indexed> wanted = row -> words.stream().allMatch(row.words()::contains);
    if (query.type().isPresent()) {
      String type = query.type().get();
      wanted = wanted.and(row -> row.type().equals(type));
    }
    if (query.maxPrice().isPresent()) {
      BigDecimal most = query.maxPrice().get();
      wanted = wanted.and(row -> row.amount().filter(a -> a.compareTo(most) <= 0).isPresent());
    }
    if (query.license().isPresent()) {
      String license = query.license().get();
      wanted =
          wanted.and(row -> row.listing().license().filter(license::equalsIgnoreCase).isPresent());
    }
    if (query.owner().isPresent()) {
      Optional<Address> owner = query.owner();
      wanted = wanted.and(row -> row.listing().owner().equals(owner));
    }
    return query.minSize().isPresent() || query.maxSize().isPresent()
        ? wanted.and(row -> fits(row.listing(), query))
        : wanted;
  }

  private static boolean fits(Listing listing, Query query) {
    return listing
        .entry()
        .dataset()
        .sizeBytes()
        .filter(size -> query.minSize().map(min -> size >= min).orElse(true))
        .filter(size -> query.maxSize().map(max -> size <= max).orElse(true))
        .isPresent();
  }
}
