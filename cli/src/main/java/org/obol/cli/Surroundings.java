package org.obol.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the program finds around it, so that a test can put something else there.
 *
 * @param environment variables of the environment
 * @param input the standard input, for commands that read data from it
 * @param output the standard output, for commands that write data to it instead of an answer
 * @param terminal whether {@code err} is looked at by a person as it is written
 * @param passphrase asks the person at the terminal, if there is one
 * @param typed reads a line that the person at the terminal types, if there is one
 */
public record Surroundings(
    Map<String, String> environment,
    InputStream input,
    OutputStream output,
    PrintWriter out,
    PrintWriter err,
    boolean terminal,
    Supplier<Optional<String>> passphrase,
    Supplier<Optional<String>> typed,
    InstantSource clock) {

  /** What surrounds this process; the launcher says whether standard error is a terminal. */
  static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(),
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        writer(whileRead(new FileOutputStream(FileDescriptor.out))),
        writer(new FileOutputStream(FileDescriptor.err)),
        Boolean.getBoolean("obol.terminal"),
        Surroundings::ask,
        Surroundings::line,
        InstantSource.system());
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }

  /** Who reads a pipe, such as {@code head}, may have enough of it; that is no failure. */
  static OutputStream whileRead(OutputStream stream) {
    return new FilterOutputStream(stream) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        try {
          out.write(bytes, from, length);
        } catch (IOException e) {
          if (!String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe")) {
            throw e;
          }
        }
      }
    };
  }

  private static Optional<String> ask() {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .flatMap(console -> Optional.ofNullable(console.readPassword("Passphrase: ")))
        .map(String::new);
  }

  private static Optional<String> line() {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .flatMap(console -> Optional.ofNullable(console.readLine()));
  }
}
