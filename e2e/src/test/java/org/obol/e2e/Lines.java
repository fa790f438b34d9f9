package org.obol.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The lines of one stream of a process, collected as they come. Its monitor guards everything. */
final class Lines {

  private final List<String> lines = new ArrayList<>();
  private boolean ended;
  private Optional<IOException> broken = Optional.empty();

  static Lines of(InputStream stream) {
    var lines = new Lines();
    Thread.ofVirtual().start(() -> lines.collect(stream));
    return lines;
  }

  private void collect(InputStream stream) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
      end(Optional.empty());
    } catch (IOException e) {
      end(Optional.of(e));
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end(Optional<IOException> why) {
    ended = true;
    broken = why;
    notifyAll();
  }

  /** What has come so far. */
  synchronized List<String> now() {
    return List.copyOf(lines);
  }

  /** All of them, once the stream is at its end. */
  synchronized List<String> all() throws InterruptedException {
    while (!ended) {
      wait();
    }
    broken.ifPresent(
        e -> {
          throw new AssertionError("a stream of the process broke", e);
        });
    return now();
  }

  /** The first line that is wanted; waits for it. */
  synchronized String first(Predicate<String> wanted, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    int looked = 0;
    while (true) {
      for (; looked < lines.size(); looked++) {
        if (wanted.test(lines.get(looked))) {
          return lines.get(looked);
        }
      }
      long left = deadline - System.nanoTime();
      if (ended || left <= 0) {
        throw new AssertionError((ended ? "ended" : "waited too long") + " without it: " + lines);
      }
      wait(left / 1_000_000 + 1);
    }
  }
}
