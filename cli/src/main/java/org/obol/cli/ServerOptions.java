package org.obol.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.obol.crypto.ObolException;
import org.obol.http.Limits;
import org.obol.http.ServerConfig;
import org.obol.http.ServerConfig.Plain;
import org.obol.http.ServerConfig.Tls;
import org.obol.http.ServerConfig.Transport;
import picocli.CommandLine.Option;

/** Where a server of this program listens, and what is under its HTTP. */
public final class ServerOptions {

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "HOST",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on, 0 for any (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--tls-cert", paramLabel = "PEM", description = "Certificate chain for https.")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "PEM", description = "Its private key (PKCS 8).")
  private @Nullable Path privateKey;

  /** Options of a server that listens on {@code defaultPort} unless told otherwise. */
  public ServerOptions(int defaultPort) {
    this.port = defaultPort;
  }

  /**
   * Where the server listens.
   *
   * @throws ObolException (usage) for a number that is no port, a certificate without its key, a
   *     key without its certificate
   */
  public ServerConfig config(Limits limits) {
    if (port < 0 || port > 65_535) {
      throw usage("--port " + port + " is not a port: give a number from 0 to 65535");
    }
    return new ServerConfig(host, port, transport(), limits);
  }

  private Transport transport() {
    if (certificate == null && privateKey == null) {
      return new Plain();
    }
    if (certificate == null || privateKey == null) {
      throw usage("--tls-cert and --tls-key belong together");
    }
    return new Tls(certificate, privateKey);
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
