package org.obol.http;

import java.nio.file.Path;

/**
 * Where and how a server listens.
 *
 * @param host a name or literal of this machine
 * @param port 0 for any free port
 */
public record ServerConfig(String host, int port, Transport transport, Limits limits) {

  /** What is under HTTP. */
  public sealed interface Transport {}

  /** HTTP in the clear. */
  public record Plain() implements Transport {}

  /** TLS 1.2 or 1.3 with a PEM certificate chain and its PKCS 8 PEM key. */
  public record Tls(Path certificate, Path key) implements Transport {}

  /** Checks the port. */
  public ServerConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** Any free port of the loopback interface, in the clear, with the default limits. */
  public static ServerConfig loopback() {
    return new ServerConfig("127.0.0.1", 0, new Plain(), Limits.DEFAULT);
  }

  /** Where a server with this configuration is reached that is bound to {@code boundPort}. */
  public String url(int boundPort) {
    String scheme = transport instanceof Tls ? "https" : "http";
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + boundPort;
  }

  /** The same with other limits. */
  public ServerConfig with(Limits other) {
    return new ServerConfig(host, port, transport, other);
  }
}
