package org.obol.anonymize.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.obol.anonymize.AnonymizeException;

/** A file to anonymize, as it was when the job began. */
record InputFile(String path, long length) {
  /**
   * The files that {@code inputs} name, in their order: files, globs and folders; what a glob or
   * folder holds in the order of paths. Hidden files, whose names begin with {@code .} or {@code
   * _}, are left out of globs and folders.
   *
   * @throws AnonymizeException when an input names no file
   */
  static List<InputFile> list(List<String> inputs, Configuration hadoop) throws IOException {
    List<InputFile> files = new ArrayList<>();
    for (String input : inputs) {
      Path path = new Path(input);
      FileSystem store = Storage.of(path, hadoop);
      int before = files.size();
      FileStatus[] found = store.globStatus(path);
      for (FileStatus each : sorted(found == null ? new FileStatus[0] : found)) {
        if (!isHidden(each) || each.getPath().getName().equals(path.getName())) {
          add(store, each, files);
        }
      }
      if (files.size() == before) {
        throw new AnonymizeException(input + ": there is no such file");
      }
    }
    return files;
  }

  private static void add(FileSystem store, FileStatus status, List<InputFile> files)
      throws IOException {
    if (!status.isDirectory()) {
      files.add(new InputFile(status.getPath().toString(), status.getLen()));
      return;
    }
    for (FileStatus inside : sorted(list(store, status.getPath()))) {
      if (!isHidden(inside)) {
        add(store, inside, files);
      }
    }
  }

  private static boolean isHidden(FileStatus status) {
    String name = status.getPath().getName();
    return name.startsWith(".") || name.startsWith("_");
  }

  private static FileStatus[] list(FileSystem store, Path folder) throws IOException {
    try {
      return store.listStatus(folder);
    } catch (FileNotFoundException e) {
      throw new AnonymizeException(folder + ": gone while it was listed", e);
    }
  }

  private static List<FileStatus> sorted(FileStatus[] found) {
    return Arrays.stream(found)
        .sorted(Comparator.comparing(status -> status.getPath().toString()))
        .toList();
  }

  /** The last component of the path. */
  String name() {
    return new Path(path).getName();
  }
}
