package org.obol.trainer.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.obol.crypto.Sha256;
import org.obol.trainer.ModelForTest;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.model.RopeScaling;
import org.obol.trainer.text.Example;

/** Trains a small adapter and prints the hash of its bytes; a process of its own for some tests. */
final class AdapterHash {

  static final List<Example> RECORDS =
      List.of(
          ModelForTest.example(1, 35, 5),
          ModelForTest.example(2, 3, 1),
          ModelForTest.example(3, 17, 9));

  private AdapterHash() {}

  public static void main(String[] args) throws Exception {
    System.out.println(train(Integer.parseInt(args[0])));
  }

  /** A run on so many threads. */
  static Sha256 train(int threads) throws Exception {
    return train(threads, 8);
  }

  static Sha256 train(int threads, int epochs) throws Exception {
    Path folder = Files.createTempDirectory("obol-trainer");
    try {
      var run = new RunSettings(threads, folder, 100, 0);
      return of(training(epochs).run(run, progress -> {}, () -> false));
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /** Two steps an epoch. */
  static Training training(int epochs) {
    return new Training(
        ModelForTest.base(config()), ModelForTest.settings(epochs), RECORDS, List.of());
  }

  static ModelConfig config() {
    return ModelForTest.config("qwen3", true, true, new RopeScaling.None());
  }

  static Sha256 of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Finished finished -> of(finished.adapter());
      case Outcome.Stopped stopped -> throw new AssertionError("" + stopped);
    };
  }

  private static Sha256 of(LoraAdapter adapter) {
    MessageDigest digest = Sha256.digest();
    adapter
        .toTensors()
        .forEach(
            (name, tensor) -> {
              digest.update(name.getBytes(StandardCharsets.UTF_8));
              var bytes = ByteBuffer.allocate(tensor.values().length * Float.BYTES);
              bytes.asFloatBuffer().put(tensor.values());
              digest.update(bytes.array());
            });
    return Sha256.of(digest.digest());
  }
}
