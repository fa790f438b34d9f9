package org.obol.cli.dataset;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.obol.crypto.ObolException;
import org.obol.crypto.ObolException.Exit;
import org.obol.dataset.DatasetId;
import org.obol.dataset.versionlog.LogDocument;

/**
 * The version log that a node shows. A token goes over https or to this machine, never elsewhere.
 */
final class RemoteLog {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private RemoteLog() {}

  static boolean isAddress(String text) {
    return text.startsWith("https://") || text.startsWith("http://");
  }

  /**
   * Fetches the log.
   *
   * @param address of the node, of the dataset on it, or of its log
   */
  static byte[] fetch(String address, Optional<DatasetId> id, Optional<String> token) {
    URI uri = logUri(address, id);
    var request = HttpRequest.newBuilder(uri).timeout(ANSWER).header("Accept", "application/json");
    token.ifPresent(
        secret -> {
          requireConfidential(uri);
          request.header("Authorization", "Bearer " + secret);
        });
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build()) {
      return body(
          uri,
          client.send(
              request.build(),
              BodyHandlers.limiting(BodyHandlers.ofByteArray(), LogDocument.MAX_BYTES)));
    } catch (IOException e) {
      throw new ObolException(
          Exit.NETWORK, "cannot fetch " + uri + ": " + e.getClass().getSimpleName(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObolException(Exit.NETWORK, "interrupted while fetching " + uri, e);
    }
  }

  private static byte[] body(URI uri, HttpResponse<byte[]> response) {
    return switch (response.statusCode()) {
      case 200 -> response.body();
      case 401, 403 ->
          throw new ObolException(
              Exit.REFUSED, uri + " shows its log to members only: give --token-file FILE");
      case 404 -> throw new ObolException(Exit.FAILED, "there is no version log at " + uri);
      default -> throw new ObolException(Exit.NETWORK, uri + " answered " + response.statusCode());
    };
  }

  static URI logUri(String address, Optional<DatasetId> id) {
    String base = address.replaceFirst("/+$", "");
    if (!base.endsWith("/versions")) {
      boolean named = base.matches(".*/dataset/[^/]+");
      if (!named && id.isEmpty()) {
        throw new ObolException(Exit.USAGE, "which dataset of " + address + "? Give --id ID");
      }
      base = named ? base + "/versions" : base + "/dataset/" + id.orElseThrow() + "/versions";
    }
    try {
      URI uri = URI.create(base);
      if (uri.getHost() == null || uri.getUserInfo() != null) {
        throw new ObolException(Exit.USAGE, "not the address of a node: " + address);
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new ObolException(Exit.USAGE, "not an address: " + e.getMessage(), e);
    }
  }

  private static void requireConfidential(URI uri) {
    if (!uri.getScheme().equals("https") && !isLoopback(uri.getHost())) {
      throw new ObolException(
          Exit.USAGE, "a token is sent over https or to this machine only, not to " + uri);
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ObolException(Exit.NETWORK, "unknown host " + host, e);
    }
  }
}
