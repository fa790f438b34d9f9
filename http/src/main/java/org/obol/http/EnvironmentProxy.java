package org.obol.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, in lower case first. This
 * machine itself is never asked through a proxy. A user name in a proxy's URL is not used.
 */
public final class EnvironmentProxy extends ProxySelector {

  private static final System.Logger LOG = System.getLogger(EnvironmentProxy.class.getName());

  private final Map<String, String> environment;

  /** Reads the given variables, as of {@link System#getenv()}, whenever a proxy is chosen. */
  public EnvironmentProxy(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The proxies of this process. */
  public static EnvironmentProxy ofProcess() {
    return new EnvironmentProxy(System.getenv());
  }

  /** The proxy for that address; empty for a direct connection. */
  public Optional<InetSocketAddress> proxyFor(URI uri) {
    String host = host(uri);
    if (uri.getScheme() == null || host.isEmpty() || exempt(host, port(uri))) {
      return Optional.empty();
    }
    return variable(uri.getScheme().toLowerCase(Locale.ROOT) + "_proxy").map(this::address);
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(proxyFor(uri).map(at -> new Proxy(Proxy.Type.HTTP, at)).orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException cause) {
    LOG.log(System.Logger.Level.DEBUG, "no connection to the proxy " + proxy, cause);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private InetSocketAddress address(String value) {
    try {
      URI proxy = new URI(value.contains("://") ? value : "http://" + value).parseServerAuthority();
      return InetSocketAddress.createUnresolved(host(proxy), port(proxy));
    } catch (URISyntaxException | IllegalArgumentException e) {
      // The value may hold a password, so neither it nor the cause is shown.
      throw new HttpFailure(
          HttpFailure.Reason.UNREACHABLE,
          "the proxy variable is not a URL with a host: check HTTPS_PROXY and HTTP_PROXY");
    }
  }

  private boolean exempt(String host, int port) {
    if (host.equals("localhost")
        || literal(host).filter(InetAddress::isLoopbackAddress).isPresent()) {
      return true;
    }
    return variable("no_proxy").stream()
        .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
        .anyMatch(rule -> matches(rule.toLowerCase(Locale.ROOT), host, port));
  }

  /** A rule is {@code *}, an address or block, or a domain that covers what is below it. */
  private static boolean matches(String rule, String host, int port) {
    if (rule.equals("*")) {
      return true;
    }
    Optional<InetAddress> address = literal(host);
    if (address.isPresent()) {
      return block(rule).filter(cidr -> cidr.contains(address.get())).isPresent();
    }
    int colon = rule.lastIndexOf(':');
    if (colon >= 0 && !rule.substring(colon + 1).equals(Integer.toString(port))) {
      return false;
    }
    String domain = colon < 0 ? rule : rule.substring(0, colon);
    String bare = domain.startsWith("*.") ? domain.substring(2) : domain.replaceFirst("^\\.", "");
    return !bare.isEmpty() && (host.equals(bare) || host.endsWith("." + bare));
  }

  private static Optional<Cidr> block(String rule) {
    try {
      return Optional.of(Cidr.parse(rule));
    } catch (IllegalArgumentException notABlock) {
      return Optional.empty();
    }
  }

  private static Optional<InetAddress> literal(String host) {
    return block(host).map(Cidr::network);
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    return host == null ? "" : host.replaceAll("^\\[|\\]$", "").toLowerCase(Locale.ROOT);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }
}
