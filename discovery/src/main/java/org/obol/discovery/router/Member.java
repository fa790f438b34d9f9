package org.obol.discovery.router;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.obol.crypto.ObolException;
import org.obol.discovery.catalog.Catalog;
import org.obol.http.PublicAddresses;

/**
 * A seller, or another router, whose catalog is listed.
 *
 * @param name tells it from the others: 1 to 64 of A-Z a-z 0-9 . _ -
 * @param url of the seller, in front of {@code /api/services.json}, or of a catalog that ends with
 *     {@code .json}
 */
public record Member(String name, URI url) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * Checks both.
   *
   * @throws ObolException (usage) when one of them cannot be used
   */
  public Member {
    if (!NAME.matcher(name).matches()) {
      throw usage("member name \"" + name + "\" is not 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null) {
      throw usage("member " + name + ": not an http or https URL with a host");
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw usage("member " + name + ": a URL without a user, a query and a fragment is needed");
    }
  }

  /**
   * Reads {@code name=url}.
   *
   * @throws ObolException (usage) when it is something else
   */
  public static Member parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw usage("\"" + text + "\" is not name=url");
    }
    try {
      return new Member(text.substring(0, equals), new URI(text.substring(equals + 1)));
    } catch (URISyntaxException e) {
      throw usage("member " + text.substring(0, equals) + ": not a URL");
    }
  }

  /**
   * Reads several, separated by commas, white space or both.
   *
   * @throws ObolException (usage) when one of them is malformed, or two have one name
   */
  public static List<Member> list(String text) {
    return distinct(
        Arrays.stream(text.split("[,\\s]+"))
            .filter(word -> !word.isEmpty())
            .map(Member::parse)
            .toList());
  }

  /**
   * Demands that every name is used once.
   *
   * @throws ObolException (usage) when one is not
   */
  static List<Member> distinct(List<Member> members) {
    Set<String> names = new TreeSet<>();
    for (Member member : members) {
      if (!names.add(member.name())) {
        throw usage("two members are called " + member.name());
      }
    }
    return List.copyOf(members);
  }

  /** Where its catalog is. */
  public URI catalog() {
    String text = url.toString();
    return text.endsWith(".json") ? url : URI.create(text.replaceFirst("/+$", "") + Catalog.PATH);
  }

  /** Whether the URL says in so many words that it is not of the public internet. */
  public boolean isPrivate() {
    return !PublicAddresses.mayBePublic(String.valueOf(url.getHost()));
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
