package org.obol.x402.wire;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/** What is paid for (x402 v2, ResourceInfo): its URL, a description and a media type. */
public record ResourceInfo(String url, Optional<String> description, Optional<String> mimeType) {

  /**
   * Checks the URL.
   *
   * @throws JsonException when it is empty
   */
  public ResourceInfo {
    if (url.isEmpty()) {
      throw new JsonException("a resource with an empty url");
    }
  }

  /** Reads one; unknown members are left aside. */
  public static ResourceInfo parse(Json.Obj json) {
    return new ResourceInfo(
        json.requireText("url"), json.text("description"), json.text("mimeType"));
  }

  /** The wire form. */
  public Json.Obj json() {
    return Json.object()
        .put("url", url)
        .putIfPresent("description", description.map(Json::of))
        .putIfPresent("mimeType", mimeType.map(Json::of))
        .build();
  }
}
