package org.obol.finetune.backend.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Cuts what a program prints into lines. A carriage return ends a line too: progress bars redraw
 * themselves with it. Colours and control characters are removed, bytes that are not UTF-8
 * replaced, and what is longer than {@value #LONGEST} bytes is cut, so that no output can fill the
 * memory.
 */
final class OutputLines {

  static final int LONGEST = 8192;

  // ECMA-48: control sequences, operating system commands, and two-byte escapes.
  private static final Pattern ESCAPES =
      Pattern.compile(
          "\u001b\\[[0-?]*["
              + " -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|\u001b[@-_]?");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\t]]");

  private final Consumer<String> lines;
  private final byte[] line = new byte[LONGEST];
  private int length;

  OutputLines(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Reads to the end. */
  void read(InputStream in) throws IOException {
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        add(buffer[i]);
      }
    }
    end();
  }

  private void add(byte b) {
    if (b == '\n' || b == '\r') {
      end();
    } else if (length < LONGEST) {
      line[length++] = b;
    }
  }

  private void end() {
    String text = clean(new String(line, 0, length, StandardCharsets.UTF_8));
    length = 0;
    if (!text.isBlank()) {
      lines.accept(text);
    }
  }

  static String clean(String text) {
    return CONTROL.matcher(ESCAPES.matcher(text).replaceAll("")).replaceAll("").stripTrailing();
  }
}
