package org.obol.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

/** One request and its answer: reads on the event loop, asks the handler off it, sends on it. */
final class Exchange {

  private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

  /** RFC 9110 section 5.6.7. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  /** Else a client would send its next request into the closing connection. */
  private static final Headers CLOSE = Headers.of("Connection", "close");

  private final HttpServerRequest request;
  private final Connection connection;
  private final Limits limits;
  private final ExecutorService handlers;
  private final Context loop = Objects.requireNonNull(Vertx.currentContext());
  private final Buffer body = Buffer.buffer();
  private long number;
  private boolean refused;

  Exchange(
      HttpServerRequest request, Connection connection, Limits limits, ExecutorService handlers) {
    this.request = request;
    this.connection = connection;
    this.limits = limits;
    this.handlers = handlers;
  }

  /** Answers what the parser could not read as HTTP, and closes. */
  static void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    HttpReply reply =
        switch (cause) {
          case TooLongHttpLineException e ->
              HttpReply.error(414, CLOSE, "uri_too_long", "the request line is too long");
          case TooLongHttpHeaderException e ->
              HttpReply.error(431, CLOSE, "header_too_large", "the header section is too long");
          default -> HttpReply.error(400, CLOSE, "bad_request", "this is not HTTP/1.1");
        };
    sendBytes(request, reply).onComplete(sent -> request.connection().close());
  }

  /** Reads the request and sends the handler's answer. Called on the event loop. */
  void answer(HttpHandler handler) {
    number = connection.begin();
    request.exceptionHandler(
        e -> LOG.log(System.Logger.Level.DEBUG, "the client left while asking", e));
    RequestTarget target;
    try {
      target = RequestTarget.parse(request.uri());
      checkHead();
    } catch (BadRequest e) {
      refuse(400, "bad_request", e.sentence());
      return;
    }
    if (declaredLength() > limits.maxBodyBytes()) {
      refuseBody();
      return;
    }
    request.handler(this::collect);
    request.endHandler(
        end -> {
          if (!refused) {
            connection.expectNothing();
            handlers.execute(() -> handle(handler, target));
          }
        });
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  private void checkHead() throws BadRequest {
    List<String> hosts = request.headers().getAll("Host");
    // RFC 9112 section 3.2: exactly one Host, unless the request is of HTTP/1.0
    if (hosts.size() > 1 || (hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_1)) {
      throw new BadRequest("exactly one Host header is needed");
    }
  }

  private long declaredLength() {
    String length = request.getHeader("Content-Length");
    return length == null ? 0 : Long.parseLong(length);
  }

  private void collect(Buffer part) {
    if (refused) {
      return;
    }
    if (body.length() + part.length() > limits.maxBodyBytes()) {
      refuseBody();
    } else {
      body.appendBuffer(part);
    }
  }

  private void refuseBody() {
    refuse(
        413,
        "body_too_large",
        "the request body may have at most " + limits.maxBodyBytes() + " bytes");
  }

  private void refuse(int status, String code, String message) {
    refused = true;
    // What the client still sends is read and dropped, else a reset could overtake the answer.
    sendBytes(request, HttpReply.error(status, CLOSE, code, message))
        .compose(sent -> request.end())
        .onComplete(read -> connection.close());
  }

  private void handle(HttpHandler handler, RequestTarget target) {
    HttpReply reply;
    try {
      reply = handler.handle(received(target));
    } catch (Throwable t) {
      reply = internalError(t);
    }
    switch (reply) {
      case HttpReply.Bytes bytes -> sendLater(bytes);
      case HttpReply.FileSlice slice -> handle(slice);
    }
  }

  private void handle(HttpReply.FileSlice slice) {
    if (request.method().equals(HttpMethod.HEAD)) {
      sendLater(slice);
      slice.listener().ended(0);
      return;
    }
    Download download;
    try {
      download = new Download(slice, connection, handlers);
    } catch (IOException e) {
      sendLater(internalError(e));
      slice.listener().ended(0);
      return;
    }
    try {
      slice.listener().started(download);
    } catch (RuntimeException e) {
      download.finish();
      sendLater(internalError(e));
      return;
    }
    if (connection.sending(download)) {
      loop.runOnContext(v -> send(download));
    } else {
      download.finish();
    }
  }

  private static HttpReply internalError(Throwable t) {
    LOG.log(System.Logger.Level.ERROR, "a request could not be answered", t);
    return HttpReply.error(500, "internal", "the server could not answer this request");
  }

  private HttpRequest received(RequestTarget target) {
    Headers headers =
        new Headers(
            request.headers().entries().stream()
                .map(e -> new Headers.Field(e.getKey(), e.getValue()))
                .toList());
    return new HttpRequest(
        request.method().name(),
        target.path(),
        target.segments(),
        target.query(),
        headers,
        connection.peer(),
        body.getBytes());
  }

  /** Sends an answer without a file, or the head of one with a file, from the event loop. */
  private void sendLater(HttpReply reply) {
    if (connection.isGone()) {
      return;
    }
    loop.runOnContext(
        v -> {
          if (!request.response().closed()) {
            connection.expectWithin(limits.timeToSend(bodyOf(reply).length));
            sendBytes(request, reply).onComplete(sent -> connection.done(number));
          }
        });
  }

  private static byte[] bodyOf(HttpReply reply) {
    return switch (reply) {
      case HttpReply.Bytes bytes -> bytes.body();
      case HttpReply.FileSlice slice -> new byte[0];
    };
  }

  private static Future<Void> sendBytes(HttpServerRequest request, HttpReply reply) {
    HttpServerResponse response = head(request, reply);
    byte[] body = bodyOf(reply);
    return body.length == 0 || request.method().equals(HttpMethod.HEAD)
        ? response.end()
        : response.end(Buffer.buffer(body));
  }

  private void send(Download download) {
    HttpReply.FileSlice slice = download.slice();
    if (request.response().closed()) {
      download.finish();
      return;
    }
    head(request, slice)
        .sendFile(download.file(), slice.offset(), slice.length())
        .onComplete(
            sent -> {
              connection.done(number);
              download.finish();
            });
  }

  private static HttpServerResponse head(HttpServerRequest request, HttpReply reply) {
    HttpServerResponse response = request.response().setStatusCode(reply.status());
    response.putHeader("Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
    reply.headers().forEach((name, value) -> response.headers().add(name, value));
    long length =
        switch (reply) {
          case HttpReply.Bytes bytes -> bytes.body().length;
          case HttpReply.FileSlice slice -> slice.length();
        };
    // RFC 9110 section 8.6: none in 204, and in 304 only that of the 200 there would have been
    if (reply.status() != 204 && reply.status() != 304) {
      response.putHeader("Content-Length", Long.toString(length));
    }
    return response;
  }
}
