package org.obol.x402.extension;

import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;

/** JSON Schema (2020-12) fragments that go with an extension's {@code info}. */
final class Schemas {

  private Schemas() {}

  /** The root of a schema: an object with these properties. */
  static Json.Obj root(Json.Obj properties, String... required) {
    return Json.object()
        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
        .put("type", "object")
        .put("properties", properties)
        .put("required", texts(required))
        .build();
  }

  /** An object with these properties. */
  static Json.Obj object(Json.Obj properties, String... required) {
    return Json.object()
        .put("type", "object")
        .put("properties", properties)
        .put("required", texts(required))
        .build();
  }

  /** A value of that type. */
  static Json.Obj type(String name) {
    return Json.object().put("type", name).build();
  }

  /** Properties of that type, in order. */
  static JsonObject types(JsonObject properties, String type, String... keys) {
    for (String key : keys) {
      properties.put(key, type(type));
    }
    return properties;
  }

  static Json texts(String... values) {
    return Json.of(List.of(values).stream().map(Json::of).toList());
  }
}
