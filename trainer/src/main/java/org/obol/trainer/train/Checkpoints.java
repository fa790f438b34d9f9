package org.obol.trainer.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.obol.crypto.DurableFile;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;

/**
 * The folder with the checkpoints of one run: {@code checkpoint-} and the number of steps. The last
 * one and the one before it are kept, in case that the last cannot be read any more. Each appears
 * whole or not at all. Owned by the thread that trains.
 */
final class Checkpoints {

  private static final Pattern NAME = Pattern.compile("checkpoint-[0-9]{10}");
  // What a process that was killed was just writing, too.
  private static final Pattern OURS = Pattern.compile("\\.?" + NAME + ".*");

  private final Path folder;
  private final Sha256 inputs;
  private Optional<Path> last = Optional.empty();

  /** The checkpoints in this folder, of a run with these inputs. */
  Checkpoints(Path folder, Sha256 inputs) {
    this.folder = folder;
    this.inputs = inputs;
  }

  /** Adds one, unless the last is of this step, and removes those that nobody needs any more. */
  void write(int steps, AdamW optimizer) {
    Path file = folder.resolve("checkpoint-%010d".formatted(steps));
    if (last.equals(Optional.of(file))) {
      return;
    }
    DurableFile.write(file, Checkpoint.bytes(inputs, steps, optimizer), DurableFile.OWNER_ONLY);
    try {
      for (Path old : files(OURS)) {
        if (!old.equals(file) && !Optional.of(old).equals(last)) {
          Files.delete(old);
        }
      }
    } catch (IOException e) {
      throw unusable(e);
    }
    last = Optional.of(file);
  }

  /**
   * Takes over the newest that is whole.
   *
   * @param notes told which are damaged
   * @return how many steps are done; 0 when there is none
   * @throws ObolException when it is of a run with other inputs, or cannot be read
   */
  int restore(AdamW optimizer, Consumer<String> notes) {
    try {
      for (Path file : files(NAME)) {
        switch (Checkpoint.restore(Files.readAllBytes(file), inputs, optimizer)) {
          case Checkpoint.Found.Restored restored -> {
            last = Optional.of(file);
            return restored.steps();
          }
          case Checkpoint.Found.Damaged damaged ->
              notes.accept(file + " " + damaged.why() + "; it is not used");
          case Checkpoint.Found.Foreign foreign -> throw foreign(file);
        }
      }
      return 0;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private List<Path> files(Pattern name) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name.matcher(file.getFileName().toString()).matches())
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  private ObolException foreign(Path file) {
    return new ObolException(
        ObolException.Exit.USAGE,
        file
            + " is of a run with another base model, other records or other settings: give those to"
            + " go on from there, or remove "
            + folder
            + " to train from the beginning");
  }

  private ObolException unusable(IOException e) {
    return new ObolException(
        ObolException.Exit.FAILED,
        "the checkpoints in " + folder + " cannot be used: " + e.getMessage(),
        e);
  }
}
