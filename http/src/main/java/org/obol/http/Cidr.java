package org.obol.http;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of IPv4 or IPv6 addresses.
 *
 * @param prefix leading bits that count
 */
public record Cidr(InetAddress network, int prefix) {

  /** Checks the prefix. */
  public Cidr {
    if (prefix < 0 || prefix > network.getAddress().length * 8) {
      throw new IllegalArgumentException("not a prefix length: " + prefix);
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fc00::/7}, or one address without a slash.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int bits = network.getAddress().length * 8;
    return new Cidr(network, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
  }

  /** Whether the address is in the block; the other family never is. */
  public boolean contains(InetAddress address) {
    byte[] a = address.getAddress();
    byte[] n = network.getAddress();
    int whole = prefix / 8;
    int rest = prefix % 8;
    return a.length == n.length
        && Arrays.equals(a, 0, whole, n, 0, whole)
        && (rest == 0 || (a[whole] ^ n[whole]) >> (8 - rest) == 0);
  }
}
