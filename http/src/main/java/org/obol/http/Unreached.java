package org.obol.http;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;

/** Why no connection was made, in words for people. */
public final class Unreached {

  private Unreached() {}

  /**
   * What kept a request to {@code url} from being sent, naming the proxy when that is to blame;
   * empty when there was a connection.
   *
   * @param thrown by the JDK's HTTP client
   */
  public static Optional<String> reason(
      Throwable thrown, URI url, Optional<? extends ProxySelector> proxies) {
    Optional<String> why = Optional.empty();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        why = Optional.of("its name is not known");
      } else if (cause instanceof HttpConnectTimeoutException) {
        why = Optional.of("it did not answer in time");
      } else if (cause instanceof ConnectException && why.isEmpty()) {
        why = Optional.of("nothing listens there, or the connection was refused");
      }
    }
    return why.map(w -> proxy(url, proxies).map(at -> "the proxy " + at + ": ").orElse("") + w);
  }

  private static Optional<String> proxy(URI url, Optional<? extends ProxySelector> proxies) {
    return proxies.stream()
        .flatMap(selector -> selector.select(url).stream())
        .filter(proxy -> proxy.type() != Proxy.Type.DIRECT)
        .findFirst()
        .map(Proxy::address)
        .map(
            at ->
                at instanceof InetSocketAddress host
                    ? host.getHostString() + ":" + host.getPort()
                    : at.toString());
  }
}
