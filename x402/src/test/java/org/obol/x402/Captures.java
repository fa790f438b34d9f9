package org.obol.x402;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.PrivateKey;

/** What the reference packages said to each other, as it was on the wire. */
public final class Captures {

  /** Who paid in all captures; everybody's key. */
  public static final PrivateKey PAYER =
      PrivateKey.ofHex("5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a");

  /** Who signed offers and receipts. */
  public static final PrivateKey ISSUER =
      PrivateKey.ofHex("8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba");

  /** The captures of version 2. */
  public static final List<String> VERSION_2 = List.of("v2.json", "v2-extensions.json");

  private Captures() {}

  /** One HTTP message. */
  public record Message(
      String section, String link, String start, Map<String, String> headers, String body) {

    /** A header, its name in lower case. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** When it was sent. */
    public Instant date() {
      return ZonedDateTime.parse(header("date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
          .toInstant();
    }

    /** Whether its section is that one, such as "S5". */
    public boolean isIn(String number) {
      return section.startsWith(number + " ");
    }

    /** Its body. */
    public Json.Obj json() {
      return JsonReader.read(body).asObject("body");
    }
  }

  /** Every message of a capture in its order. */
  public static List<Message> messages(String file) {
    return resource("/captures/" + file).list("sections").orElseThrow().stream()
        .map(section -> section.asObject("section"))
        .flatMap(
            section ->
                section.list("chunks").orElseThrow().stream()
                    .map(chunk -> chunk.asObject("chunk"))
                    .map(chunk -> message(section.requireText("title"), chunk)))
        .toList();
  }

  /** Every message of version 2. */
  public static List<Message> version2() {
    return VERSION_2.stream().flatMap(file -> messages(file).stream()).toList();
  }

  /** A file with data for tests. */
  public static Json.Obj resource(String path) {
    try (var in = Objects.requireNonNull(Captures.class.getResourceAsStream(path))) {
      return JsonReader.read(in.readAllBytes(), 1 << 20).asObject(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Message message(String section, Json.Obj chunk) {
    String text = chunk.requireText("text");
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 2));
    }
    return new Message(
        section, chunk.requireText("name"), lines[0], headers, text.substring(end + 4));
  }
}
