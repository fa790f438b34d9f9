package org.obol.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the program. */
public final class ProgramVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  /** The version. */
  public static String text() {
    try (InputStream in =
        Objects.requireNonNull(ProgramVersion.class.getResourceAsStream("version.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
