package org.obol.cli.dataset;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.obol.crypto.ObolException;
import org.obol.crypto.ObolException.Exit;
import org.obol.dataset.DatasetId;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import org.obol.http.GuardedClient.Call;
import org.obol.http.GuardedClient.Reach;

/**
 * The version log that a node shows. A token goes over https or to this machine, never elsewhere.
 */
final class RemoteLog {

  private RemoteLog() {}

  static boolean isAddress(String text) {
    return text.startsWith("https://") || text.startsWith("http://");
  }

  /**
   * Fetches the log.
   *
   * @param address of the node, of the dataset on it, or of its log
   */
  static byte[] fetch(
      String address, Optional<DatasetId> id, Optional<String> token, EnvironmentProxy proxy) {
    URI uri = logUri(address, id);
    Call call = Call.get(uri, Reach.ANY).within((int) LogDocument.MAX_BYTES, GuardedClient.LONGEST);
    if (token.isPresent()) {
      requireConfidential(uri);
      call = call.with("Authorization", "Bearer " + token.get());
    }
    try (var client = new GuardedClient(proxy)) {
      return body(uri, client.send(call));
    }
  }

  private static byte[] body(URI uri, GuardedClient.Answer answer) {
    return switch (answer.status()) {
      case 200 -> answer.body();
      case 401, 403 ->
          throw new ObolException(
              Exit.REFUSED, uri + " shows its log to members only: give --token-file FILE");
      case 404 -> throw new ObolException(Exit.FAILED, "there is no version log at " + uri);
      default -> throw new ObolException(Exit.NETWORK, uri + " answered " + answer.status());
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
