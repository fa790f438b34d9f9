package org.obol.x402.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;

/**
 * What a server asks a wallet to sign (extension sign-in-with-x, {@code info}; EIP-4361).
 *
 * @param domain host and port of the server
 * @param uri what is signed in to
 * @param nonce letters and digits, used once
 * @param issuedAt RFC 3339, as written; so are the other times
 * @param resources URLs; none when empty
 */
public record SignIn(
    String domain,
    Optional<String> statement,
    String uri,
    String nonce,
    String issuedAt,
    Optional<String> expirationTime,
    Optional<String> notBefore,
    Optional<String> requestId,
    List<String> resources) {

  static final String VERSION = "1";

  /** Copies the list. */
  public SignIn {
    resources = List.copyOf(resources);
  }

  /**
   * Reads the fields that a challenge and a proof share.
   *
   * @throws org.obol.crypto.JsonException naming the member that is missing or wrong
   */
  public static SignIn parse(Json.Obj json) {
    return new SignIn(
        json.requireText("domain"),
        json.text("statement"),
        json.requireText("uri"),
        json.requireText("nonce"),
        json.requireText("issuedAt"),
        json.text("expirationTime"),
        json.text("notBefore"),
        json.text("requestId"),
        json.list("resources").orElse(List.of()).stream()
            .map(item -> item.asText("an entry of \"resources\""))
            .toList());
  }

  /** The wire form of {@code info}. */
  public Json.Obj json() {
    var out = Json.object().put("domain", domain).put("uri", uri).put("version", VERSION);
    out.put("nonce", nonce).put("issuedAt", issuedAt);
    out.putIfPresent("expirationTime", expirationTime.map(Json::of));
    out.putIfPresent("notBefore", notBefore.map(Json::of));
    out.putIfPresent("requestId", requestId.map(Json::of));
    if (!resources.isEmpty()) {
      out.put("resources", resources.stream().map(Json::of).toList());
    }
    return out.putIfPresent("statement", statement.map(Json::of)).build();
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>(List.of(domain, uri, nonce, issuedAt));
    statement.ifPresent(texts::add);
    expirationTime.ifPresent(texts::add);
    notBefore.ifPresent(texts::add);
    requestId.ifPresent(texts::add);
    texts.addAll(resources);
    return texts;
  }
}
