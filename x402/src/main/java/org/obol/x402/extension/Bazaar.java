package org.obol.x402.extension;

import java.util.Optional;
import org.obol.crypto.Json;

/** The extension bazaar: how a paid route is called, for catalogs of such routes. */
public final class Bazaar {

  /** The extension's name. */
  public static final String ID = "bazaar";

  private Bazaar() {}

  /**
   * What a server puts into {@code extensions} under {@link #ID} for a POST route that takes JSON.
   *
   * @param query an example of the parameters in the URL, all of them texts; may be empty
   * @param body an example of a body
   * @param bodySchema the JSON Schema of a body; the example has to satisfy it
   * @param output an example of an answer
   */
  public static Json.Obj post(
      Json.Obj query, Json.Obj body, Json.Obj bodySchema, Optional<Json.Obj> output) {
    var input =
        Json.object()
            .put("type", "http")
            .put("method", "POST")
            .put("bodyType", "json")
            .put("body", body);
    if (!query.members().isEmpty()) {
      input.put("queryParams", query);
    }
    var info = Json.object().put("input", input.build());
    var properties = Json.object().put("input", inputSchema(query, bodySchema));
    output.ifPresent(
        example -> {
          info.put("output", Json.object().put("type", "json").put("example", example).build());
          properties.put("output", outputSchema());
        });
    return Json.object()
        .put("info", info.build())
        .put("schema", Schemas.root(properties.build(), "input"))
        .build();
  }

  private static Json.Obj inputSchema(Json.Obj query, Json.Obj bodySchema) {
    var properties =
        Json.object()
            .put("type", Json.object().put("type", "string").put("const", "http").build())
            .put("method", oneOf("POST", "PUT", "PATCH"))
            .put("bodyType", oneOf("json", "form-data", "text"))
            .put("body", bodySchema);
    if (!query.members().isEmpty()) {
      String[] names = query.members().keySet().toArray(String[]::new);
      properties.put(
          "queryParams", Schemas.object(Schemas.types(Json.object(), "string", names).build()));
    }
    return Json.object()
        .put("type", "object")
        .put("properties", properties.build())
        .put("required", Schemas.texts("type", "method", "bodyType", "body"))
        .put("additionalProperties", false)
        .build();
  }

  private static Json.Obj outputSchema() {
    return Schemas.object(
        Json.object()
            .put("type", Schemas.type("string"))
            .put("example", Schemas.type("object"))
            .build(),
        "type");
  }

  private static Json.Obj oneOf(String... values) {
    return Json.object().put("type", "string").put("enum", Schemas.texts(values)).build();
  }
}
