package org.obol.anonymize.onnx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.scan.ModelProvider;

/**
 * Where a model lies on this machine: in a directory that is named, or, by its id, in a cache that
 * the hub's own tools filled. Nothing is ever downloaded.
 */
public final class ModelLocation {
  /** The variable that names a model where the command line does not. */
  public static final String VARIABLE = ModelProvider.VARIABLE;

  private static final Pattern ID =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,95}(/[A-Za-z0-9][A-Za-z0-9._-]{0,95})?");

  private ModelLocation() {}

  /**
   * The directory of the model that was asked for, if one was: by the command line, else by {@link
   * #VARIABLE}.
   *
   * @throws AnonymizeException when it is not there
   */
  public static Optional<Path> find(Optional<String> given, Map<String, String> environment) {
    return given
        .or(() -> Optional.ofNullable(environment.get(VARIABLE)).filter(v -> !v.isBlank()))
        .map(model -> find(model, environment));
  }

  /**
   * The directory of {@code model}: a directory, an ONNX file in one, or an id such as {@code
   * org/name}.
   *
   * @throws AnonymizeException when it is not there
   */
  public static Path find(String model, Map<String, String> environment) {
    Optional<Path> path = path(model);
    if (path.isPresent() && (Files.isDirectory(path.get()) || isModelFile(path.get()))) {
      return path.get();
    }
    if (!ID.matcher(model).matches()) {
      throw new AnonymizeException(
          "no model at "
              + model
              + ": there is no such directory; it needs config.json, tokenizer.json and"
              + " model.onnx or onnx/model*.onnx");
    }
    List<Path> hubs = hubs(environment);
    List<Path> looked = new ArrayList<>();
    for (Path hub : hubs) {
      Path repository = hub.resolve("models--" + model.replace("/", "--"));
      looked.add(repository);
      if (Files.isDirectory(repository.resolve("snapshots"))) {
        return snapshot(repository);
      }
    }
    throw new AnonymizeException(
        "no model "
            + model
            + ": "
            + (path.isPresent() ? "no directory has this name, and " : "")
            + (looked.isEmpty()
                ? "neither HF_HOME nor OBOL_DATA_DIR says where a cache of models lies"
                : "none of "
                    + String.join(", ", looked.stream().map(Path::toString).toList())
                    + " exists")
            + "; download it first, or name its directory");
  }

  private static Optional<Path> path(String model) {
    try {
      return model.isBlank() ? Optional.empty() : Optional.of(Path.of(model));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isModelFile(Path path) {
    return path.toString().endsWith(".onnx") && Files.isRegularFile(path);
  }

  private static List<Path> hubs(Map<String, String> environment) {
    List<Path> hubs = new ArrayList<>();
    set(environment, "HF_HOME").ifPresent(home -> hubs.add(home.resolve("hub")));
    set(environment, "OBOL_DATA_DIR")
        .ifPresent(data -> hubs.add(data.resolve("cache").resolve("huggingface").resolve("hub")));
    return hubs;
  }

  private static Optional<Path> set(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).flatMap(ModelLocation::path);
  }

  /** The revision that {@code refs/main} names, or the only one there is. */
  private static Path snapshot(Path repository) {
    Path snapshots = repository.resolve("snapshots");
    try {
      Path main = repository.resolve("refs").resolve("main");
      if (Files.isRegularFile(main)) {
        String revision = Files.readString(main, StandardCharsets.US_ASCII).strip();
        if (ID.matcher(revision).matches() && Files.isDirectory(snapshots.resolve(revision))) {
          return snapshots.resolve(revision);
        }
      }
      try (Stream<Path> list = Files.list(snapshots)) {
        List<Path> all = list.filter(Files::isDirectory).sorted().toList();
        if (all.size() == 1) {
          return all.getFirst();
        }
        throw new AnonymizeException(
            snapshots
                + " has "
                + all.size()
                + " revisions and refs/main names none of them; name the directory of one");
      }
    } catch (IOException e) {
      throw new AnonymizeException("cannot read " + repository + ": " + e.getMessage(), e);
    }
  }
}
