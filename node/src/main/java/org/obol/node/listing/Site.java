package org.obol.node.listing;

import java.net.URI;
import org.obol.dataset.DatasetId;

/**
 * Where the world reaches a node.
 *
 * @param base URL without a slash at its end
 */
public record Site(String base) {

  /** The URL of that absolute path. */
  public URI at(String path) {
    return URI.create(base + path);
  }

  /** The URL that the routes of a dataset are below. */
  public URI dataset(DatasetId id) {
    return at("/dataset/" + id);
  }
}
