package org.obol.cli.publish;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.ServerOptions;
import org.obol.crypto.ObolException;
import org.obol.http.Cidr;
import org.obol.http.Limits;
import org.obol.http.ServerConfig;
import org.obol.http.ServerConfig.Plain;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a node listens, and who stands between it and the world. */
final class ListenOptions {

  @Mixin private final ServerOptions server = new ServerOptions(8402);

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "Where the world reaches this node, when something in front of it serves that.")
  private @Nullable URI publicUrl;

  @Option(
      names = "--no-tunnel",
      description = "Open no cloudflared tunnel, although the program is installed.")
  private boolean noTunnel;

  @Option(names = "--behind-proxy", description = "Something in front of this node speaks TLS.")
  private boolean behindProxy;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "CIDR",
      description = "Believe X-Forwarded-For from these peers; may be repeated.")
  private List<String> trustedProxies = new ArrayList<>();

  @Option(
      names = "--max-rate",
      defaultValue = "0",
      paramLabel = "BYTES/S",
      description = "Send at most so much over all downloads; 0 for no limit.")
  private long maxRate;

  ServerConfig server() {
    if (maxRate < 0) {
      throw usage("--max-rate must not be negative");
    }
    return server.config(Limits.DEFAULT.withTotals(Limits.DEFAULT.maxConnections(), maxRate));
  }

  boolean behindProxy() {
    return behindProxy;
  }

  Optional<URI> publicUrl() {
    return Optional.ofNullable(publicUrl);
  }

  List<Cidr> trustedProxies() {
    try {
      return trustedProxies.stream().map(Cidr::parse).toList();
    } catch (IllegalArgumentException e) {
      throw usage("--trusted-proxy: " + e.getMessage());
    }
  }

  /** The program that opens a tunnel, when it is installed and nothing else reaches the node. */
  Optional<Path> cloudflared(Optional<String> searchPath) {
    boolean wanted =
        !noTunnel && publicUrl == null && !behindProxy && server().transport() instanceof Plain;
    return wanted ? Programs.find("cloudflared", searchPath) : Optional.empty();
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
