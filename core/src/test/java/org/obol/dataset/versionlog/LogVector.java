package org.obol.dataset.versionlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;

/**
 * One log of the published vectors.
 *
 * @param digests what each entry's signature is over
 */
public record LogVector(
    String name, PrivateKey testKey, Address owner, List<Sha256> digests, VersionLog log) {

  /** All of versionlog.json. */
  public static List<LogVector> all() {
    try (InputStream in = LogVector.class.getResourceAsStream("/versionlog.json")) {
      byte[] utf8 = Objects.requireNonNull(in, "versionlog.json").readAllBytes();
      Json.Obj document = JsonReader.read(utf8, utf8.length).asObject("the vectors");
      return document.list("vectors").orElseThrow().stream().map(LogVector::fromJson).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one of that name. */
  public static LogVector named(String name) {
    return all().stream().filter(v -> v.name.equals(name)).findFirst().orElseThrow();
  }

  private static LogVector fromJson(Json json) {
    Json.Obj vector = json.asObject("a vector");
    List<Json.Obj> entries =
        vector.list("entries").orElseThrow().stream().map(e -> e.asObject("an entry")).toList();
    return new LogVector(
        vector.requireText("name"),
        PrivateKey.ofHex(vector.requireText("testKey")),
        new Address(vector.requireText("owner")),
        entries.stream().map(e -> new Sha256(e.requireText("digest"))).toList(),
        new VersionLog(
            entries.stream()
                .map(e -> VersionEntry.fromJson(e.get("version").orElseThrow()))
                .toList()));
  }

  @Override
  public String toString() {
    return name;
  }
}
