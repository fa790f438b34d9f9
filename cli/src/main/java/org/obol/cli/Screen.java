package org.obol.cli;

import java.io.PrintWriter;
import java.util.regex.Pattern;
import org.obol.crypto.Json;

/**
 * Where answers and failures are printed. Names, labels and reasons come from strangers, so no
 * control character of theirs reaches the terminal, and no access token is repeated in a failure.
 */
final class Screen {

  // Control characters, and those that turn the direction of what is read.
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");
  private static final Pattern TOKEN = Pattern.compile("(obol-dataset-mt-)[0-9A-Za-z]+");

  private final PrintWriter out;
  private final PrintWriter err;

  Screen(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Prints what a command has to say. */
  void answer(Answer answer, boolean json) {
    if (json) {
      out.println(answer.json().text());
    } else {
      answer.lines().forEach(line -> out.println(printable(line)));
    }
    out.flush();
  }

  /** Whether something of standard output could not be written; those who read on may stop. */
  boolean isLost() {
    return out.checkError();
  }

  /** Prints a line for people while a command is still running. */
  void say(String line) {
    out.println(printable(line));
    out.flush();
  }

  /** Prints a line for people beside the output. */
  void tell(String line) {
    err.println(printable(line));
    err.flush();
  }

  /** Prints a line that people should not miss. */
  void warn(String line) {
    err.println("warning: " + printable(line));
    err.flush();
  }

  /** Prints why a command failed. */
  void failure(Failure failure, boolean json) {
    String message = TOKEN.matcher(printable(failure.message())).replaceAll("$1…");
    if (json) {
      err.println(
          Json.object().put("error", failure.code()).put("message", message).build().text());
    } else {
      err.println("error: " + message);
      failure.hint().ifPresent(err::println);
    }
    err.flush();
  }

  /** Prints where a failure came from, for whoever asked with {@code --debug}. */
  void trace(Throwable failure) {
    failure.printStackTrace(err);
    err.flush();
  }

  /** The text with its control characters made visible. */
  static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }
}
