package org.obol.finetune.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.obol.crypto.ObolException;

/**
 * Reads a file once, from its first byte to its last, and says what is wrong with it. Lines are
 * taken in batches, looked at in parallel, and added up in order, so that the report does not
 * depend on the threads.
 */
public final class DataCheck {

  private static final int BATCH_LINES = 1024;
  private static final int BATCH_BYTES = 4 << 20;

  private final DataOptions options;
  private final Tally tally;
  private final List<LineCheck> checks;
  private Optional<Format> format = Optional.empty();
  private boolean opened;

  private DataCheck(DataOptions options) {
    this.options = options;
    this.tally = new Tally(options);
    this.checks =
        IntStream.range(0, options.threads()).mapToObj(i -> new LineCheck(options)).toList();
  }

  /**
   * Checks {@code file}.
   *
   * @throws ObolException when it cannot be read; what is wrong with its content is the report
   */
  public static DataReport run(Path file, DataOptions options) {
    try {
      return new DataCheck(options).check(file);
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    }
  }

  private DataReport check(Path file) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        var lines = new SourceLines(in);
        ExecutorService workers = Executors.newFixedThreadPool(options.threads())) {
      in.mark(FirstBytes.WANTED);
      Optional<FirstBytes.Verdict> other = FirstBytes.verdict(in.readNBytes(FirstBytes.WANTED));
      in.reset();
      boolean readable = other.isEmpty();
      other.ifPresent(verdict -> refuse(verdict.rule(), 1, verdict.message()));
      while (readable) {
        List<SourceLines.Line> batch = batch(lines);
        if (batch.isEmpty()) {
          break;
        }
        readable = opens(batch);
        if (readable) {
          add(batch, workers);
        }
      }
      // The rest of a file that is not JSON Lines is hashed only.
      while (lines.next().isPresent()) {}
      DataSummary summary = tally.summary(String.valueOf(file.getFileName()), lines.source());
      return summary.refuses(options.drop())
          ? new DataReport.Refused(summary)
          : new DataReport.Usable(summary, file, tally.plan());
    }
  }

  private void refuse(Rule rule, long line, String message) {
    var notes = new RecordNotes(line);
    notes.add(rule, Pointer.RECORD, message);
    tally.unreadable(notes);
  }

  private static List<SourceLines.Line> batch(SourceLines lines) throws IOException {
    List<SourceLines.Line> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < BATCH_LINES && bytes < BATCH_BYTES) {
      Optional<SourceLines.Line> line = lines.next();
      if (line.isEmpty()) {
        break;
      }
      batch.add(line.get());
      bytes += line.get().bytes().length;
    }
    return batch;
  }

  /** Looks at the first record for whether it goes on on the next line, and for the format. */
  private boolean opens(List<SourceLines.Line> batch) {
    for (int i = 0; format.isEmpty() && i < batch.size(); i++) {
      SourceLines.Line line = batch.get(i);
      if (RecordLine.isBlank(line)) {
        continue;
      }
      var notes = new RecordNotes(line.number());
      format = RecordLine.read(line, notes).flatMap(Format::of);
      boolean goesOn = notes.error().equals(Optional.of(Rule.CUT_OFF)) && i + 1 < batch.size();
      if (!opened && goesOn) {
        refuse(
            Rule.SPREAD_OVER_LINES, line.number(), "the record does not end where the line does");
        return false;
      }
      opened = true;
    }
    return true;
  }

  private void add(List<SourceLines.Line> batch, ExecutorService workers) {
    int slice = Math.ceilDiv(batch.size(), checks.size());
    List<Future<List<Checked>>> slices = new ArrayList<>();
    for (int i = 0; i * slice < batch.size(); i++) {
      LineCheck check = checks.get(i);
      List<SourceLines.Line> part =
          batch.subList(i * slice, Math.min(batch.size(), (i + 1) * slice));
      slices.add(
          workers.submit(() -> part.stream().map(line -> check.check(line, format)).toList()));
    }
    for (Future<List<Checked>> done : slices) {
      await(done).forEach(line -> tally.add(line, format));
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException("a line could not be looked at", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObolException(
          ObolException.Exit.FAILED, "the check was interrupted; start it again", e);
    }
  }
}
