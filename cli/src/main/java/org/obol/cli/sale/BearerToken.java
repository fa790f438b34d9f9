package org.obol.cli.sale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.obol.crypto.ObolException;

/** A bearer token in a file (RFC 6750 section 2.1); no message shows it. */
public final class BearerToken {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/=-]{16,1024}");
  private static final int LONGEST = 2048;

  private BearerToken() {}

  /**
   * The token in {@code file}.
   *
   * @throws ObolException when the file cannot be read or holds no token
   */
  public static String in(Path file) {
    try {
      String text =
          Files.size(file) > LONGEST ? "" : Files.readString(file, StandardCharsets.UTF_8).strip();
      if (FORM.matcher(text).matches()) {
        return text;
      }
    } catch (IOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot read the token file " + file, e);
    }
    throw new ObolException(
        ObolException.Exit.USAGE,
        file + " holds no token: 16 to 1024 letters, digits or any of - . _ ~ + / =");
  }
}
