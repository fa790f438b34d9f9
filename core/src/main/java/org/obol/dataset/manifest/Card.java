package org.obol.dataset.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Sha256;

/**
 * What the owner says about a version; signed with it.
 *
 * @param license SPDX id or expression
 * @param licenseSha256 digest of the exact licence text
 * @param permissions use (for example {@code train}) to {@code allowed}, {@code notAllowed} or
 *     {@code constrained}
 */
public record Card(
    Optional<String> title,
    Optional<String> description,
    Optional<String> license,
    Optional<Sha256> licenseSha256,
    List<String> keywords,
    Map<String, String> permissions) {

  /** A card that says nothing. */
  public static final Card EMPTY =
      new Card(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Map.of());

  /** Copies the collections; the permissions keep their order. */
  public Card {
    keywords = List.copyOf(keywords);
    permissions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(permissions));
  }

  /** This card with every field that {@code other} fills taken from there. */
  public Card overriddenBy(Card other) {
    Map<String, String> merged = new LinkedHashMap<>(permissions);
    merged.putAll(other.permissions);
    return new Card(
        other.title.or(() -> title),
        other.description.or(() -> description),
        other.license.or(() -> license),
        other.licenseSha256.or(() -> licenseSha256),
        other.keywords.isEmpty() ? keywords : other.keywords,
        merged);
  }

  /** The wire form; what is not said is left out. */
  public Json.Obj toJson() {
    JsonObject out =
        Json.object()
            .putIfPresent("title", title.map(Json.Str::new))
            .putIfPresent("description", description.map(Json.Str::new))
            .putIfPresent("license", license.map(Json.Str::new))
            .putIfPresent("licenseSha256", licenseSha256.map(h -> new Json.Str(h.hex())));
    if (!keywords.isEmpty()) {
      out.put("keywords", keywords.stream().map(Json.Str::new).toList());
    }
    if (!permissions.isEmpty()) {
      JsonObject uses = Json.object();
      permissions.forEach(uses::put);
      out.put("permissions", uses.build());
    }
    return out.build();
  }

  /**
   * Reads the wire form; unknown members are left to the bytes.
   *
   * @throws JsonException naming the field that is malformed
   */
  public static Card fromJson(Json.Obj json) {
    List<String> keywords =
        json.list("keywords").orElse(List.of()).stream().map(k -> k.asText("a keyword")).toList();
    Map<String, String> permissions = new LinkedHashMap<>();
    json.object("permissions")
        .ifPresent(
            p -> p.members().forEach((use, v) -> permissions.put(use, v.asText("a permission"))));
    return new Card(
        json.text("title"),
        json.text("description"),
        json.text("license"),
        json.text("licenseSha256").map(Card::hash),
        keywords,
        permissions);
  }

  private static Sha256 hash(String text) {
    if (!Sha256.isHex(text)) {
      throw new JsonException("licenseSha256 is not 64 lowercase hex characters");
    }
    return new Sha256(text);
  }
}
