package org.obol.anonymize.spark;

import java.io.IOException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.obol.anonymize.AnonymizeException;

/**
 * The hidden folder beside the output in which everything is written, until one rename gives it its
 * final name. Closing it removes what is still there.
 */
final class Staging implements AutoCloseable {
  private final FileSystem store;
  private final Path output;
  private final Path folder;

  /**
   * @throws AnonymizeException when there is something at {@code output} already
   */
  Staging(String output, Configuration hadoop) throws IOException {
    Path given = new Path(output);
    this.store = Storage.of(given, hadoop);
    this.output = given.makeQualified(store.getUri(), store.getWorkingDirectory());
    if (store.exists(this.output)) {
      throw new AnonymizeException(output + " is there already: name a new folder");
    }
    String unique = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    this.folder = new Path(this.output.getParent(), "." + this.output.getName() + "." + unique);
  }

  /** Makes the folder with folders for parts and whole files in it, and returns its name. */
  String begin() throws IOException {
    for (String each : List.of(Tasks.PARTS, Tasks.WHOLE)) {
      if (!store.mkdirs(new Path(folder, each))) {
        throw new IOException("cannot make the folder " + folder);
      }
    }
    return folder.toString();
  }

  /** Makes {@code files} the output. */
  void publish(Path files) throws IOException {
    Storage.rename(store, files, output);
  }

  @Override
  public void close() throws IOException {
    store.delete(folder, true);
  }

  /**
   * @throws AnonymizeException unless each input can have an output of its name
   */
  static void requireDifferentNames(List<InputFile> files) {
    Set<String> names = new HashSet<>();
    for (InputFile file : files) {
      if (!names.add(file.name())) {
        throw new AnonymizeException(
            "two inputs are called " + file.name() + ": outputs of one folder need other names");
      }
    }
  }
}
