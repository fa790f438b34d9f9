package org.obol.dataset.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.FileName;

/** Finds the files of a version: a bundle directory with manifest.json, or bare .jsonl files. */
public final class BundleReader {

  private static final String MANIFEST = "manifest.json";
  private static final long MAX_MANIFEST = 16L << 20;

  private BundleReader() {}

  /**
   * Reads one bundle directory, or takes one or more bare .jsonl files, the first being primary.
   *
   * @throws BundleException naming the file and the rule
   */
  public static Bundle read(List<Path> paths) throws IOException {
    if (paths.size() == 1 && Files.isDirectory(paths.getFirst())) {
      return directory(paths.getFirst());
    }
    List<Bundle.Item> items = new ArrayList<>();
    for (Path path : paths) {
      regularFile(path);
      FileName name = name(String.valueOf(path.getFileName()));
      if (!name.isJsonl()) {
        throw new BundleException(
            path + ": not a .jsonl file. Give .jsonl files, or a directory with a manifest.json");
      }
      items.add(new Bundle.Item(name, path, Optional.empty(), Optional.empty()));
    }
    return checked(new Bundle(items, Optional.empty()));
  }

  private static Bundle directory(Path directory) throws IOException {
    Path file = directory.resolve(MANIFEST);
    if (!Files.exists(file)) {
      throw new BundleException(
          directory
              + ": no manifest.json in this directory. Add one"
              + " ({\"hash\":<64 hex>,\"files\":[\"data.jsonl\"]}) or give the .jsonl file itself");
    }
    Json.Obj manifest;
    try {
      manifest = JsonReader.read(limited(file), MAX_MANIFEST).asObject(MANIFEST);
    } catch (JsonException e) {
      throw new BundleException(file + ": " + e.getMessage());
    }
    try {
      return checked(
          new Bundle(
              primaryFirst(items(directory, manifest)), Optional.of(declaredHash(manifest))));
    } catch (JsonException e) {
      throw new BundleException(file + ": " + e.getMessage());
    }
  }

  /** The bytes of a file, but at most one more than a manifest may have. */
  private static byte[] limited(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(regularFile(file))) {
      return in.readNBytes((int) MAX_MANIFEST + 1);
    }
  }

  private static Sha256 declaredHash(Json.Obj manifest) {
    String hash = manifest.requireText("hash").toLowerCase(Locale.ROOT);
    if (!Sha256.isHex(hash)) {
      throw new JsonException("\"hash\" must be 64 hex characters");
    }
    return new Sha256(hash);
  }

  private static List<Bundle.Item> items(Path directory, Json.Obj manifest) throws IOException {
    List<Json> listed =
        manifest.list("files").orElseThrow(() -> new JsonException("field \"files\" is missing"));
    List<Bundle.Item> items = new ArrayList<>();
    for (Json entry : listed) {
      items.add(item(directory, entry));
    }
    return items;
  }

  /** An entry is a name, as in the reference, or {@code {"name","sha256"?,"size"?}}. */
  private static Bundle.Item item(Path directory, Json entry) throws IOException {
    Json.Obj object =
        entry instanceof Json.Str name
            ? Json.object().put("name", name).build()
            : entry.asObject("an entry of \"files\"");
    FileName name = name(object.requireText("name"));
    Optional<Sha256> declared =
        object
            .text("sha256")
            .map(
                h -> {
                  if (!Sha256.isHex(h)) {
                    throw new JsonException(
                        "sha256 of \"" + name + "\" is not 64 lowercase hex characters");
                  }
                  return new Sha256(h);
                });
    return new Bundle.Item(name, inside(directory, name), declared, object.integer("size"));
  }

  /** Resolves a listed name; a symbolic link may not lead out of the bundle. */
  private static Path inside(Path directory, FileName name) throws IOException {
    Path path = regularFile(directory.resolve(name.text()));
    if (!path.toRealPath().startsWith(directory.toRealPath())) {
      throw new BundleException(
          path + ": a symbolic link that leads out of the bundle. Put the file itself there");
    }
    return path;
  }

  private static Path regularFile(Path path) {
    if (!Files.exists(path)) {
      throw new BundleException(path + ": no such file");
    }
    if (!Files.isRegularFile(path)) {
      throw new BundleException(path + ": not a regular file");
    }
    return path;
  }

  private static List<Bundle.Item> primaryFirst(List<Bundle.Item> items) {
    List<Bundle.Item> jsonl = items.stream().filter(i -> i.name().isJsonl()).toList();
    if (jsonl.isEmpty()) {
      throw new JsonException("\"files\" lists no .jsonl file");
    }
    Bundle.Item primary =
        jsonl.stream().filter(BundleReader::looksLikeTraining).findFirst().orElse(jsonl.getFirst());
    List<Bundle.Item> ordered = new ArrayList<>(items);
    ordered.remove(primary);
    ordered.addFirst(primary);
    return ordered;
  }

  private static boolean looksLikeTraining(Bundle.Item item) {
    String name = item.name().text().toLowerCase(Locale.ROOT);
    return name.contains("sft") || name.contains("instruct");
  }

  private static Bundle checked(Bundle bundle) throws IOException {
    FileName.firstClash(bundle.files().stream().map(Bundle.Item::name).toList())
        .ifPresent(
            name -> {
              throw new BundleException(
                  "file \"" + name + "\" has the name of another file or folder; rename one");
            });
    for (Bundle.Item item : bundle.files()) {
      if (item.name().isJsonl() && Files.size(item.path()) == 0) {
        throw new BundleException(item.path() + ": the file is empty");
      }
    }
    return bundle;
  }

  private static FileName name(String text) {
    try {
      return new FileName(text);
    } catch (IllegalArgumentException e) {
      throw new BundleException(String.valueOf(e.getMessage()));
    }
  }
}
