package org.obol.client.source;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.obol.client.source.FetchException.Kind;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Shown;

/** A reply that has ended, and what a bad one means (protocol section 4, errors). */
record Reply(Head head, byte[] error) {

  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  static boolean isSuccess(int status) {
    return status >= 200 && status < 300;
  }

  boolean isSuccess() {
    return isSuccess(head.status());
  }

  boolean isRedirect() {
    return switch (head.status()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /**
   * Where to go on.
   *
   * @throws FetchException when it is another origin, where our token has no business
   */
  URI redirect(Source source, URI from) throws FetchException {
    String location = head.headers().firstValue("Location").orElse("");
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new FetchException(Kind.WRONG, "a redirect to nowhere");
    }
    if (to.getHost() == null || !Origin.of(to).equals(source.origin())) {
      throw new FetchException(
          Kind.WRONG,
          "a redirect to another origin, "
              + Shown.brief(String.valueOf(to.getHost()), 200)
              + ", is not followed");
    }
    return to;
  }

  /** The failure that can be tried again; the others are thrown. */
  FetchException failure(Source source) {
    String code = code();
    String told = described(source, code);
    return switch (head.status()) {
      case 401, 402, 403 -> throw new RefusedException(orElse(code, "refused"), told);
      case 410 ->
          throw new RefusedException(
              orElse(code, "version_withdrawn"),
              told + (code.equals("version_withdrawn") ? " (the owner has withdrawn it)" : ""));
      case 404 -> throw new NotFoundException(orElse(code, "not_found"), told);
      case 408, 425, 429, 500, 502, 503, 504 -> new FetchException(Kind.BUSY, told, retryAfter());
      default -> new FetchException(Kind.WRONG, told);
    };
  }

  /** The server's error code; empty when it gave none. */
  String code() {
    return field("error").filter(c -> CODE.matcher(c).matches()).orElse("");
  }

  String described(Source source) {
    return described(source, code());
  }

  private String described(Source source, String code) {
    String message = field("message").map(word -> Shown.brief(word, 200)).orElse("");
    String said = (code + (message.isEmpty() ? "" : ": " + message)).strip();
    // A server may repeat our token in its message; it must not reach a terminal or a log.
    String shown = source.token().map(t -> said.replace(t.reveal(), "[token]")).orElse(said);
    return source.origin() + " answered " + head.status() + (shown.isEmpty() ? "" : " " + shown);
  }

  Duration retryAfter() {
    String value = head.headers().firstValue("Retry-After").orElse("");
    return SECONDS.matcher(value).matches()
        ? Duration.ofSeconds(Long.parseLong(value))
        : Duration.ZERO;
  }

  private Optional<String> field(String name) {
    try {
      return JsonReader.read(error, error.length) instanceof Json.Obj o
          ? o.text(name)
          : Optional.empty();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static String orElse(String code, String otherwise) {
    return code.isEmpty() ? otherwise : code;
  }
}
