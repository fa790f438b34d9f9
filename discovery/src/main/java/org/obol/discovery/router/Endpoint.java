package org.obol.discovery.router;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.discovery.catalog.CatalogEntry;

/** Where an offer is, as a URL. */
final class Endpoint {

  private Endpoint() {}

  /** The endpoint, a relative one on the catalog's origin; empty when it is no web address. */
  static Optional<URI> of(CatalogEntry entry, URI catalog) {
    try {
      URI uri = catalog.resolve(new URI(entry.endpoint()));
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getRawUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The entry as it is, or with the {@code resolved} endpoint in place of a relative one. */
  static CatalogEntry absolute(CatalogEntry entry, URI resolved) {
    return URI.create(entry.endpoint()).isAbsolute()
        ? entry
        : entry.with("endpoint", Json.of(resolved.toString()));
  }
}
