package org.obol.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The special-purpose address registries of IANA (RFC 6890), as far as they are not global. */
public final class PublicAddresses {

  private static final Cidr GLOBAL_V6 = Cidr.parse("2000::/3");

  private static final List<Cidr> NOT_GLOBAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20")
          .map(Cidr::parse)
          .toList();

  /** Names that no public server has: those of RFC 6761, RFC 6762 and the one of ICANN. */
  private static final Pattern PRIVATE_NAME =
      Pattern.compile("[^.]*|.*\\.(localhost|local|internal|home\\.arpa|test|invalid|onion)");

  private PublicAddresses() {}

  /**
   * Whether a server of that name may be on the public internet, as far as the text tells: no
   * resolver is asked, so that a name may still lead to a private address.
   *
   * @param host of a URL, IPv6 with or without its brackets
   */
  public static boolean mayBePublic(String host) {
    String bare = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$|\\.$", "");
    // No top-level domain begins with a digit: 0x7f.1 and 2130706433 are addresses too.
    if (bare.contains(":") || bare.matches("(.*\\.)?[0-9][^.]*")) {
      try {
        return contains(InetAddress.ofLiteral(bare));
      } catch (IllegalArgumentException notAnAddress) {
        return false;
      }
    }
    return !PRIVATE_NAME.matcher(bare).matches();
  }

  /** Whether the address is of the public internet; mapped IPv4 has become IPv4 in Java by then. */
  public static boolean contains(InetAddress address) {
    return (address instanceof Inet4Address || GLOBAL_V6.contains(address))
        && NOT_GLOBAL.stream().noneMatch(cidr -> cidr.contains(address));
  }
}
