package org.obol.anonymize.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.obol.anonymize.Anonymizer;
import org.obol.anonymize.Numbering;
import org.obol.anonymize.Part;
import org.obol.anonymize.Policy;
import org.obol.anonymize.Report;

/** What the job is compared with. */
final class SingleProcess {
  private SingleProcess() {}

  /** Writes each input to a file of its name in {@code folder}. */
  static Report run(Policy policy, Numbering numbering, List<Path> inputs, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    List<Part> parts = new ArrayList<>();
    for (Path input : inputs) {
      Path output = folder.resolve(input.getFileName());
      parts.add(
          new Part(
              input.toString(),
              () -> Files.newInputStream(input),
              () -> Files.newOutputStream(output),
              true));
    }
    return new Anonymizer(policy, numbering, 2, bytes -> {}).run(parts);
  }
}
