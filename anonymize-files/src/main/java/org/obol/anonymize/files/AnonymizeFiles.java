package org.obol.anonymize.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Anonymizer;
import org.obol.anonymize.Numbering;
import org.obol.anonymize.Part;
import org.obol.anonymize.Policy;
import org.obol.anonymize.Report;

/**
 * Anonymizes files: reads them in order, writes results under temporary names, keeps the numbering,
 * and only then gives the results their names. A run that fails leaves nothing.
 */
public final class AnonymizeFiles {
  /** As input the standard input, as output the standard output. */
  public static final Path STANDARD = Path.of("-");

  private static final int BUFFER = 1 << 16;

  private final Policy policy;
  private final int threads;
  private final LongConsumer progress;

  /**
   * @param threads how many blocks are worked on at the same time
   * @param progress is told the bytes read from files, before decompression
   */
  public AnonymizeFiles(Policy policy, int threads, LongConsumer progress) {
    this.policy = policy;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Where things are read and written.
   *
   * @param in a file, a folder, or {@link #STANDARD}
   * @param out a file, a folder exactly when {@code in} is one, or {@link #STANDARD}
   * @param report where the report goes: as text when the name ends in .txt, else as JSON
   * @param numbering where numbers are kept from run to run
   * @param force whether outputs that are there are replaced
   */
  public record Request(
      Path in, Path out, Optional<Path> report, Optional<Path> numbering, boolean force) {}

  private interface ReportSink {
    void accept(Report report) throws IOException;
  }

  /** The streams of the process. */
  public record Streams(InputStream in, OutputStream out) {}

  /** Bytes of the files at {@code in}, for showing progress; 0 for the standard input. */
  public static long size(Path in) throws IOException {
    long total = 0;
    if (!in.equals(STANDARD)) {
      for (Input input : Inputs.at(in)) {
        total += Files.size(input.path());
      }
    }
    return total;
  }

  /**
   * Anonymizes what the request names.
   *
   * @throws AnonymizeException when an input is not what it should be or an output is there already
   */
  public Report run(Request request, Streams streams) throws IOException {
    Apart.require(request);
    boolean toStandard = request.out().equals(STANDARD);
    try (Staging staging = new Staging(request.force())) {
      Optional<Path> report = request.report().map(staging::file);
      boolean asText =
          request.report().filter(path -> path.toString().endsWith(".txt")).isPresent();
      Path nameless = toStandard ? staging.nameless() : STANDARD;
      List<Part> parts =
          toStandard
              ? List.of(single(request.in(), streams, nameless, Compression.NONE))
              : named(request, streams, staging);
      Report made =
          run(
              parts,
              request.numbering(),
              staging,
              done -> {
                if (report.isPresent()) {
                  write(done, report.get(), asText);
                }
              });
      if (toStandard) {
        Staging.copy(nameless, streams.out());
      }
      return made;
    }
  }

  /**
   * Anonymizes {@code inputs}, in this order, into files of the same names in {@code folder}, which
   * is empty.
   */
  public Report run(List<Input> inputs, Path folder, Path numbering) throws IOException {
    try (Staging staging = new Staging(false)) {
      staging.folder(folder);
      List<Part> parts = new ArrayList<>();
      for (Input input : inputs) {
        parts.add(part(input, staging.inFolder(input.name()), input.compression()));
      }
      return run(parts, Optional.of(numbering), staging, done -> {});
    }
  }

  private Report run(
      List<Part> parts, Optional<Path> numberingFile, Staging staging, ReportSink reports)
      throws IOException {
    Optional<KeptNumbering> kept = Optional.empty();
    if (numberingFile.isPresent()) {
      kept = Optional.of(KeptNumbering.load(numberingFile.get()));
    }
    Numbering numbering = kept.map(KeptNumbering::numbering).orElseGet(Numbering::once);
    Report report = new Anonymizer(policy, numbering, threads, read -> {}).run(parts);
    reports.accept(report);
    if (kept.isPresent()) {
      kept.get().save();
    }
    staging.commit();
    return report;
  }

  private List<Part> named(Request request, Streams streams, Staging staging) throws IOException {
    if (request.in().equals(STANDARD) || !Files.isDirectory(request.in())) {
      Compression compression =
          Compression.named(request.out().toString())
              .orElseThrow(
                  () ->
                      new AnonymizeException(
                          request.out() + ": name it .jsonl, .jsonl.gz or .jsonl.zst"));
      return List.of(single(request.in(), streams, staging.file(request.out()), compression));
    }
    List<Input> inputs = Inputs.at(request.in());
    staging.folder(request.out());
    List<Part> parts = new ArrayList<>();
    for (Input input : inputs) {
      parts.add(part(input, staging.inFolder(input.name()), input.compression()));
    }
    return parts;
  }

  private Part single(Path in, Streams streams, Path out, Compression compression)
      throws IOException {
    if (in.equals(STANDARD)) {
      return new Part(
          Input.STANDARD,
          () -> Input.standard(streams.in(), progress),
          () -> output(out, compression),
          false);
    }
    if (Files.isDirectory(in)) {
      throw new AnonymizeException(in + " is a folder; give a folder for the output too");
    }
    return part(Inputs.at(in).getFirst(), out, compression);
  }

  private Part part(Input input, Path out, Compression compression) {
    return new Part(input.name(), () -> input.open(progress), () -> output(out, compression), true);
  }

  private static OutputStream output(Path file, Compression compression) throws IOException {
    return compression.encoded(new BufferedOutputStream(new SyncedOutput(file), BUFFER));
  }

  private static void write(Report report, Path file, boolean text) throws IOException {
    try (var out = new SyncedOutput(file)) {
      out.write(
          text
              ? (String.join("\n", ReportText.lines(report)) + "\n")
                  .getBytes(StandardCharsets.UTF_8)
              : ReportJson.withTiming(report));
    }
  }
}
