package org.obol.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.dataset.DatasetId;
import org.obol.dataset.versionlog.LogDocument;

/**
 * A {@code <id>.store.json} of the reference (protocol section 9). What is not known is ignored.
 *
 * @param folder where relative artifact paths start
 * @param artifacts paths by version number, as they are written
 */
record ReferenceStore(
    DatasetId id,
    String groupId,
    LogDocument log,
    List<Grant> grants,
    Path folder,
    Map<Long, Path> artifacts) {

  ReferenceStore {
    grants = List.copyOf(grants);
    artifacts = Map.copyOf(artifacts);
  }

  /** A token's right to the versions up to {@code maxVersion}; nothing is checked yet. */
  record Grant(String tokenHash, String groupId, long maxVersion, Optional<String> label) {}

  /**
   * Reads the file.
   *
   * @throws LedgerException when it cannot be read or has another form
   */
  static ReferenceStore read(Path file) {
    try {
      if (Files.size(file) > LogDocument.MAX_BYTES) {
        throw new LedgerException(file + " is larger than " + LogDocument.MAX_BYTES + " bytes");
      }
      byte[] bytes = Files.readAllBytes(file);
      Json.Obj json = JsonReader.read(bytes, LogDocument.MAX_BYTES).asObject("a store");
      String id = json.requireText("id");
      if (!DatasetId.isValid(id)) {
        throw new JsonException("id \"" + id + "\" is not a dataset id");
      }
      String groupId = json.text("groupID").filter(g -> !g.isEmpty()).orElse(id);
      return new ReferenceStore(
          new DatasetId(id),
          groupId,
          LogDocument.read(bytes),
          grants(json, groupId),
          Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow(),
          artifacts(json));
    } catch (IOException | JsonException e) {
      throw new LedgerException("cannot read the store " + file + ": " + e.getMessage(), e);
    }
  }

  private static List<Grant> grants(Json.Obj json, String groupId) {
    List<Grant> grants = new ArrayList<>();
    for (Json item : json.list("entitlements").orElse(List.of())) {
      Json.Obj grant = item.asObject("an entitlement");
      grants.add(
          new Grant(
              grant.text("tokenHash").orElse(""),
              grant.text("groupID").filter(g -> !g.isEmpty()).orElse(groupId),
              grant.integer("maxVersion").orElse(0L),
              grant.text("label").filter(label -> !label.isBlank())));
    }
    return grants;
  }

  private static Map<Long, Path> artifacts(Json.Obj json) {
    Map<Long, Path> paths = new TreeMap<>();
    json.object("artifacts")
        .ifPresent(
            listed ->
                listed
                    .members()
                    .forEach((seq, path) -> paths.put(seq(seq), path(path.asText("a path")))));
    return paths;
  }

  private static long seq(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new JsonException("artifacts: \"" + text + "\" is not the number of a version");
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (java.nio.file.InvalidPathException e) {
      throw new JsonException("artifacts: not a path: " + e.getReason());
    }
  }
}
