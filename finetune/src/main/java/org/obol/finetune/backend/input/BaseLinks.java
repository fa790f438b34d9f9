package org.obol.finetune.backend.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.RunPlan;

/**
 * The base model as a tool sees it: a folder of links to the files that cannot carry code, and the
 * chat template of the run. Pickles, Python files and templates of the base are not in it.
 */
public final class BaseLinks {

  private static final Set<String> SAFE = Set.of("safetensors", "json", "txt", "model");

  private BaseLinks() {}

  /**
   * Makes the folder.
   *
   * @throws IOException when it is there, or cannot be written
   * @throws ObolException when the base has no weights in safetensors
   */
  public static void make(RunPlan plan) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(plan.base())) {
      files = all.filter(Files::isRegularFile).filter(BaseLinks::isSafe).sorted().toList();
    }
    if (files.stream().noneMatch(file -> extension(file).equals("safetensors"))) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          plan.base()
              + " holds no .safetensors file; weights in pickles are not read, because they can"
              + " carry code: convert the model first");
    }
    Path folder = Files.createDirectory(plan.files().base());
    for (Path file : files) {
      Files.createSymbolicLink(folder.resolve(file.getFileName()), file.toRealPath());
    }
    // Hugging Face's tokenizers prefer this file to the template in tokenizer_config.json.
    Files.writeString(
        folder.resolve("chat_template.jinja"), Jinja.text(plan.template()), StandardCharsets.UTF_8);
  }

  private static boolean isSafe(Path file) {
    return SAFE.contains(extension(file));
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
