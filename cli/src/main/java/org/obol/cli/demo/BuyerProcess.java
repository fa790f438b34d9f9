package org.obol.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.obol.cli.Obol;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;

/** This program run as a process of its own, with the buyer's own configuration folder. */
final class BuyerProcess implements AutoCloseable {

  private static final List<String> PASSED_ON =
      List.of("org.sqlite.lib.path", "org.sqlite.lib.name", "jdk.httpclient.bufsize");
  private static final int LONGEST_ANSWER = 1 << 20;

  private final Process process;
  private final BufferedReader output;

  private BuyerProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** What a finished process left. */
  record Ended(int status, String output) {

    /** The last line as JSON, which {@code --json} made it. */
    Json.Obj json() {
      List<String> lines = output.strip().lines().toList();
      return JsonReader.read(lines.getLast()).asObject("the buyer's answer");
    }
  }

  /** Starts {@code obol args…} with {@code home} as its configuration folder. */
  static BuyerProcess start(Path home, List<String> args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    if (args.getFirst().equals("finetune")) {
      // As the launcher does: the trainer is many times faster with it.
      command.add("--add-modules=jdk.incubator.vector");
    }
    PASSED_ON.forEach(
        name ->
            Optional.ofNullable(System.getProperty(name))
                .ifPresent(value -> command.add("-D" + name + "=" + value)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Obol.class.getName()));
    command.addAll(args);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OBOL_CONFIG_DIR", home.toString());
    return new BuyerProcess(builder.start());
  }

  /** Runs {@code obol args…} to its end. */
  static Ended run(Path home, List<String> args) throws IOException {
    try (BuyerProcess buyer = start(home, args)) {
      return buyer.await();
    }
  }

  /** The first line it prints that {@code wanted} accepts. */
  String lineWith(Predicate<String> wanted) throws IOException {
    var before = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (wanted.test(line)) {
        return line;
      }
      before.append(line).append('\n');
    }
    throw new ObolException(ObolException.Exit.FAILED, "the buyer ended early:\n" + before);
  }

  /** Waits for its end. */
  Ended await() throws IOException {
    var out = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (out.length() < LONGEST_ANSWER) {
        out.append(line).append('\n');
      }
    }
    try {
      return new Ended(process.waitFor(), out.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObolException(ObolException.Exit.FAILED, "interrupted", e);
    }
  }

  /** Refuses to go on when it has ended by itself, and says what it said. */
  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw new ObolException(
          ObolException.Exit.FAILED, "the buyer ended early:\n" + await().output());
    }
  }

  /** Kills it without a chance to tidy up (SIGKILL). */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
