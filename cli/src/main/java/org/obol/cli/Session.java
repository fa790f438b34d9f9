package org.obol.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.Passphrase;
import org.obol.ledger.ObolHome;

/** What a command may use of the world around it. */
public final class Session {

  private static final int MAX_PASSPHRASE = 4096;

  private final Surroundings surroundings;
  private final Screen screen;
  private final BooleanSupplier json;
  private final CountDownLatch answered = new CountDownLatch(1);

  Session(Surroundings surroundings, Screen screen, BooleanSupplier json) {
    this.surroundings = surroundings;
    this.screen = screen;
    this.json = json;
  }

  /** The folder of this owner or buyer. */
  public ObolHome home() {
    return ObolHome.of(surroundings.environment());
  }

  /** The variables of the environment. */
  public Map<String, String> environment() {
    return surroundings.environment();
  }

  /** What time it is. */
  public InstantSource clock() {
    return surroundings.clock();
  }

  /** Tells people something while the command is still running; machines wait for the answer. */
  public void say(String line) {
    if (!json.getAsBoolean()) {
      screen.say(line);
    }
  }

  /**
   * Tells people about something that went on but should be known; machines get it in the answer.
   */
  public void warn(String line) {
    if (!json.getAsBoolean()) {
      screen.warn(line);
    }
  }

  /** Tells people something where it is not taken for output. */
  public void tell(String line) {
    if (!json.getAsBoolean()) {
      screen.tell(line);
    }
  }

  /** Tells machines something while the command is still running, as a line beside the output. */
  public void event(Json.Obj event) {
    if (json.getAsBoolean()) {
      screen.tell(event.text());
    }
  }

  /**
   * Until it is closed, does {@code orderly} when the process is told to end (SIGINT, SIGTERM), and
   * gives the command some time for its answer or failure.
   */
  public OrderlyStop whenStopped(Runnable orderly) {
    return new OrderlyStop(orderly, answered);
  }

  /** The answer or failure of the command is printed. */
  void answered() {
    answered.countDown();
  }

  /** Whether the answer is printed for machines. */
  public boolean json() {
    return json.getAsBoolean();
  }

  /** The standard input, for data. */
  public InputStream input() {
    return surroundings.input();
  }

  /** The standard output, for data; such a command gives no answer there. */
  public OutputStream output() {
    return surroundings.output();
  }

  /** Prints an answer now, for a command that goes on running after it. */
  public void announce(Answer answer) {
    screen.answer(answer, json.getAsBoolean());
  }

  /**
   * Shows how far something with {@code total} bytes has come.
   *
   * @param what names it, for example {@code signing}
   */
  public Progress progress(String what, long total) {
    Progress.Style style =
        json.getAsBoolean()
            ? Progress.Style.NONE
            : surroundings.terminal() ? Progress.Style.BAR : Progress.Style.LINES;
    return new Progress(what, total, style, surroundings.err(), System::nanoTime);
  }

  /**
   * Asks the person at the terminal and returns the line that they type; empty when there is none,
   * or the answer is for machines.
   */
  public Optional<String> ask(String question) {
    if (json.getAsBoolean()) {
      return Optional.empty();
    }
    screen.tell(question);
    return surroundings.typed().get().map(String::strip);
  }

  /** Reads the passphrase from {@code file}, else asks for it; only when it is really needed. */
  public Supplier<Passphrase> passphrase(Optional<Path> file) {
    return () -> file.map(Session::passphraseIn).orElseGet(this::askPassphrase);
  }

  /**
   * Reads the passphrase of a new key from {@code file}, else asks for it twice; only when it is
   * really needed.
   */
  public Supplier<Passphrase> newPassphrase(Optional<Path> file) {
    return () -> file.map(Session::passphraseIn).orElseGet(this::askNewPassphrase);
  }

  private Passphrase askNewPassphrase() {
    Passphrase first = askPassphrase();
    tell("The same once more:");
    if (!askPassphrase().matches(first)) {
      throw new ObolException(
          ObolException.Exit.USAGE, "the two passphrases differ, and nothing was made: try again");
    }
    return first;
  }

  private static Passphrase passphraseIn(Path file) {
    try {
      if (Files.size(file) > MAX_PASSPHRASE) {
        throw new ObolException(
            ObolException.Exit.USAGE,
            file + " is longer than " + MAX_PASSPHRASE + " bytes and so no passphrase");
      }
      // The newline that editors add is no part of it.
      return Passphrase.of(
          Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R\\z", ""));
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, "cannot read the passphrase file " + file, e);
    }
  }

  private Passphrase askPassphrase() {
    return surroundings
        .passphrase()
        .get()
        .map(Passphrase::of)
        .orElseThrow(
            () ->
                new ObolException(
                    ObolException.Exit.USAGE,
                    "a passphrase is needed and there is no terminal to ask for it: give"
                        + " --passphrase-file FILE"));
  }
}
