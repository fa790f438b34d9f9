package org.obol.finetune.backend.launch;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.obol.finetune.backend.TrainingEvent;

/**
 * Writes {@code progress.jsonl}, a line for each event with its time, and hands the events on with
 * an estimate of what is left. Used by one thread at a time.
 */
public final class ProgressFile implements Consumer<TrainingEvent>, AutoCloseable {

  private static final long LIMIT = 1_000_000;

  private final BufferedWriter out;
  private final InstantSource clock;
  private final Consumer<TrainingEvent> next;
  private Optional<Mark> first = Optional.empty();
  private long lines;

  private record Mark(long step, long millis) {}

  /**
   * Begins the file, or goes on with it.
   *
   * @throws IOException when it cannot be written
   */
  public ProgressFile(Path file, InstantSource clock, Consumer<TrainingEvent> next)
      throws IOException {
    boolean cutOff = isCutOff(file);
    this.out =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    this.clock = clock;
    this.next = next;
    if (cutOff) {
      out.newLine();
    }
  }

  /** The machine may have gone down in the middle of a line. */
  private static boolean isCutOff(Path file) throws IOException {
    if (Files.notExists(file)) {
      return false;
    }
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() == 0) {
        return false;
      }
      in.seek(in.length() - 1);
      return in.read() != '\n';
    }
  }

  @Override
  public synchronized void accept(TrainingEvent event) {
    TrainingEvent known = event instanceof TrainingEvent.Step step ? estimate(step) : event;
    // A tool that reports without end must not fill the disk.
    if (lines < LIMIT) {
      write(known);
      lines++;
    }
    next.accept(known);
  }

  private TrainingEvent.Step estimate(TrainingEvent.Step step) {
    if (first.isEmpty()) {
      // What came before it is loading, and says nothing about the pace.
      first = Optional.of(new Mark(step.step(), clock.millis()));
    }
    Mark mark = first.get();
    if (step.step() <= mark.step() || step.total() < step.step()) {
      return step;
    }
    double perStep = (double) (clock.millis() - mark.millis()) / (step.step() - mark.step());
    return step.withRemaining(Duration.ofMillis((long) (perStep * (step.total() - step.step()))));
  }

  private void write(TrainingEvent event) {
    try {
      String text = event.toJson().text();
      out.write("{\"time\":\"" + clock.instant() + "\"," + text.substring(1));
      out.newLine();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
