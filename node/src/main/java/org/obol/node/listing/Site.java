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

  /** The page of a dataset, below which its routes are. */
  public URI dataset(DatasetId id) {
    return at("/dataset/" + id);
  }

  /** Where the description of a version is. */
  public URI croissant(DatasetId id, long seq) {
    return at("/dataset/" + id + "/croissant.json?version=" + seq);
  }

  /** Where the file at that position of a version is. */
  public URI download(DatasetId id, long seq, int position) {
    return at("/dataset/" + id + "/download?version=" + seq + "&file=" + position);
  }

  /** Where a version is paid for. */
  public URI join(DatasetId id, long seq) {
    return at("/dataset/" + id + "/join/paid?version=" + seq);
  }
}
