package org.obol.x402.wire;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * What is paid for (x402 v2, ResourceInfo). A view on the JSON as it came, because a client echoes
 * it, unknown members included.
 */
public record ResourceInfo(Json.Obj json) {

  /**
   * Checks the members.
   *
   * @throws JsonException when the URL is missing or empty, or another member is no text
   */
  public ResourceInfo {
    if (json.requireText("url").isEmpty()) {
      throw new JsonException("a resource with an empty url");
    }
    json.text("description");
    json.text("mimeType");
  }

  /**
   * A resource of our own.
   *
   * @throws JsonException when the URL is empty
   */
  public ResourceInfo(String url, Optional<String> description, Optional<String> mimeType) {
    this(
        Json.object()
            .put("url", url)
            .putIfPresent("description", description.map(Json::of))
            .putIfPresent("mimeType", mimeType.map(Json::of))
            .build());
  }

  /**
   * Reads one.
   *
   * @throws JsonException naming the member that is missing or wrong
   */
  public static ResourceInfo parse(Json.Obj json) {
    return new ResourceInfo(json);
  }

  /** Its URL, never empty. */
  public String url() {
    return json.requireText("url");
  }

  /** What it is, for people. */
  public Optional<String> description() {
    return json.text("description");
  }

  /** Its media type. */
  public Optional<String> mimeType() {
    return json.text("mimeType");
  }
}
