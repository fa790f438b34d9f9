package org.obol.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the program finds around it, so that a test can put something else there.
 *
 * @param environment variables of the environment
 * @param terminal whether {@code err} is looked at by a person as it is written
 * @param passphrase asks the person at the terminal, if there is one
 */
public record Surroundings(
    Map<String, String> environment,
    PrintWriter out,
    PrintWriter err,
    boolean terminal,
    Supplier<Optional<String>> passphrase,
    InstantSource clock) {

  /** What surrounds this process; the launcher says whether standard error is a terminal. */
  static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        Boolean.getBoolean("obol.terminal"),
        Surroundings::ask,
        InstantSource.system());
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
  }

  private static Optional<String> ask() {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .flatMap(console -> Optional.ofNullable(console.readPassword("Passphrase: ")))
        .map(String::new);
  }
}
