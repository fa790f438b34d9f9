package org.obol.x402.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.obol.crypto.Json;

/**
 * What a facilitator can settle (x402 v2, SupportedResponse).
 *
 * @param signers CAIP-2 pattern, such as {@code eip155:*}, to the addresses that send transactions
 */
public record Supported(
    List<Kind> kinds, List<String> extensions, Map<String, List<String>> signers) {

  /** One combination; {@code extra} is to be copied into the offer. */
  public record Kind(int x402Version, String scheme, String network, Optional<Json.Obj> extra) {}

  /** Copies the collections. */
  public Supported {
    kinds = List.copyOf(kinds);
    extensions = List.copyOf(extensions);
    signers = Map.copyOf(signers);
  }

  /** The kind that fits, if there is one. */
  public Optional<Kind> kind(int version, String scheme, String network) {
    return kinds.stream()
        .filter(k -> k.x402Version() == version)
        .filter(k -> k.scheme().equals(scheme) && k.network().equals(network))
        .findFirst();
  }

  /**
   * Reads one; missing {@code extensions} and {@code signers} are empty.
   *
   * @throws org.obol.crypto.JsonException naming the member that is missing or wrong
   */
  public static Supported parse(Json json) {
    Json.Obj object = json.asObject("a supported response");
    List<Kind> kinds =
        Members.list(object, "kinds").stream()
            .map(item -> kind(item.asObject("an entry of \"kinds\"")))
            .toList();
    Map<String, List<String>> signers = new TreeMap<>();
    object
        .object("signers")
        .ifPresent(o -> o.members().keySet().forEach(k -> signers.put(k, texts(o, k))));
    return new Supported(kinds, texts(object, "extensions"), signers);
  }

  private static Kind kind(Json.Obj json) {
    return new Kind(
        Math.toIntExact(json.requireInteger("x402Version")),
        json.requireText("scheme"),
        json.requireText("network"),
        json.object("extra"));
  }

  private static List<String> texts(Json.Obj json, String key) {
    return json.list(key).orElse(List.of()).stream().map(i -> i.asText(key)).toList();
  }

  /** The wire form. */
  public Json.Obj json() {
    var addresses = Json.object();
    signers.forEach((k, v) -> addresses.put(k, v.stream().map(Json::of).toList()));
    return Json.object()
        .put("kinds", kinds.stream().map(Supported::json).toList())
        .put("extensions", extensions.stream().map(Json::of).toList())
        .put("signers", addresses.build())
        .build();
  }

  private static Json.Obj json(Kind kind) {
    return Json.object()
        .put("x402Version", kind.x402Version())
        .put("scheme", kind.scheme())
        .put("network", kind.network())
        .putIfPresent("extra", kind.extra())
        .build();
  }
}
