package org.obol.client.source;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.obol.client.source.FetchException.Kind;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.crypto.Shown;
import org.obol.http.Unreached;

/**
 * One careful HTTP/1.1 exchange at a time: identity bytes only, a stall timer over headers and
 * body, tokens only where nobody listens, redirects only within an origin.
 */
public final class Wire implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final int MAX_REDIRECTS = 3;
  private static final String BUFFER = "jdk.httpclient.bufsize";

  static {
    // The JDK's default of 16 KiB costs five times the processor time on bulk data. It is read
    // once, when the client's classes load, so it has to be set before the first use of them.
    if (System.getProperty(BUFFER) == null) {
      System.setProperty(BUFFER, "262144");
    }
  }

  /**
   * What is asked for.
   *
   * @param path behind the source's base, already escaped, starting with a slash
   * @param json posted when there is one; else the request is a GET
   * @param span the part that is wanted, with the digest of the file for If-Range
   * @param headers more of them
   */
  public record Ask(
      String path,
      Optional<byte[]> json,
      Optional<ByteSpan> span,
      Optional<Sha256> ifRange,
      Map<String, String> headers) {

    /** Copies the headers. */
    public Ask {
      headers = Map.copyOf(headers);
    }

    /** A GET of everything. */
    public static Ask get(String path) {
      return new Ask(path, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    /** A POST of a JSON document. */
    public static Ask post(String path, byte[] json) {
      return new Ask(path, Optional.of(json), Optional.empty(), Optional.empty(), Map.of());
    }

    /** This GET, for a part of the file. */
    public Ask part(ByteSpan wanted, Optional<Sha256> unlessChanged) {
      return new Ask(path, json, Optional.of(wanted), unlessChanged, headers);
    }

    /** This, with these headers. */
    public Ask with(Map<String, String> more) {
      return new Ask(path, json, span, ifRange, more);
    }

    /** Not the headers: a payment, a claim or a sign-in may be among them. */
    @Override
    public String toString() {
      return "Ask[" + path + "]";
    }
  }

  private final HttpClient http;
  private final Patience patience;
  private final RateLimit rate;
  private final boolean insecure;

  /** A wire; {@code insecure} sends tokens over plain http too. */
  public Wire(Patience patience, RateLimit rate, boolean insecure, Optional<ProxySelector> proxy) {
    this.patience = patience;
    this.rate = rate;
    this.insecure = insecure;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // One connection per range: a stalled one can be cut without hurting the others.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT);
    proxy.ifPresent(builder::proxy);
    this.http = builder.build();
  }

  /**
   * Refuses to move a token where everybody on the way can read it.
   *
   * @param secret whether there is a token to move
   * @throws ObolException (usage) unless the origin is private, or it is allowed
   */
  public void requirePrivate(Origin origin, boolean secret) {
    if (secret && !origin.isPrivate() && !insecure) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          origin
              + " is plain http: everybody on the way could read the member token or the payment."
              + " Use https, or --insecure if you accept that");
    }
  }

  /**
   * Asks and streams the body of a 2xx reply to where {@code choice} says.
   *
   * @throws FetchException when it may be tried again
   * @throws RefusedException when the token is not good for it
   * @throws NotFoundException when there is no such thing
   */
  public void fetch(Source source, Ask ask, Body.Choice choice)
      throws FetchException, IOException, InterruptedException {
    requirePrivate(source.origin(), source.token().isPresent());
    URI url = source.resolve(ask.path());
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      Reply reply = once(source, url, ask, choice);
      if (reply.isSuccess()) {
        return;
      }
      if (!reply.isRedirect() || ask.json().isPresent()) {
        throw reply.failure(source);
      }
      url = reply.redirect(source, url);
    }
    throw new FetchException(Kind.WRONG, source.origin() + " redirects again and again");
  }

  /**
   * Asks over a private connection and keeps whatever comes, of any status and at most {@code
   * limit} bytes. A redirect is not followed, since a payment has no business elsewhere.
   *
   * @throws FetchException when nothing came, or a redirect
   */
  public Answered answer(Source source, Ask ask, long limit)
      throws FetchException, IOException, InterruptedException {
    requirePrivate(source.origin(), true);
    var body = new AtomicReference<>(new BoundedBody(limit));
    Reply reply = once(source, source.resolve(ask.path()), ask, head -> body.get());
    if (reply.isRedirect()) {
      throw new FetchException(
          Kind.WRONG, source.origin() + " redirects what must not be redirected");
    }
    return new Answered(source, reply, reply.isSuccess() ? body.get().bytes() : reply.error());
  }

  /** Asks for a reply of at most {@code limit} bytes and keeps it in memory. */
  public byte[] small(Source source, Ask ask, long limit)
      throws FetchException, IOException, InterruptedException {
    var body = new AtomicReference<>(new BoundedBody(limit));
    fetch(
        source,
        ask,
        head -> {
          body.set(new BoundedBody(limit));
          return body.get();
        });
    return body.get().bytes();
  }

  /** As {@link #small}, tried again with growing pauses until patience runs out. */
  public byte[] patiently(Source source, Ask ask, long limit) {
    try {
      for (int count = 1; ; count++) {
        try {
          return small(source, ask, limit);
        } catch (FetchException e) {
          if (count >= patience.failures() || e.kind() == Kind.WRONG) {
            throw new NetworkException(source.origin() + ": " + e.reason());
          }
          // A pause between two tries, not a way to wait for another thread.
          TimeUnit.NANOSECONDS.sleep(patience.pause(count, e).toNanos());
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("a reply kept in memory cannot fail to be stored", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObolException(ObolException.Exit.FAILED, "interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private Reply once(Source source, URI url, Ask ask, Body.Choice choice)
      throws FetchException, IOException, InterruptedException {
    var exchange = new Exchange(choice, rate);
    CompletableFuture<HttpResponse<Boolean>> sent =
        http.sendAsync(request(source, url, ask), exchange);
    try {
      while (true) {
        long before = exchange.traffic().bytes();
        try {
          sent.get(patience.stallWindow().toNanos(), TimeUnit.NANOSECONDS);
          return exchange.reply();
        } catch (TimeoutException e) {
          if (!exchange.traffic().throttled()
              && exchange.traffic().bytes() - before < patience.stallBytes()) {
            throw new FetchException(Kind.BROKEN, "the connection stalled");
          }
        }
      }
    } catch (ExecutionException e) {
      throw known(url, e);
    } finally {
      exchange.stop();
      sent.cancel(true);
    }
  }

  private static HttpRequest request(Source source, URI url, Ask ask) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(url).header("Accept-Encoding", "identity");
    source.token().ifPresent(t -> builder.header("Authorization", "Bearer " + t.reveal()));
    ask.span().ifPresent(s -> builder.header("Range", s.header()));
    ask.ifRange().ifPresent(h -> builder.header("If-Range", "\"" + h + "\""));
    ask.headers().forEach(builder::header);
    ask.json()
        .ifPresent(
            json ->
                builder
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json)));
    return builder.build();
  }

  /** The failure as one of ours; whatever else the HTTP client throws is a broken connection. */
  private FetchException known(URI url, ExecutionException failed) throws IOException {
    for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
      switch (cause) {
        case FetchException e -> {
          return e;
        }
        case StorageException e -> throw e;
        case ObolException e -> throw e;
        default -> {}
      }
    }
    if (failed.getCause() instanceof IOException broken) {
      Optional<String> unreached = Unreached.reason(broken, url, http.proxy());
      if (unreached.isPresent()) {
        return new FetchException(Kind.BROKEN, "no connection: " + unreached.get());
      }
      String detail = broken.getClass().getSimpleName() + ", " + broken.getMessage();
      return new FetchException(
          Kind.BROKEN, "the connection broke (" + Shown.brief(detail, 200) + ")");
    }
    throw new IllegalStateException("a bug in the transfer", failed);
  }
}
