package org.obol.discovery.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.discovery.catalog.Catalog;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import org.obol.http.HttpReply;
import org.obol.http.RunningServer;
import org.obol.http.ServerConfig;
import org.obol.http.VertxEngine;

final class RouterSurfaceTest extends RouterFixture {

  @Test
  void the_array_has_the_rows_of_the_envelope() throws Exception {
    Router router = swept(CONFIG, seller("a").member("m"));
    assertThat(json(get(router, Catalog.PATH + "?format=array"))).isEqualTo(Json.of(rows(router)));
    assertThat(get(router, Catalog.PATH + "?format=xml").status()).isEqualTo(400);
    Catalog read = Catalog.read(body(get(router, Catalog.PATH)), 1 << 20, Catalog.Rules.STRICT);
    assertThat(read.shape()).isEqualTo(Catalog.Shape.ENVELOPE);
    assertThat(read.head().requireText("schemaVersion")).isEqualTo("1");
  }

  @Test
  void a_catalog_that_is_known_is_not_sent_again() throws Exception {
    Router router = swept(CONFIG, seller("a").member("m"));
    for (String target : List.of(Catalog.PATH, Catalog.PATH + "?q=a", "/discovery/resources")) {
      HttpReply first = get(router, target);
      String etag = first.headers().first("ETag").orElseThrow();
      HttpReply second = get(router, target, "If-None-Match", etag);
      assertThat(second.status()).as(target).isEqualTo(304);
      assertThat(second.headers().first("ETag")).contains(etag);
      assertThat(get(router, target, "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }
  }

  @Test
  void who_takes_gzip_gets_it_under_a_tag_of_its_own() throws Exception {
    Router router = swept(CONFIG, seller("a").member("m"));
    HttpReply plain = get(router, Catalog.PATH);
    HttpReply packed = get(router, Catalog.PATH, "Accept-Encoding", "br, gzip;q=0.8");
    assertThat(packed.headers().first("Content-Encoding")).contains("gzip");
    assertThat(packed.headers().first("Vary")).contains("Accept-Encoding");
    assertThat(plain.headers().first("Vary")).contains("Accept-Encoding");
    assertThat(body(packed)).isEqualTo(body(plain));
    assertThat(packed.headers().first("ETag")).isNotEqualTo(plain.headers().first("ETag"));
    assertThat(
            get(router, Catalog.PATH, "Accept-Encoding", "gzip;q=0")
                .headers()
                .first("Content-Encoding"))
        .isEmpty();
  }

  @Test
  void every_page_may_read_and_the_catalog_is_fresh_until_the_next_sweep() throws Exception {
    Router router = swept(CONFIG, seller("a").member("m"));
    HttpReply reply = get(router, Catalog.PATH);
    assertThat(reply.headers().first("Access-Control-Allow-Origin")).contains("*");
    assertThat(reply.headers().first("Cache-Control"))
        .contains("public, max-age=45, must-revalidate");
    now = now.plus(Duration.ofMinutes(5));
    assertThat(get(router, Catalog.PATH).headers().first("Cache-Control"))
        .contains("public, max-age=0, must-revalidate");
    assertThat(get(router, "/members").headers().first("Cache-Control")).contains("no-store");
    assertThat(ask(router, "OPTIONS", Catalog.PATH).status()).isEqualTo(204);
    assertThat(ask(router, "POST", Catalog.PATH).status()).isEqualTo(405);
    assertThat(get(router, "/nothing").status()).isEqualTo(404);
  }

  @Test
  void filters_narrow_and_pages_add_up() throws Exception {
    WebServer web = web();
    List<Json.Obj> all =
        IntStream.range(0, 25)
            .mapToObj(
                i ->
                    Json.object()
                        .put("name", "n%02d".formatted(i))
                        .put("type", i % 2 == 0 ? "inference" : "http")
                        .put("endpoint", "/" + i)
                        .put("priceRaw", "0." + (i + 1))
                        .put("description", "Number " + i)
                        .put("license", i == 3 ? "MIT" : "CC0-1.0")
                        .put("datasetSizeBytes", i)
                        .build())
            .toList();
    web.with(Catalog.PATH, Json.of(all).text());
    Router router = swept(CONFIG, web.member("m"));
    assertThat(names(router, "?type=inference")).hasSize(13);
    assertThat(names(router, "?q=NUMBER+n03")).containsExactly("n03");
    assertThat(names(router, "?license=mit")).containsExactly("n03");
    assertThat(names(router, "?minSize=23&maxSize=23")).containsExactly("n23");
    assertThat(names(router, "?maxPrice=0.1")).containsExactlyInAnyOrder("n00", "n09");
    assertThat(names(router, "?owner=0x" + "1".repeat(40))).isEmpty();
    HttpReply page = get(router, Catalog.PATH + "?page=2&pageSize=10");
    Json.Obj envelope = json(page).asObject("it");
    assertThat(envelope.object("x-page").orElseThrow().text())
        .isEqualTo("{\"page\":2,\"pages\":3,\"pageSize\":10,\"total\":25}");
    assertThat(page.headers().first("Link"))
        .contains("</api/services.json?page=3&pageSize=10>; rel=\"next\"");
    assertThat(names(router, "?page=3&pageSize=10")).hasSize(5);
    assertThat(names(router, "?page=4&pageSize=10")).isEmpty();
    for (String bad :
        List.of(
            "page=0",
            "page=x",
            "pageSize=1001",
            "maxPrice=1e9",
            "maxPrice=-1",
            "minSize=1.5",
            "owner=0x1",
            "q=" + "x".repeat(201))) {
      assertThat(get(router, Catalog.PATH + "?" + bad).status()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void what_is_verified_comes_first_then_what_is_cheap_and_what_is_contradicted_last()
      throws Exception {
    TestSeller honest = seller("honest");
    TestSeller liar = seller("liar");
    liar.list(liar.entry().with("datasetSizeBytes", Json.of(1)));
    Json rows =
        Json.of(
            List.of(
                Json.object()
                    .put("name", "dear")
                    .put("endpoint", "/d")
                    .put("priceRaw", "9")
                    .build(),
                Json.object().put("name", "none").put("endpoint", "/n").build(),
                Json.object()
                    .put("name", "cheap")
                    .put("endpoint", "/c")
                    .put("priceRaw", "0.000001")
                    .build()));
    WebServer web = web().with(Catalog.PATH, rows.text());
    Router router = swept(CONFIG, liar.member("liar"), web.member("web"), honest.member("honest"));
    assertThat(names(router, "")).containsExactly("honest", "cheap", "dear", "none", "liar");
    assertThat(names(router, "?page=1")).containsExactly("honest", "cheap", "dear", "none", "liar");
  }

  @Test
  void a_verified_licence_counts_and_not_the_claimed_one() throws Exception {
    TestSeller seller = seller("a");
    seller.list(seller.entry().with("license", Json.of("MIT")));
    Router router = swept(CONFIG, seller.member("m"));
    assertThat(names(router, "?license=MIT")).isEmpty();
    assertThat(names(router, "?license=CC-BY-4.0")).containsExactly("a");
    assertThat(names(router, "?owner=" + seller.owner().hex())).containsExactly("a");
    assertThat(names(router, "?q=cleaned+coding")).containsExactly("a");
  }

  @Test
  void the_bazaar_lists_what_can_be_paid() throws Exception {
    TestSeller seller = seller("a");
    TestSeller liar = seller("liar");
    liar.list(liar.entry().with("datasetSizeBytes", Json.of(1)));
    WebServer web = web().with(Catalog.PATH, "[{\"name\":\"free\",\"endpoint\":\"/f\"}]");
    Router router = swept(CONFIG, seller.member("m"), web.member("w"), liar.member("liar"));
    Json.Obj feed = json(get(router, "/discovery/resources")).asObject("the feed");
    assertThat(feed.requireInteger("x402Version")).isEqualTo(2);
    assertThat(feed.object("pagination").orElseThrow().text())
        .isEqualTo("{\"limit\":20,\"offset\":0,\"total\":1}");
    Json.Obj item = feed.list("items").orElseThrow().getFirst().asObject("an item");
    assertThat(item.requireText("resource")).isEqualTo(seller.web.url() + "/dataset/a/join/paid");
    Json.Obj way = item.list("accepts").orElseThrow().getFirst().asObject("a way to pay");
    assertThat(way.requireText("amount")).isEqualTo("10000");
    assertThat(way.requireText("network")).isEqualTo("eip155:84532");
    assertThat(
            way.object("extra")
                .orElseThrow()
                .object("dataset")
                .orElseThrow()
                .requireText("version"))
        .isEqualTo("1");
    assertThat(json(get(router, "/discovery/resources?type=mcp")).asObject("it").list("items"))
        .contains(List.of());
    assertThat(json(get(router, "/discovery/resources?offset=1")).asObject("it").list("items"))
        .contains(List.of());
    assertThat(get(router, "/discovery/resources?limit=101").status()).isEqualTo(400);
  }

  @Test
  void over_http_a_router_and_a_seller_answer_the_same_question() throws Exception {
    TestSeller seller = seller("pi-sessions");
    Router router = swept(CONFIG, seller.member("m"), seller("other").member("o"));
    var proxies = new EnvironmentProxy(Map.of());
    try (var engine = new VertxEngine();
        RunningServer server = engine.start(ServerConfig.loopback(), router.surface());
        var client = new GuardedClient(proxies);
        var http = HttpClient.newHttpClient()) {
      URI url = URI.create("http://127.0.0.1:" + server.port());
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(url.resolve(Catalog.PATH)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(JsonReader.read(answer.body(), 1 << 20))
          .isEqualTo(json(get(router, Catalog.PATH)));
      var discover = new Discover(client);
      Query query =
          new Query(
              "PI-sess",
              Optional.of("dataset"),
              Query.ALL.maxPrice(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              1,
              10);
      Discover.Result atRouter = discover.find(url, query);
      assertThat(atRouter.total()).isEqualTo(1);
      Listing found = atRouter.listings().getFirst();
      assertThat(found.state()).isEqualTo("verified");
      assertThat(found.owner()).contains(seller.owner());
      assertThat(found.license()).contains("CC-BY-4.0");
      assertThat(found.origin().orElseThrow().member()).isEqualTo("m");
      assertThat(found.entry()).isEqualTo(seller.entry());
      Discover.Result atSeller = discover.find(seller.web.url(), query);
      assertThat(atSeller.listings())
          .containsExactly(new Listing(seller.entry(), Optional.empty(), Optional.empty()));
      assertThat(discover.catalog(url).faults()).isEmpty();
    }
  }

  private static List<String> names(Router router, String query) {
    return rows(router, Catalog.PATH + query).stream().map(row -> row.requireText("name")).toList();
  }
}
