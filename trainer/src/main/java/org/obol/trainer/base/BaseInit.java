package org.obol.trainer.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.obol.crypto.DurableFile;
import org.obol.crypto.Json;
import org.obol.trainer.safetensors.SafetensorsFolder;
import org.obol.trainer.safetensors.SafetensorsWriter;
import org.obol.trainer.text.SpecialTokens;

/**
 * Makes a base model that has learned nothing, in the layout of Hugging Face, so that other tools
 * load it too. The same preset and seed give the same bytes on every machine.
 */
public final class BaseInit {

  private BaseInit() {}

  /**
   * Makes {@code folder}, which appears whole or not at all.
   *
   * @param seed from 0
   * @throws BaseException when the folder is there already or cannot be written
   */
  public static void create(Path folder, Preset preset, long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("seed " + seed + " is below 0");
    }
    Path target = folder.toAbsolutePath().normalize();
    Path parent =
        Optional.ofNullable(target.getParent())
            .orElseThrow(() -> new BaseException(folder + " is no name for a new folder"));
    if (Files.exists(target)) {
      throw new BaseException(folder + " is already there and is not replaced; give another name");
    }
    try {
      Files.createDirectories(parent);
      Path temporary = Files.createTempDirectory(parent, "." + target.getFileName() + ".");
      try {
        fill(temporary, preset, seed);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        discard(temporary);
      }
      sync(parent);
    } catch (IOException e) {
      throw new BaseException(
          "cannot write " + folder + ": " + e.getMessage() + "; check the folder and its space", e);
    }
  }

  private static void fill(Path folder, Preset preset, long seed) {
    var documents = new BaseDocuments(preset);
    write(folder.resolve("config.json"), documents.config());
    write(folder.resolve("tokenizer.json"), documents.tokenizer());
    write(folder.resolve(SpecialTokens.FILE), documents.tokenizerConfig());
    SafetensorsWriter.write(
        folder.resolve(SafetensorsFolder.WHOLE),
        RandomWeights.of(preset, seed),
        // Without it, transformers refuses the file.
        Map.of("format", "pt"));
  }

  private static void write(Path file, Json.Obj content) {
    DurableFile.create(file, content.utf8(), DurableFile.READABLE);
  }

  /** Nothing to do when it got its name. */
  private static void discard(Path temporary) throws IOException {
    if (!Files.exists(temporary)) {
      return;
    }
    try (Stream<Path> held = Files.list(temporary)) {
      for (Path file : held.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(temporary);
  }

  private static void sync(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
