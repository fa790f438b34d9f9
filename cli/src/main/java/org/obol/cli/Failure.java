package org.obol.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.obol.anonymize.AnonymizeException;
import org.obol.crypto.ObolException;
import org.obol.dataset.VerificationException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A failure as it is shown.
 *
 * @param code stable name for machines
 * @param message what is wrong, which value, what next
 * @param hint one more line for people
 * @param status what the process exits with
 */
record Failure(String code, String message, Optional<String> hint, int status) {

  private static final Pattern KEY_LIKE = Pattern.compile("(0x)?\\b[0-9a-fA-F]{64}\\b");

  // How picocli ends what it says about a word that it cannot read.
  private static final Pattern EXCEPTION = Pattern.compile(" \\((?:\\w+\\.)+\\w+Exception: .*\\)$");

  /** What {@code thrown} means to the user; whatever is not foreseen is a bug. */
  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case VerificationException e -> of(e.code(), e);
      case ObolException e -> of(e.exit().name().toLowerCase(Locale.ROOT), e);
      case AnonymizeException e -> failed("failed", String.valueOf(e.getMessage()));
      case InvalidPathException e ->
          failed(
              "failed",
              "the path \""
                  + e.getInput()
                  + "\" cannot be used here; if it has letters beyond ASCII, set LC_ALL=C.UTF-8");
      case IOException e -> failed("failed", reason(e));
      default ->
          failed(
              "internal",
              "internal error: " + thrown.getClass().getSimpleName() + "; run again with --debug");
    };
  }

  /** A command line that is wrong. What was typed is repeated, except what may be a key. */
  static Failure usage(ParameterException e) {
    String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
    String message = EXCEPTION.matcher(said).replaceFirst("") + suggestion(e);
    return new Failure(
        "usage",
        KEY_LIKE.matcher(message).replaceAll("<64 hex characters>"),
        Optional.of("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help"),
        ObolException.Exit.USAGE.code());
  }

  private static String suggestion(ParameterException e) {
    return e instanceof UnmatchedArgumentException unmatched
            && !unmatched.getSuggestions().isEmpty()
        ? "; did you mean " + unmatched.getSuggestions().getFirst() + "?"
        : "";
  }

  private static Failure of(String code, ObolException e) {
    return new Failure(code, String.valueOf(e.getMessage()), Optional.empty(), e.exit().code());
  }

  private static Failure failed(String code, String message) {
    return new Failure(code, message, Optional.empty(), ObolException.Exit.FAILED.code());
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException f -> f.getFile() + ": no such file";
      case AccessDeniedException f -> f.getFile() + ": permission denied";
      case FileSystemException f ->
          f.getFile() + ": " + Optional.ofNullable(f.getReason()).orElse("cannot be used");
      default -> "reading or writing failed: " + e.getMessage();
    };
  }
}
