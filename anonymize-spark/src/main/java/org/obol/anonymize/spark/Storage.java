package org.obol.anonymize.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Where files are: whatever Hadoop can reach. */
final class Storage {
  private Storage() {}

  /** The file system of a path; the local one without checksum files beside the data. */
  static FileSystem of(Path path, Configuration hadoop) throws IOException {
    FileSystem store = path.getFileSystem(hadoop);
    return store instanceof LocalFileSystem local ? local.getRaw() : store;
  }

  /**
   * Gives a file or folder its final name.
   *
   * @throws IOException when it cannot be had
   */
  static void rename(FileSystem store, Path from, Path to) throws IOException {
    if (!store.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  /**
   * Publishes what one attempt at a task wrote. Another attempt may have been faster; it wrote the
   * same bytes.
   */
  static void publish(FileSystem store, Path attempt, Path file) throws IOException {
    if (store.rename(attempt, file)) {
      return;
    }
    if (!store.exists(file)) {
      throw new IOException("cannot rename " + attempt + " to " + file);
    }
    store.delete(attempt, false);
  }
}
