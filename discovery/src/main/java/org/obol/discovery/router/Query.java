package org.obol.discovery.router;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;

/**
 * What is looked for. Every part narrows the answer; without any, everything is found.
 *
 * @param text words that must all occur in name, description, type, model, keywords or skills
 * @param type of the offer
 * @param maxPrice in whole tokens; an offer without a price is not found
 * @param license the SPDX id, in any case
 * @param minSize bytes of the primary artifact
 * @param maxSize bytes of the primary artifact
 * @param owner who signs the log
 * @param page from 1; a page has {@code pageSize} offers
 */
public record Query(
    String text,
    Optional<String> type,
    Optional<BigDecimal> maxPrice,
    Optional<String> license,
    Optional<Long> minSize,
    Optional<Long> maxSize,
    Optional<Address> owner,
    int page,
    int pageSize) {

  /** Most offers on one page. */
  public static final int MAX_PAGE_SIZE = 1000;

  /** Offers on a page when nobody says how many. */
  public static final int PAGE_SIZE = 100;

  private static final int MAX_TEXT = 200;
  private static final int MAX_PAGE = 1_000_000;

  private static final Set<String> PARAMETERS =
      Set.of("q", "type", "maxPrice", "license", "minSize", "maxSize", "owner", "page", "pageSize");

  /** Everything, on its first page. */
  public static final Query ALL =
      new Query(
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          1,
          PAGE_SIZE);

  /**
   * Checks the ranges.
   *
   * @throws ObolException (usage) naming the part that is out of its range
   */
  public Query {
    if (text.length() > MAX_TEXT) {
      throw usage("q is longer than " + MAX_TEXT + " characters");
    }
    if (maxPrice.filter(price -> price.signum() < 0).isPresent()
        || Stream.concat(minSize.stream(), maxSize.stream()).anyMatch(size -> size < 0)) {
      throw usage("a price or a size is not negative");
    }
    if (page < 1 || page > MAX_PAGE || pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw usage("page is 1 to " + MAX_PAGE + ", pageSize 1 to " + MAX_PAGE_SIZE);
    }
  }

  /** Whether any parameter of a query is among those of a request. */
  static boolean isAsked(Map<String, List<String>> parameters) {
    return parameters.keySet().stream().anyMatch(PARAMETERS::contains);
  }

  /**
   * Reads the parameters of a request; others are left alone.
   *
   * @throws ObolException (usage) naming the parameter that is malformed
   */
  static Query of(Map<String, List<String>> parameters) {
    return new Query(
        value(parameters, "q", Function.identity()).orElse(""),
        value(parameters, "type", Function.identity()),
        value(parameters, "maxPrice", Query::decimal),
        value(parameters, "license", Function.identity()),
        value(parameters, "minSize", Query::size),
        value(parameters, "maxSize", Query::size),
        value(parameters, "owner", Address::parse),
        value(parameters, "page", Query::number).orElse(1),
        value(parameters, "pageSize", Query::number).orElse(PAGE_SIZE));
  }

  /** The words of the text, in lower case. */
  List<String> words() {
    return List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+")).stream()
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The query part of a URL that asks a router for this. */
  String parameters() {
    List<String> out = new ArrayList<>();
    if (!text.isBlank()) {
      out.add("q=" + encoded(text));
    }
    type.ifPresent(v -> out.add("type=" + encoded(v)));
    maxPrice.ifPresent(v -> out.add("maxPrice=" + v.toPlainString()));
    license.ifPresent(v -> out.add("license=" + encoded(v)));
    minSize.ifPresent(v -> out.add("minSize=" + v));
    maxSize.ifPresent(v -> out.add("maxSize=" + v));
    owner.ifPresent(v -> out.add("owner=" + v.hex()));
    out.add("page=" + page);
    out.add("pageSize=" + pageSize);
    return String.join("&", out);
  }

  /** The same on another page. */
  Query onPage(int other) {
    return new Query(text, type, maxPrice, license, minSize, maxSize, owner, other, pageSize);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static <T> Optional<T> value(
      Map<String, List<String>> parameters, String name, Function<String, T> reader) {
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw usage(name + " is given more than once");
    }
    try {
      return values.stream().filter(v -> !v.isBlank()).findFirst().map(reader);
    } catch (IllegalArgumentException e) {
      throw usage(name + " is malformed");
    }
  }

  private static BigDecimal decimal(String text) {
    if (!text.matches("[0-9]{1,30}(\\.[0-9]{1,30})?")) {
      throw new IllegalArgumentException(text);
    }
    return new BigDecimal(text);
  }

  private static long size(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(text);
    }
    return Long.parseLong(text);
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(text);
    }
    return Integer.parseInt(text);
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
