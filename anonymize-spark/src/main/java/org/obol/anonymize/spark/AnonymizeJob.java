package org.obol.anonymize.spark;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Numbering;
import org.obol.anonymize.NumberingFile;
import org.obol.anonymize.PartFindings;
import org.obol.anonymize.PartResult;
import org.obol.anonymize.PartWorker;
import org.obol.anonymize.Policy;
import org.obol.anonymize.Report;
import org.obol.anonymize.scan.Detector;

/**
 * Anonymizes files on a Spark cluster: the same numbers and bytes as {@link
 * org.obol.anonymize.Anonymizer} gives, in one folder of parts whose order is that of their names,
 * or with one file for each input.
 *
 * <p>Tasks read ranges of lines twice. After the first time the driver knows of each range its
 * different values, as keyed hashes in reading order, and numbers them; the second time each task
 * gets the numbers of its range. Nothing is shuffled, and no value leaves a task but into the
 * memory of that task.
 */
public final class AnonymizeJob {
  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final Settings settings;
  private final Numbering numbering;
  private final List<InputFile> files;
  private final List<LineRange> ranges;

  private AnonymizeJob(SparkSession session, List<String> inputs, Settings settings)
      throws IOException {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.hadoop = spark.hadoopConfiguration();
    this.settings = settings;
    this.files = InputFile.list(inputs, hadoop);
    this.ranges = LineRange.cut(files, settings.rangeBytes());
    this.numbering =
        settings.numbering().isPresent()
            ? NumberingFile.load(settings.numbering().get())
            : Numbering.once();
  }

  /**
   * Anonymizes {@code inputs}, files, globs or folders, in this order. The folder {@code output}
   * appears, and the numbering is kept, only when everything went well.
   *
   * @throws AnonymizeException when a line is not JSON, an input or the output cannot be used, or
   *     Spark gives up
   */
  public static Report run(
      SparkSession session, List<String> inputs, String output, Settings settings)
      throws IOException {
    requireSerializable(settings.policy());
    AnonymizeJob job = new AnonymizeJob(session, inputs, settings);
    if (settings.oneFileEach()) {
      Staging.requireDifferentNames(job.files);
    }
    try (Staging staging = new Staging(output, job.hadoop)) {
      return job.run(staging);
    }
  }

  private static void requireSerializable(Policy policy) {
    for (Detector detector : policy.detectors()) {
      if (!(detector instanceof Serializable)) {
        throw new AnonymizeException(
            "the detector " + detector.getClass().getName() + " cannot be sent to a cluster");
      }
    }
  }

  private Report run(Staging staging) throws IOException {
    long start = System.nanoTime();
    PartWorker worker = PartWorker.of(settings.policy(), numbering);
    Tasks tasks = new Tasks(worker, new SerializableConfiguration(hadoop), staging.begin());
    List<PartFindings.Complete> found =
        complete(each(ranges, tasks::find, PartFindings.class, "find"));
    List<Tasks.Render> renders = renders(found);
    List<PartResult.Rendered> results =
        rendered(each(renders, tasks::render, PartResult.class, "render"));
    if (settings.oneFileEach()) {
      each(joins(renders), tasks::join, String.class, "join");
    }
    keepNumbers();
    staging.publish(tasks.folder(settings.oneFileEach() ? Tasks.WHOLE : Tasks.PARTS));
    return Report.ofParts(
        settings.policy(),
        numbering,
        files.stream().map(InputFile::path).toList(),
        found,
        results,
        Duration.ofNanos(System.nanoTime() - start));
  }

  /** Before the output appears: numbers that nobody has seen harm nobody, lost ones do. */
  private void keepNumbers() throws IOException {
    if (settings.numbering().isPresent()) {
      NumberingFile.save(numbering, settings.numbering().get());
    }
  }

  /** Does {@code task} for each input on the cluster and returns the results in order. */
  private <T> List<T> each(
      List<? extends Serializable> inputs,
      Function<byte[], byte[]> task,
      Class<T> type,
      String description)
      throws IOException {
    List<byte[]> sent = new ArrayList<>(inputs.size());
    for (Serializable input : inputs) {
      sent.add(Wire.write(input));
    }
    spark.setJobDescription("obol anonymize: " + description);
    List<T> results = new ArrayList<>(inputs.size());
    for (byte[] result : collect(sent, task)) {
      results.add(Wire.read(result, type));
    }
    return results;
  }

  private List<byte[]> collect(List<byte[]> sent, Function<byte[], byte[]> task) {
    try {
      return spark.parallelize(sent, slices(sent.size())).map(task).collect();
    } catch (Exception e) {
      // Scala throws SparkException without declaring it.
      if (e instanceof SparkException) {
        throw new AnonymizeException("Spark gave up, nothing was written; its log says why", e);
      }
      throw e;
    } finally {
      spark.setJobDescription(null);
    }
  }

  /** As many tasks as there are ranges, but of many small files several in a task. */
  private int slices(int inputs) {
    long bytes = files.stream().mapToLong(InputFile::length).sum();
    long full = bytes / settings.rangeBytes() + 1;
    return (int) Math.min(inputs, Math.max(full, spark.defaultParallelism()));
  }

  private List<PartFindings.Complete> complete(List<PartFindings> findings) {
    List<PartFindings.Complete> complete = new ArrayList<>(findings.size());
    long lines = 0;
    for (int i = 0; i < findings.size(); i++) {
      LineRange range = ranges.get(i);
      lines = range.number() == 0 ? 0 : lines;
      switch (findings.get(i)) {
        case PartFindings.Complete part -> {
          complete.add(part);
          lines += part.lines();
        }
        case PartFindings.BadLine bad -> throw bad.in(range.path(), lines);
        case PartFindings.Failed failed -> throw new AnonymizeException(failed.message());
      }
    }
    return complete;
  }

  private List<Tasks.Render> renders(List<PartFindings.Complete> found) {
    List<long[]> numbers = numbering.number(found);
    List<Tasks.Render> renders = new ArrayList<>(ranges.size());
    for (int i = 0; i < ranges.size(); i++) {
      LineRange range = ranges.get(i);
      renders.add(
          new Tasks.Render(range, partName(range), numbers.get(i), found.get(i).checksum()));
    }
    return renders;
  }

  /** Names whose order is that of the ranges. */
  private String partName(LineRange range) {
    int width = Math.max(5, Integer.toString(ranges.size()).length());
    return String.format(
        "part-%0" + width + "d-%0" + width + "d.jsonl", range.file(), range.number());
  }

  private static List<PartResult.Rendered> rendered(List<PartResult> results) {
    List<PartResult.Rendered> rendered = new ArrayList<>(results.size());
    for (PartResult result : results) {
      switch (result) {
        case PartResult.Rendered part -> rendered.add(part);
        case PartResult.Failed failed -> throw new AnonymizeException(failed.message());
      }
    }
    return rendered;
  }

  private List<Tasks.Join> joins(List<Tasks.Render> renders) {
    List<ArrayList<String>> parts = new ArrayList<>();
    for (Tasks.Render render : renders) {
      if (render.range().number() == 0) {
        parts.add(new ArrayList<>());
      }
      parts.getLast().add(render.name());
    }
    List<Tasks.Join> joins = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      joins.add(new Tasks.Join(parts.get(i), files.get(i).name()));
    }
    return joins;
  }
}
