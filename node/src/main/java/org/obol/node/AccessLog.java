package org.obol.node;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.obol.crypto.Shown;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.http.Metrics;
import org.obol.http.Transfer;
import org.obol.http.TransferListener;

/**
 * One line for each answer, and the figures for it. A line has the path without its query and the
 * entitlement's id; tokens, codes, labels and bodies never come here.
 */
final class AccessLog {

  private static final Pattern SECRET = Pattern.compile("[0-9A-Fa-f]{32,}");
  private static final int LONGEST = 200;

  private final Consumer<String> out;
  private final Metrics metrics;
  private final String listener;

  AccessLog(Consumer<String> out, Metrics metrics, String listener) {
    this.out = out;
    this.metrics = metrics;
    this.listener = listener;
  }

  /** What is known of a request when it is answered. */
  record Visit(HttpRequest request, Optional<InetAddress> client, Caller caller, Instant start) {}

  /** Notes the answer; that of a file when its transfer is over. */
  HttpReply record(Visit visit, HttpReply reply) {
    return switch (reply) {
      case HttpReply.Bytes bytes -> {
        note(visit, bytes.status(), visit.request().isHead() ? 0 : bytes.body().length);
        yield bytes;
      }
      case HttpReply.FileSlice slice ->
          new HttpReply.FileSlice(
              slice.status(),
              slice.headers(),
              slice.file(),
              slice.offset(),
              slice.length(),
              new Noting(visit, slice));
    };
  }

  private void note(Visit visit, int status, long bytes) {
    Duration took = Duration.between(visit.start(), Instant.now());
    String route = route(visit.request());
    metrics
        .counter(
            "obol_http_requests_total",
            "Requests answered.",
            "listener",
            listener,
            "route",
            route,
            "status",
            Integer.toString(status))
        .increment();
    metrics
        .counter("obol_http_response_bytes_total", "Body bytes sent.", "listener", listener)
        .add(bytes);
    metrics.observe(
        "obol_http_request_seconds", "Time to the end of the answer.", took, "route", route);
    out.accept(
        visit.start().truncatedTo(ChronoUnit.MILLIS)
            + " "
            + listener
            + " "
            + visit.client().map(InetAddress::getHostAddress).orElse("-")
            + " "
            + who(visit.caller())
            + " "
            + shown(visit.request().method())
            + " "
            + shown(visit.request().path())
            + " "
            + status
            + " "
            + bytes
            + " "
            + took.toMillis()
            + "ms");
  }

  /** What a client wrote: short, and without anything long enough to be a secret. */
  private static String shown(String text) {
    return Shown.brief(SECRET.matcher(text).replaceAll("***"), LONGEST);
  }

  private static String who(Caller caller) {
    return switch (caller) {
      case Caller.Owner() -> "owner";
      case Caller.Holder(var entitlement) -> entitlement.id();
      case Caller.Anonymous() -> "-";
      case Caller.Stranger() -> "stranger";
    };
  }

  /** The last segment of a known route; what a client made up becomes "other". */
  private static String route(HttpRequest request) {
    String last = request.segments().isEmpty() ? "" : request.segments().getLast();
    return switch (last) {
      case "healthz", "metrics", "device", "code", "token", "approve", "versions", "verify" -> last;
      case "manifest", "chunks", "download", "status", "paid", "revoke", "introspect" -> last;
      case "device_authorization", "oauth-authorization-server" -> last;
      default -> "other";
    };
  }

  private final class Noting implements TransferListener {
    private final Visit visit;
    private final HttpReply.FileSlice slice;

    Noting(Visit visit, HttpReply.FileSlice slice) {
      this.visit = visit;
      this.slice = slice;
    }

    @Override
    public void started(Transfer transfer) {
      slice.listener().started(transfer);
    }

    @Override
    public void ended(long bytesSent) {
      slice.listener().ended(bytesSent);
      note(visit, slice.status(), bytesSent);
    }
  }
}
