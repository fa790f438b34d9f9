package org.obol.anonymize.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.obol.anonymize.AnonymizeException;

/**
 * The files of a model.
 *
 * @param tokenizerConfig what else is known of the tokenizer; not every model has it
 */
record ModelFiles(Path config, Path tokenizer, Optional<Path> tokenizerConfig, Path model) {
  /** Small ones first: on a processor they are faster, and lose little. */
  static final List<String> ORDER =
      List.of(
          "model_q4.onnx",
          "model_quantized.onnx",
          "model_int8.onnx",
          "model_uint8.onnx",
          "model.onnx",
          "model_fp16.onnx");

  /**
   * The files in {@code place}, a directory or an ONNX file in it or in its folder {@code onnx}.
   *
   * @throws AnonymizeException when one is missing, or nothing says which of several to take
   */
  static ModelFiles in(Path place) {
    boolean file = Files.isRegularFile(place);
    Path directory = file ? directoryOf(place.toAbsolutePath()) : place;
    Path model = file ? place : choose(directory);
    Path tokenizerConfig = directory.resolve("tokenizer_config.json");
    return new ModelFiles(
        present(directory, "config.json"),
        present(directory, "tokenizer.json"),
        Optional.of(tokenizerConfig).filter(Files::isRegularFile),
        model);
  }

  private static Path directoryOf(Path file) {
    Path folder = file.resolveSibling("");
    return folder.endsWith("onnx") ? folder.resolveSibling("") : folder;
  }

  private static Path present(Path directory, String name) {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new AnonymizeException(
          "the model in " + directory + " cannot be loaded: it has no " + name);
    }
    return file;
  }

  private static Path choose(Path directory) {
    List<Path> folders = List.of(directory.resolve("onnx"), directory);
    for (String name : ORDER) {
      for (Path folder : folders) {
        if (Files.isRegularFile(folder.resolve(name))) {
          return folder.resolve(name);
        }
      }
    }
    TreeSet<Path> others = new TreeSet<>();
    for (Path folder : folders) {
      others.addAll(onnxIn(folder));
    }
    if (others.size() == 1) {
      return others.getFirst();
    }
    throw new AnonymizeException(
        "the model in "
            + directory
            + " cannot be loaded: "
            + (others.isEmpty()
                ? "it has neither model.onnx nor onnx/model*.onnx"
                : "it has several ONNX files and none of " + ORDER + "; name one of them"));
  }

  private static List<Path> onnxIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(f -> f.toString().endsWith(".onnx") && Files.isRegularFile(f)).toList();
    } catch (IOException e) {
      throw new AnonymizeException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }
}
