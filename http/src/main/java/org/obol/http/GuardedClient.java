package org.obol.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches small documents, from addresses the user typed and from addresses nobody vouched for:
 * size and time are capped, redirects are followed only as the caller allows, and an untrusted
 * address must be of the public internet.
 *
 * <p>The library resolves names by itself, so an address is looked up before the request and again
 * after it. Both look-ups and the connection share the cache of the JVM, which keeps an answer for
 * 30 s; a call takes at most {@link #LONGEST}, so a name that changed in between is noticed before
 * its answer is returned.
 */
public final class GuardedClient implements AutoCloseable {

  /** No call may take longer. */
  public static final Duration LONGEST = Duration.ofSeconds(25);

  private static final int MAX_REDIRECTS = 3;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** Which addresses may be asked. */
  public enum Reach {
    /** Global addresses only; for every address that came over the network. */
    PUBLIC_ONLY,
    /** Also private and loopback addresses; for what the user typed. */
    ANY
  }

  /**
   * What to ask.
   *
   * @param headers stay with the origin they were meant for
   * @param crossOrigin whether a GET may follow a redirect to another origin, without headers
   * @param maxBytes longest answer
   * @param timeout for everything together, redirects included
   */
  public record Call(
      String method,
      URI uri,
      Headers headers,
      byte[] body,
      Reach reach,
      boolean crossOrigin,
      int maxBytes,
      Duration timeout) {

    /** Checks the time. */
    public Call {
      if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a call takes at most " + LONGEST);
      }
    }

    /** A GET of at most 1 MiB within 15 s, on its own origin. */
    public static Call get(URI uri, Reach reach) {
      return new Call(
          "GET", uri, Headers.NONE, new byte[0], reach, false, 1 << 20, Duration.ofSeconds(15));
    }

    /** A POST of JSON, with the same caps. */
    public static Call post(URI uri, Reach reach, byte[] json) {
      Headers type = Headers.of("Content-Type", "application/json");
      return new Call("POST", uri, type, json, reach, false, 1 << 20, Duration.ofSeconds(15));
    }

    /** The same with one more header. */
    public Call with(String name, String value) {
      return new Call(
          method, uri, headers.with(name, value), body, reach, crossOrigin, maxBytes, timeout);
    }

    /** The same with other caps. */
    public Call within(int bytes, Duration time) {
      return new Call(method, uri, headers, body, reach, crossOrigin, bytes, time);
    }

    /** The same, but a GET follows redirects to other origins. */
    public Call anywhere() {
      return new Call(method, uri, headers, body, reach, true, maxBytes, timeout);
    }

    private Call redirected(URI to, boolean asGet) {
      return asGet
          ? new Call("GET", to, headers, new byte[0], reach, crossOrigin, maxBytes, timeout)
          : new Call(method, to, headers, body, reach, crossOrigin, maxBytes, timeout);
    }

    private Call stripped() {
      return new Call(method, uri, Headers.NONE, body, reach, crossOrigin, maxBytes, timeout);
    }
  }

  /**
   * What was answered, whatever its status.
   *
   * @param uri where it came from, after redirects
   */
  public record Answer(int status, URI uri, Headers headers, byte[] body) {}

  private final EnvironmentProxy proxies;
  private final HttpClient client;

  /** A client that goes through the given proxies. */
  public GuardedClient(EnvironmentProxy proxies) {
    this.proxies = proxies;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .proxy(proxies)
            .build();
  }

  /**
   * Asks, following at most {@value #MAX_REDIRECTS} redirects.
   *
   * @throws HttpFailure when there is no answer within the caps, or the address is not allowed
   */
  public Answer send(Call first) {
    long deadline = System.nanoTime() + first.timeout().toNanos();
    Call call = first;
    for (int redirects = 0; ; redirects++) {
      Answer answer = once(call, deadline);
      Optional<String> location = answer.headers().first("Location");
      if (!REDIRECTS.contains(answer.status()) || location.isEmpty()) {
        return answer;
      }
      if (redirects == MAX_REDIRECTS) {
        throw redirect(call.uri(), "redirects more than " + MAX_REDIRECTS + " times");
      }
      call = follow(call, answer.status(), location.get());
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }

  /** RFC 9110 section 15.4: 307 and 308 keep the method, the others may turn into GET. */
  private static Call follow(Call call, int status, String location) {
    URI to;
    try {
      to = call.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      throw redirect(call.uri(), "redirects to what is not a URL");
    }
    boolean asGet = status != 307 && status != 308;
    if (origin(to).equals(origin(call.uri()))) {
      return call.redirected(to, asGet);
    }
    if (!call.crossOrigin() || !call.method().equals("GET")) {
      throw redirect(call.uri(), "redirects to another origin, " + origin(to));
    }
    if (scheme(call.uri()).equals("https") && !scheme(to).equals("https")) {
      throw redirect(call.uri(), "redirects from https to " + scheme(to));
    }
    return call.redirected(to, asGet).stripped();
  }

  private Answer once(Call call, long deadline) {
    check(call);
    HttpResponse<byte[]> response = exchange(call, deadline);
    check(call);
    List<Headers.Field> fields = new ArrayList<>();
    try {
      response
          .headers()
          .map()
          .forEach((name, values) -> values.forEach(v -> fields.add(new Headers.Field(name, v))));
    } catch (IllegalArgumentException e) {
      throw failure(call, e);
    }
    return new Answer(response.statusCode(), call.uri(), new Headers(fields), response.body());
  }

  private HttpResponse<byte[]> exchange(Call call, long deadline) {
    var request =
        java.net.http.HttpRequest.newBuilder(call.uri())
            .method(
                call.method(),
                call.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(call.body()));
    call.headers().forEach(request::header);
    CompletableFuture<HttpResponse<byte[]>> pending =
        client.sendAsync(
            request.build(), info -> new CappedBody(origin(call.uri()), call.maxBytes()));
    try {
      return pending.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpFailure(
          HttpFailure.Reason.TIMEOUT,
          origin(call.uri()) + " did not answer within " + call.timeout().toSeconds() + " s",
          e);
    } catch (ExecutionException e) {
      throw failure(call, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure(HttpFailure.Reason.UNREACHABLE, "interrupted", e);
    } finally {
      pending.cancel(true);
    }
  }

  private HttpFailure failure(Call call, Throwable cause) {
    return cause instanceof HttpFailure known
        ? known
        : new HttpFailure(
            HttpFailure.Reason.UNREACHABLE,
            origin(call.uri())
                + " could not be asked: "
                + Unreached.reason(cause, call.uri(), Optional.of(proxies))
                    .orElseGet(cause::toString),
            cause);
  }

  /** Refuses what is no plain web address, and for PUBLIC_ONLY what is not public. */
  private void check(Call call) {
    URI uri = call.uri();
    String host = uri.getHost();
    if (!Set.of("http", "https").contains(scheme(uri)) || host == null) {
      throw forbidden(uri, "is not an http or https address");
    }
    if (uri.getRawUserInfo() != null) {
      throw forbidden(uri, "carries a user name");
    }
    if (call.reach() == Reach.PUBLIC_ONLY) {
      checkPublic(uri, host);
    }
  }

  private void checkPublic(URI uri, String host) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      if (proxies.proxyFor(uri).isPresent()) {
        // Only the proxy knows the name, and only it will connect.
        return;
      }
      throw new HttpFailure(HttpFailure.Reason.UNREACHABLE, host + " is not known", e);
    }
    for (InetAddress address : addresses) {
      if (!PublicAddresses.contains(address)) {
        throw forbidden(uri, "is not on the public internet");
      }
    }
  }

  private static HttpFailure forbidden(URI uri, String why) {
    return new HttpFailure(HttpFailure.Reason.FORBIDDEN_ADDRESS, origin(uri) + " " + why);
  }

  private static HttpFailure redirect(URI from, String what) {
    return new HttpFailure(HttpFailure.Reason.REDIRECT, origin(from) + " " + what);
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  /** Scheme, host and port, without anything that may be secret. */
  private static String origin(URI uri) {
    int standard = scheme(uri).equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? standard : uri.getPort();
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    return scheme(uri) + "://" + host + (port == standard ? "" : ":" + port);
  }
}
