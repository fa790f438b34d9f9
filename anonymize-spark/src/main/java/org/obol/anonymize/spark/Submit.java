package org.obol.anonymize.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Policy;
import org.obol.anonymize.Report;

/** The job as a program for {@code spark-submit}; see docs/guides/anonymize-spark.md. */
public final class Submit {
  private static final String USAGE =
      "usage: Submit [--profile full|reference] [--numbering FILE] [--drop-bad-lines]"
          + " [--one-file-each] [--range-mib N] INPUT... OUTPUT";

  private Submit() {}

  /** What the arguments say. */
  record Order(List<String> inputs, String output, Settings settings) {}

  public static void main(String[] args) throws IOException {
    Order order = order(List.of(args));
    try (SparkSession session = SparkSession.builder().appName("obol-anonymize").getOrCreate()) {
      print(
          AnonymizeJob.run(session, order.inputs(), order.output(), order.settings()), System.out);
    }
  }

  static Order order(List<String> args) {
    Deque<String> rest = new ArrayDeque<>(args);
    List<String> paths = new ArrayList<>();
    Policy policy = Policy.full();
    boolean dropBadLines = false;
    boolean oneFileEach = false;
    long range = Settings.DEFAULT_RANGE;
    Optional<Path> numbering = Optional.empty();
    while (!rest.isEmpty()) {
      String arg = rest.remove();
      switch (arg) {
        case "--profile" -> policy = profile(value(arg, rest));
        case "--numbering" -> numbering = Optional.of(Path.of(value(arg, rest)));
        case "--range-mib" -> range = mebibytes(value(arg, rest));
        case "--drop-bad-lines" -> dropBadLines = true;
        case "--one-file-each" -> oneFileEach = true;
        default -> paths.add(path(arg));
      }
    }
    if (paths.size() < 2) {
      throw new AnonymizeException(USAGE);
    }
    policy =
        new Policy(
            policy.profile(),
            policy.labels(),
            policy.fields(),
            policy.operators(),
            policy.detectors(),
            dropBadLines);
    return new Order(
        List.copyOf(paths.subList(0, paths.size() - 1)),
        paths.getLast(),
        new Settings(policy, numbering, range, oneFileEach));
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new AnonymizeException(option + " needs a value; " + USAGE);
    }
    return rest.remove();
  }

  private static String path(String arg) {
    if (arg.startsWith("--")) {
      throw new AnonymizeException("unknown option " + arg + "; " + USAGE);
    }
    return arg;
  }

  private static Policy profile(String name) {
    return switch (name) {
      case "full" -> Policy.full();
      case "reference" -> Policy.reference();
      default -> throw new AnonymizeException("unknown profile " + name + "; " + USAGE);
    };
  }

  private static long mebibytes(String number) {
    if (!number.matches("[1-9][0-9]{0,5}")) {
      throw new AnonymizeException("--range-mib needs a number from 1; " + USAGE);
    }
    return Long.parseLong(number) << 20;
  }

  private static void print(Report report, PrintStream out) {
    out.printf(
        "%d spans in %d lines of %d files, %d lines dropped, %.1f s%n",
        report.count(),
        report.lines(),
        report.files().size(),
        report.droppedLines(),
        report.elapsed().toNanos() / 1e9);
    report
        .labels()
        .forEach(
            (label, found) ->
                out.printf("%s %d, %d different%n", label, found.count(), found.distinct()));
  }
}
