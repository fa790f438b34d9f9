package org.obol.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

/** Runs command lines in this process, in a home of their own. */
public final class CommandLineFixture {

  /** When everything happens. */
  public static final Instant NOW = Instant.parse("2026-06-14T12:00:00Z");

  private final Path folder;
  private final Deque<String> typed = new ArrayDeque<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private InstantSource clock = InstantSource.fixed(NOW);
  private byte[] input = {};
  private final Map<String, String> environment = new HashMap<>();

  /** Lets time pass as {@code source} says. */
  public CommandLineFixture at(InstantSource source) {
    clock = source;
    return this;
  }

  /** A home in {@code folder}, which is empty. */
  public CommandLineFixture(Path folder) {
    this.folder = folder;
    environment.put("OBOL_CONFIG_DIR", home().toString());
  }

  /** What came of one command line. */
  public record Ran(int status, String out, String err) {

    /** Standard output as one strict JSON object. */
    public Json.Obj json() {
      return JsonReader.read(out).asObject("the answer");
    }

    /** Standard error as one strict JSON object. */
    public Json.Obj failure() {
      return JsonReader.read(err).asObject("the failure");
    }

    /** The lines of standard output. */
    public List<String> lines() {
      return out.lines().toList();
    }
  }

  /** Lets somebody at the terminal type these passphrases, the last one from then on. */
  public CommandLineFixture typing(String... passphrases) {
    typed.clear();
    typed.addAll(List.of(passphrases));
    return this;
  }

  private Optional<String> type() {
    return Optional.ofNullable(typed.size() > 1 ? typed.poll() : typed.peek());
  }

  /** Lets somebody at the terminal answer questions with these lines, and then be gone. */
  public CommandLineFixture answering(String... lines) {
    answers.clear();
    answers.addAll(List.of(lines));
    return this;
  }

  /** Lets these bytes come in on standard input. */
  public CommandLineFixture reading(byte[] bytes) {
    input = bytes.clone();
    return this;
  }

  /** Sets a variable of the environment. */
  public CommandLineFixture with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Runs one command line. */
  public Ran run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var output = new ByteArrayOutputStream();
    int status = program(output, out, err).run(args);
    return new Ran(status, out + output.toString(StandardCharsets.UTF_8), err.toString());
  }

  /** Reads one command line and runs nothing; throws what is wrong with its options. */
  public void parse(String... args) {
    program(new ByteArrayOutputStream(), new StringWriter(), new StringWriter())
        .commands(List.of(args))
        .parseArgs(args);
  }

  private Program program(ByteArrayOutputStream output, StringWriter out, StringWriter err) {
    return new Program(
        new Surroundings(
            Map.copyOf(environment),
            new ByteArrayInputStream(input),
            output,
            new PrintWriter(out),
            new PrintWriter(err),
            false,
            this::type,
            () -> Optional.ofNullable(answers.poll()),
            clock));
  }

  /** Starts one command line that runs until it is stopped, by the clock of this machine. */
  public StartedCommand start(String... args) {
    var lines = StartedCommand.queue();
    var surroundings =
        new Surroundings(
            Map.copyOf(environment),
            new ByteArrayInputStream(input),
            new ByteArrayOutputStream(),
            new PrintWriter(new StartedCommand.LineWriter(lines)),
            new PrintWriter(new StartedCommand.LineWriter(lines)),
            false,
            this::type,
            () -> Optional.ofNullable(answers.poll()),
            InstantSource.system());
    return new StartedCommand(lines, () -> new Program(surroundings).run(args));
  }

  /** Lets the local chain be found where every test of this machine has it. */
  public CommandLineFixture withAnvil() throws IOException {
    Path shared = Path.of("..", "devnet", "target", "anvil").toAbsolutePath().normalize();
    Files.createDirectories(shared);
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.createSymbolicLink(data.resolve("devnet"), shared);
    return with("OBOL_DATA_DIR", data.toString());
  }

  /** The configuration folder. */
  public Path home() {
    return folder.resolve("home");
  }

  /** A file with that content. */
  public Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
  }

  /** Where a file of that name would lie. */
  public Path path(String name) {
    return folder.resolve(name);
  }

  /** A file of that many rows. */
  public Path rows(String name, int rows) throws IOException {
    var content = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      content.append("{\"text\":\"row ").append(i).append("\"}\n");
    }
    return file(name, content.toString());
  }
}
