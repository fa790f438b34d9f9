package org.obol.node.listing;

import java.util.List;
import java.util.Map;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.dataset.manifest.Manifest;

/** What Croissant calls record sets: the columns of files whose rows have a known form. */
final class RecordSets {

  private RecordSets() {}

  /** One for each position in {@code rows}, in the order of the files. */
  static List<Json.Obj> of(Manifest manifest, Map<Integer, RowFormat> rows) {
    return rows.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            file ->
                recordSet(
                    file.getKey(),
                    manifest.files().get(file.getKey()).name().text(),
                    file.getValue()))
        .toList();
  }

  private static Json.Obj recordSet(int position, String file, RowFormat format) {
    String id = "rows-" + position;
    return Json.object()
        .put("@type", "cr:RecordSet")
        .put("@id", id)
        .put("name", file)
        .put("field", format.columns().stream().map(column -> field(id, position, column)).toList())
        .build();
  }

  private static Json.Obj field(String rows, int position, RowFormat.Column column) {
    String id = rows + "/" + column.name();
    JsonObject source = source(position, column.name());
    if (column.turns().isEmpty()) {
      return text(id, column.name(), source.build());
    }
    return named("cr:Field", id, column.name())
        .put("isArray", true)
        .put("arrayShape", "-1")
        .put(
            "subField",
            column.turns().stream().map(part -> part(id, position, column.name(), part)).toList())
        .build();
  }

  /** Of each object in the list of {@code column} that part. */
  private static Json.Obj part(String parent, int position, String column, String part) {
    Json.Obj transform = Json.object().put("jsonPath", part).build();
    return text(
        parent + "/" + part, part, source(position, column).put("transform", transform).build());
  }

  private static Json.Obj text(String id, String name, Json.Obj source) {
    return named("cr:Field", id, name).put("dataType", "sc:Text").put("source", source).build();
  }

  private static JsonObject source(int position, String column) {
    return Json.object()
        .put("fileObject", Json.object().put("@id", Croissant.fileId(position)).build())
        .put("extract", Json.object().put("column", column).build());
  }

  private static JsonObject named(String type, String id, String name) {
    return Json.object().put("@type", type).put("@id", id).put("name", name);
  }
}
