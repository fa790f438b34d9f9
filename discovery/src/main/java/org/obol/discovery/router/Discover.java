package org.obol.discovery.router;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.ObolException;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.http.GuardedClient;
import org.obol.http.GuardedClient.Call;
import org.obol.http.GuardedClient.Reach;

/**
 * Finds offers at a router, or in a seller's own catalog. What a router says about verification is
 * its word; whoever buys checks again.
 */
public final class Discover {

  /** Longest catalog that is read, 32 MiB: a seller or an old router cannot be asked for less. */
  private static final int MAX_BYTES = 32 << 20;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final GuardedClient client;

  /**
   * What was found.
   *
   * @param total of all pages
   * @param groups the same bytes at several endpoints, among the listings
   */
  public record Result(List<Listing> listings, int total, List<Group> groups) {

    /** Copies the lists. */
    public Result {
      listings = List.copyOf(listings);
      groups = List.copyOf(groups);
    }
  }

  /** Asks by that client. */
  public Discover(GuardedClient client) {
    this.client = client;
  }

  /**
   * The catalog at an address that a user typed: of a router or a seller, or of the catalog itself,
   * which then ends with {@code .json}.
   *
   * @throws ObolException (network) when there is none
   * @throws org.obol.crypto.JsonException when it cannot be read
   */
  public Catalog catalog(URI address) {
    return fetch(new Member("catalog", address).catalog());
  }

  /**
   * A page of what {@code query} asks for. It is filtered here as well, because a seller's own
   * catalog ignores the question.
   *
   * @throws ObolException (network) when nothing can be asked there
   */
  public Result find(URI address, Query query) {
    URI catalog = new Member("catalog", address).catalog();
    Catalog shown = fetch(URI.create(catalog + "?" + query.parameters()));
    List<Listing> rows =
        shown.entries().stream()
            .flatMap(entry -> at(entry, catalog).stream())
            .map(Listing::read)
            .toList();
    Optional<Integer> total =
        shown
            .head()
            .object("x-page")
            .flatMap(page -> page.integer("total"))
            .map(number -> Math.clamp(number, 0, Integer.MAX_VALUE));
    // A router's answer is one page already.
    Query here = total.isPresent() ? query.onPage(1) : query;
    CatalogIndex.Found found = new CatalogIndex(rows).search(here);
    return new Result(found.listings(), total.orElse(found.total()), Group.of(found.listings()));
  }

  private static Optional<CatalogEntry> at(CatalogEntry entry, URI catalog) {
    return Endpoint.of(entry, catalog).map(resolved -> Endpoint.absolute(entry, resolved));
  }

  private Catalog fetch(URI uri) {
    GuardedClient.Answer answer = client.send(Call.get(uri, Reach.ANY).within(MAX_BYTES, TIMEOUT));
    if (answer.status() == 400) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "the catalog at " + uri + " does not take this question: ask it in another way");
    }
    if (answer.status() != 200) {
      throw new ObolException(
          ObolException.Exit.NETWORK,
          "there is no catalog at " + uri + ": it answered " + answer.status());
    }
    return Catalog.read(answer.body(), MAX_BYTES, Catalog.Rules.LENIENT);
  }
}
