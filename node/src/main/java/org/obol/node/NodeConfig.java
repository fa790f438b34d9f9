package org.obol.node;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.http.Cidr;
import org.obol.http.ServerConfig;
import org.obol.ledger.Dataset.Membership;

/**
 * How a node is to run.
 *
 * @param datasets what it serves, at least one
 * @param membership set for all of them when given; otherwise each keeps its own
 * @param publicLog likewise, whether logs and manifests are public
 * @param listener where the public listener is, and its limits
 * @param publicUrl where the world reaches it, when that is not the listener itself
 * @param behindProxy that something in front of it speaks TLS
 * @param trustedProxies peers whose X-Forwarded-For counts
 * @param cloudflared program that opens a tunnel, when one is wanted
 */
public record NodeConfig(
    List<DatasetId> datasets,
    Optional<Membership> membership,
    Optional<Boolean> publicLog,
    ServerConfig listener,
    Optional<URI> publicUrl,
    boolean behindProxy,
    List<Cidr> trustedProxies,
    Optional<Path> cloudflared) {

  /**
   * Checks what must not be combined.
   *
   * @throws ObolException (usage) when tokens would cross a network in the clear
   */
  public NodeConfig {
    datasets = datasets.stream().distinct().toList();
    trustedProxies = List.copyOf(trustedProxies);
    if (datasets.isEmpty()) {
      throw new ObolException(ObolException.Exit.USAGE, "name at least one dataset to publish");
    }
    publicUrl.ifPresent(NodeConfig::requireBase);
    requireTunnelCanReach(cloudflared, listener);
    requirePrivate(listener, behindProxy);
  }

  /** Reached directly and by nobody else's program, with each dataset as it is. */
  public static NodeConfig of(List<DatasetId> datasets, ServerConfig listener) {
    return new NodeConfig(
        datasets,
        Optional.empty(),
        Optional.empty(),
        listener,
        Optional.empty(),
        false,
        List.of(),
        Optional.empty());
  }

  /**
   * Refuses a listener whose secrets would cross a network in the clear.
   *
   * @throws ObolException (usage) when that would be so
   */
  public static void requirePrivate(ServerConfig listener, boolean behindProxy) {
    String host = listener.host();
    if (listener.transport() instanceof ServerConfig.Plain && !behindProxy && !isLoopback(host)) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "host "
              + host
              + " is not loopback: give --tls-cert and --tls-key, or --behind-proxy when something"
              + " in front of this node speaks TLS");
    }
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }

  /** An issuer has no query and no fragment (RFC 8414 section 2), and nothing is put behind one. */
  private static void requireBase(URI url) {
    boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!web
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw usage(
          "public URL "
              + url
              + " must be http or https with a host, without user, query, fragment");
    }
  }

  /** The tunnel's program speaks HTTP in the clear to 127.0.0.1. */
  private static void requireTunnelCanReach(Optional<Path> cloudflared, ServerConfig listener) {
    String host = listener.host();
    boolean reached =
        host.equals("127.0.0.1") || host.equals("localhost") || host.equals("0.0.0.0");
    if (cloudflared.isPresent()
        && !(listener.transport() instanceof ServerConfig.Plain && reached)) {
      throw usage("a tunnel needs the node on --host 127.0.0.1 and without a certificate");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ObolException(
          ObolException.Exit.USAGE, "host " + host + " is not an address of this machine", e);
    }
  }
}
