package org.obol.discovery.router;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.http.EnvironmentProxy;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;

/** A router whose time stands still, and the servers around it. */
abstract class RouterFixture {

  static final RouterConfig CONFIG =
      RouterConfig.DEFAULT
          .allowingPrivate(true)
          .withTimes(Duration.ofSeconds(45), Duration.ofSeconds(5), Duration.ofMinutes(10));

  /** For servers that never answer. */
  static final RouterConfig IMPATIENT =
      CONFIG.withTimes(Duration.ofSeconds(45), Duration.ofMillis(300), Duration.ofMinutes(10));

  @TempDir private Path folder;
  private final List<AutoCloseable> closing = new ArrayList<>();
  Instant now = TestSeller.NOW;

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable part : closing.reversed()) {
      part.close();
    }
  }

  <T extends AutoCloseable> T closing(T part) {
    closing.add(part);
    return part;
  }

  TestSeller seller(String id) {
    return closing(TestSeller.of(id));
  }

  WebServer web() {
    return closing(new WebServer());
  }

  Router router(RouterConfig config, Member... members) {
    return router(config, Members.of(members));
  }

  Router router(RouterConfig config, Members members) {
    try {
      Path own = Files.createTempDirectory(folder, "router");
      return closing(new Router(config, members, own, () -> now, new EnvironmentProxy(Map.of())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A router after its first sweep. */
  Router swept(RouterConfig config, Member... members) throws InterruptedException {
    Router router = router(config, members);
    router.sweep();
    return router;
  }

  static HttpReply get(Router router, String target, String... headers) {
    return ask(router, "GET", target, headers);
  }

  static HttpReply ask(Router router, String method, String target, String... headers) {
    String[] parts = target.split("\\?", 2);
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : parts.length == 1 ? new String[0] : parts[1].split("&")) {
      String[] sides = pair.split("=", 2);
      query.put(sides[0], List.of(URLDecoder.decode(sides[1], StandardCharsets.UTF_8)));
    }
    Headers fields = Headers.NONE;
    for (int i = 0; i < headers.length; i += 2) {
      fields = fields.with(headers[i], headers[i + 1]);
    }
    try {
      return router
          .surface()
          .handle(
              new HttpRequest(
                  method,
                  parts[0],
                  List.of(),
                  query,
                  fields,
                  InetAddress.getLoopbackAddress(),
                  new byte[0]));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static byte[] body(HttpReply reply) {
    try {
      return switch (reply) {
        case HttpReply.Bytes bytes -> bytes.body();
        case HttpReply.FileSlice slice -> {
          byte[] all = Files.readAllBytes(slice.file());
          yield slice.headers().first("Content-Encoding").isPresent()
              ? new GZIPInputStream(new ByteArrayInputStream(all)).readAllBytes()
              : all;
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Json json(HttpReply reply) {
    byte[] body = body(reply);
    return JsonReader.read(body, body.length);
  }

  /** The rows that are served now. */
  static List<Json.Obj> rows(Router router) {
    return rows(router, "/api/services.json");
  }

  static List<Json.Obj> rows(Router router, String target) {
    return json(get(router, target)).asObject("the catalog").list("services").orElseThrow().stream()
        .map(row -> row.asObject("a row"))
        .toList();
  }

  static Json.Obj verification(Json.Obj row) {
    return row.object("x-verification").orElseThrow();
  }

  /** The status of the first member. */
  static Json.Obj status(Router router) {
    return statuses(router).getFirst();
  }

  static List<Json.Obj> statuses(Router router) {
    return json(get(router, "/members")).asObject("members").list("members").orElseThrow().stream()
        .map(member -> member.asObject("a member"))
        .toList();
  }

  /** How many offers of the first member were left out for that reason. */
  static long leftOut(Router router, String reason) {
    return status(router).list("leftOut").orElse(List.of()).stream()
        .map(json -> json.asObject("a reason"))
        .filter(json -> json.requireText("reason").equals(reason))
        .mapToLong(json -> json.requireInteger("count"))
        .sum();
  }
}
