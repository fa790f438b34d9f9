package org.obol.discovery.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where a registration file is (ERC-8004, agentURI), as far as it can be looked for. */
public sealed interface AgentUri {

  /** Longest URL that is asked. */
  int MAX_URL = 2_048;

  /** Longest text that may hold a file itself: base64 adds a third, percent signs two. */
  int MAX_INLINE = 3 * RegistrationReader.MAX_BYTES;

  /** The URI holds the file itself (RFC 2397). */
  record Inline(byte[] content) implements AgentUri {}

  /** An http or https address. */
  record Web(URI uri) implements AgentUri {}

  /**
   * A file in IPFS.
   *
   * @param path the content identifier, and maybe a path below it
   */
  record Ipfs(String path) implements AgentUri {}

  /**
   * Reads an agent's URI.
   *
   * @throws IllegalArgumentException with a reason that may be shown to anybody, when it is none
   *     that can be looked for
   */
  static AgentUri parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the agent has no URI");
    }
    String start = text.substring(0, Math.min(8, text.length())).toLowerCase(Locale.ROOT);
    if (start.startsWith("data:")) {
      return new Inline(DataUri.content(text));
    }
    if (text.length() > MAX_URL) {
      throw new IllegalArgumentException("the URI is longer than " + MAX_URL + " characters");
    }
    if (start.startsWith("ipfs://")) {
      return new Ipfs(IpfsPath.of(text.substring("ipfs://".length())));
    }
    try {
      var uri = new URI(text);
      if ((start.startsWith("https://") || start.startsWith("http://")) && uri.getHost() != null) {
        return new Web(uri);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the URI is malformed", e);
    }
    throw new IllegalArgumentException("the URI is none of data:, https: and ipfs:");
  }
}
