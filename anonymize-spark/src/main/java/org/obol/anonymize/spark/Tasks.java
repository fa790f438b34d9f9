package org.obol.anonymize.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.util.SerializableConfiguration;
import org.obol.anonymize.PartResult;
import org.obol.anonymize.PartWorker;

/**
 * What executors do. Outcomes that end the job are returned, not thrown, so that Spark neither
 * tries them again nor writes them into its log.
 *
 * @param staging folder in which files are written before they have their final names
 */
record Tasks(PartWorker worker, SerializableConfiguration hadoop, String staging)
    implements Serializable {
  /** Renders a range into a file of the folder {@link #PARTS}. */
  record Render(LineRange range, String name, long[] numbers, long checksum)
      implements Serializable {}

  /** Puts parts together in the folder {@link #WHOLE}. */
  record Join(List<String> parts, String name) implements Serializable {}

  static final String PARTS = "parts";
  static final String WHOLE = "whole";
  private static final String ATTEMPTS = "attempts";
  private static final int STEP = 1 << 20;

  /** {@link LineRange} to {@link org.obol.anonymize.PartFindings}. */
  byte[] find(byte[] range) throws IOException {
    try (InputStream in = open(Wire.read(range, LineRange.class))) {
      return Wire.write(worker.find(in));
    }
  }

  /** {@link Render} to {@link PartResult}. */
  byte[] render(byte[] task) throws IOException {
    Render render = Wire.read(task, Render.class);
    Path attempt = attempt(render.name());
    FileSystem store = Storage.of(attempt, hadoop.value());
    PartResult result;
    try (InputStream in = open(render.range());
        OutputStream out = store.create(attempt, true)) {
      result = worker.render(in, out, render.numbers(), render.checksum());
    }
    if (result instanceof PartResult.Rendered) {
      Storage.publish(store, attempt, file(PARTS, render.name()));
    }
    return Wire.write(result);
  }

  /** {@link Join} to its name. */
  byte[] join(byte[] task) throws IOException {
    Join join = Wire.read(task, Join.class);
    Path attempt = attempt(join.name());
    FileSystem store = Storage.of(attempt, hadoop.value());
    byte[] buffer = new byte[STEP];
    try (OutputStream out = store.create(attempt, true)) {
      for (String part : join.parts()) {
        try (InputStream in = store.open(file(PARTS, part))) {
          for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
          }
        }
      }
    }
    Storage.publish(store, attempt, file(WHOLE, join.name()));
    return Wire.write(join.name());
  }

  private InputStream open(LineRange range) throws IOException {
    Path path = new Path(range.path());
    return new RangeInput(Storage.of(path, hadoop.value()).open(path), range);
  }

  private Path attempt(String name) {
    return file(ATTEMPTS, name + "." + TaskContext.get().taskAttemptId());
  }

  private Path file(String folder, String name) {
    return new Path(folder(folder), name);
  }

  Path folder(String name) {
    return new Path(staging, name);
  }
}
