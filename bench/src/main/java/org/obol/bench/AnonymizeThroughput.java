package org.obol.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.obol.anonymize.Anonymizer;
import org.obol.anonymize.Numbering;
import org.obol.anonymize.Part;
import org.obol.anonymize.Policy;

/**
 * Anonymizes a file from memory to nowhere and prints what each run cost: {@code FILE
 * full|reference THREADS WARM MEASURED}. Vectors are used when the JVM was started with {@code
 * --add-modules jdk.incubator.vector}, else tables.
 */
public final class AnonymizeThroughput {

  private AnonymizeThroughput() {}

  /** Measures. */
  public static void main(String[] args) throws IOException {
    byte[] corpus = Files.readAllBytes(Path.of(args[0]));
    Policy policy =
        switch (args[1]) {
          case "full" -> Policy.full();
          case "reference" -> Policy.reference();
          default -> throw new IllegalArgumentException("No profile: " + args[1]);
        };
    int threads = Integer.parseInt(args[2]);
    var part =
        new Part(
            "corpus", () -> new ByteArrayInputStream(corpus), OutputStream::nullOutputStream, true);
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    Repeated.print(
        vectors ? "vector" : "table",
        corpus.length,
        Integer.parseInt(args[3]),
        Integer.parseInt(args[4]),
        () ->
            new Anonymizer(policy, Numbering.once(), threads, written -> {})
                .run(List.of(part))
                .count());
  }
}
