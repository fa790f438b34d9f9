package org.obol.node;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.obol.dataset.DatasetId;
import org.obol.http.Cidr;
import org.obol.http.Limits;
import org.obol.http.ServerConfig;
import org.obol.ledger.Dataset.Membership;

/** A node configuration to be changed piece by piece; at first any free port of loopback. */
final class Options {

  private final List<DatasetId> datasets;
  private Optional<Membership> membership = Optional.empty();
  private Optional<Boolean> publicLog = Optional.empty();
  private String host = "127.0.0.1";
  private int port;
  private ServerConfig.Transport transport = new ServerConfig.Plain();
  private Optional<URI> publicUrl = Optional.empty();
  private boolean behindProxy;
  private List<Cidr> trusted = List.of();
  private Optional<Path> cloudflared = Optional.empty();
  private Limits limits = Limits.DEFAULT;

  Options(DatasetId... datasets) {
    this.datasets = List.of(datasets);
  }

  Options open() {
    membership = Optional.of(Membership.OPEN);
    return this;
  }

  Options publicLog(boolean shown) {
    publicLog = Optional.of(shown);
    return this;
  }

  Options host(String name) {
    host = name;
    return this;
  }

  Options port(int number) {
    port = number;
    return this;
  }

  Options tls(Path certificate, Path key) {
    transport = new ServerConfig.Tls(certificate, key);
    return this;
  }

  Options publicUrl(String url) {
    publicUrl = Optional.of(URI.create(url));
    return this;
  }

  Options behindProxy() {
    behindProxy = true;
    return this;
  }

  /** Lets a test say in X-Forwarded-For where it comes from. */
  Options trustLoopback() {
    trusted = List.of(Cidr.parse("127.0.0.1/32"));
    return this;
  }

  Options cloudflared(Path program) {
    cloudflared = Optional.of(program);
    return this;
  }

  Options limits(Limits other) {
    limits = other;
    return this;
  }

  NodeConfig config() {
    return new NodeConfig(
        datasets,
        membership,
        publicLog,
        new ServerConfig(host, port, transport, limits),
        publicUrl,
        behindProxy,
        trusted,
        cloudflared);
  }
}
