package org.obol.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/** The head of one HTTP/1.1 message as it came, its empty line included. */
record HttpHead(String text) {

  private static final int LONGEST = 64 << 10;

  /** The next head; empty at the end of the stream. */
  static Optional<HttpHead> read(InputStream in) throws IOException {
    var text = new StringBuilder();
    while (!text.toString().endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        if (text.isEmpty()) {
          return Optional.empty();
        }
        throw new EOFException("in the middle of a head");
      }
      if (text.append((char) octet).length() > LONGEST) {
        throw new IOException("a head without an end");
      }
    }
    return Optional.of(new HttpHead(text.toString()));
  }

  /** The path and query of a request. */
  String target() {
    return text.split(" ", 3)[1];
  }

  /** Whether this is an answer with what was asked for. */
  boolean isSuccess() {
    return text.split(" ", 3)[1].startsWith("2");
  }

  Optional<String> field(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return text.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  /** This with another value in a field that is there. */
  HttpHead with(String name, String value) {
    return new HttpHead(text.replaceFirst("(?im)^" + name + ":.*$", name + ": " + value));
  }

  HttpHead replace(String from, String to) {
    return new HttpHead(text.replace(from, to));
  }

  static HttpHead notFound() {
    return new HttpHead("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  }

  HttpHead withTarget(String target) {
    return new HttpHead(text.replace(" " + target() + " ", " " + target + " "));
  }

  /** How long the body is. */
  long length() {
    return field("Content-Length").map(Long::parseLong).orElse(0L);
  }

  byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }
}
