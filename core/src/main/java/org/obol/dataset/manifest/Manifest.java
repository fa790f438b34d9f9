package org.obol.dataset.manifest;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;

/**
 * Everything that {@code manifestHash} commits to (protocol section 2).
 *
 * @param parent manifestHash of the predecessor, absent at v1
 * @param createdAt RFC 3339 UTC: the signed time of the version
 * @param files the first one is the primary artifact
 * @param anonymization what the anonymization stage reported, absent when it was not run
 * @param declaredHash the hash an incoming bundle declared for itself
 * @param importedThrough last version that was taken over from a reference store without a manifest
 */
public record Manifest(
    DatasetId dataset,
    long seq,
    Optional<Sha256> parent,
    String createdAt,
    Address owner,
    Card card,
    List<ManifestFile> files,
    Optional<Json.Obj> anonymization,
    Optional<Sha256> declaredHash,
    Optional<Long> importedThrough) {

  /** Value of the {@code format} member. */
  public static final String FORMAT = "obol-dataset-manifest/1";

  /**
   * Checks the numbers, that there is a file, and that all files can be written beside each other.
   *
   * @throws JsonException naming the rule that is broken
   */
  public Manifest {
    files = List.copyOf(files);
    if (seq < 1) {
      throw new JsonException("seq " + seq + " is below 1");
    }
    importedThrough.ifPresent(k -> requireEarlier(k, seq));
    if (files.isEmpty()) {
      throw new JsonException("a manifest needs at least one file");
    }
    FileName.firstClash(files.stream().map(ManifestFile::name).toList())
        .ifPresent(
            name -> {
              throw new JsonException(
                  "file \""
                      + name
                      + "\" has the name of another file or folder"
                      + " (upper and lower case count as the same)");
            });
  }

  /** The file that the log entry's fileHash and size describe. */
  public ManifestFile primary() {
    return files.getFirst();
  }

  /**
   * Whether both describe the same files in the same words; time, row key and number do not count,
   * nor which build of the anonymizer found the same things.
   */
  public boolean sameContent(Manifest other) {
    if (files.size() != other.files.size()) {
      return false;
    }
    for (int i = 0; i < files.size(); i++) {
      if (!files.get(i).sameContent(other.files.get(i))) {
        return false;
      }
    }
    return card.equals(other.card)
        && entities().equals(other.entities())
        && declaredHash.equals(other.declaredHash);
  }

  /** What the anonymizer found; empty when it was not run. */
  private Optional<Json> entities() {
    return anonymization.map(stage -> stage.get("entities").orElse(Json.object().build()));
  }

  /** The wire form, not yet canonical. */
  public Json.Obj toJson() {
    JsonObject out =
        Json.object()
            .put("format", FORMAT)
            .put("dataset", dataset.text())
            .put("seq", seq)
            .putIfPresent("parent", parent.map(h -> new Json.Str(h.hex())))
            .put("createdAt", createdAt)
            .put("owner", owner.hex())
            .put("card", card.toJson())
            .put("files", files.stream().map(ManifestFile::toJson).toList())
            .putIfPresent("anonymization", anonymization);
    declaredHash.ifPresent(
        h -> out.put("source", Json.object().put("declaredHash", h.hex()).build()));
    importedThrough.ifPresent(k -> out.put("importedThrough", k));
    return out.build();
  }

  /**
   * Reads the wire form. Unknown members are ignored unless {@code crit} names them.
   *
   * @throws JsonException naming the field that is missing, malformed or not understood
   */
  public static Manifest fromJson(Json json) {
    Json.Obj object = json.asObject("a manifest");
    String format = object.requireText("format");
    if (!format.equals(FORMAT)) {
      throw new JsonException("manifest format \"" + format + "\" is not " + FORMAT);
    }
    List<Json> critical = object.list("crit").orElse(List.of());
    if (!critical.isEmpty()) {
      throw new JsonException(
          "the manifest demands extensions this program does not know: "
              + Json.of(critical).text()
              + ". Use a newer version of obol");
    }
    return new Manifest(
        dataset(object),
        object.requireInteger("seq"),
        optionalHash(object, "parent"),
        object.requireText("createdAt"),
        owner(object),
        Card.fromJson(
            object
                .object("card")
                .orElseThrow(() -> new JsonException("field \"card\" is missing"))),
        object.list("files").orElse(List.of()).stream().map(ManifestFile::fromJson).toList(),
        object.object("anonymization"),
        object.object("source").flatMap(s -> optionalHash(s, "declaredHash")),
        object.integer("importedThrough"));
  }

  private static void requireEarlier(long importedThrough, long seq) {
    if (importedThrough < 1 || importedThrough >= seq) {
      throw new JsonException(
          "importedThrough " + importedThrough + " is not a version before " + seq);
    }
  }

  private static DatasetId dataset(Json.Obj object) {
    String text = object.requireText("dataset");
    if (!DatasetId.isValid(text)) {
      throw new JsonException("dataset \"" + text + "\" is not a dataset id");
    }
    return new DatasetId(text);
  }

  private static Address owner(Json.Obj object) {
    try {
      return new Address(object.requireText("owner"));
    } catch (IllegalArgumentException e) {
      throw new JsonException("owner: " + e.getMessage());
    }
  }

  private static Optional<Sha256> optionalHash(Json.Obj object, String field) {
    return object.get(field).isEmpty()
        ? Optional.empty()
        : Optional.of(ManifestFile.hash(object, field));
  }
}
