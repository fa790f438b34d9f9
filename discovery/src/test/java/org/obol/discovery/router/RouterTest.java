package org.obol.discovery.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.discovery.catalog.Catalog;

final class RouterTest extends RouterFixture {

  private static final String ROW =
      "{\"name\":\"%s\",\"type\":\"%s\",\"endpoint\":\"%s\",\"x-own\":[1.50,{\"b\":null}]}";

  @Test
  void rows_of_every_shape_and_type_are_listed_as_they_came() throws Exception {
    String row = ROW.formatted("a", "teleport", "https://a.example/x");
    Member array = web().with(Catalog.PATH, "[" + row + "]").member("one");
    Member offers =
        web()
            .with(
                Catalog.PATH,
                "{\"offers\":[" + ROW.formatted("b", "inference", "https://b.example") + "]}")
            .member("two");
    TestSeller seller = seller("pi-sessions");
    Router router = swept(CONFIG, array, offers, seller.member("three"));
    List<Json.Obj> rows = rows(router);
    assertThat(rows).extracting(r -> r.requireText("name")).contains("a", "b", "pi-sessions");
    assertThat(rows)
        .extracting(r -> r.text("type").orElseThrow())
        .contains("dataset", "inference", "teleport");
    Json.Obj passed = named(rows, "a");
    assertThat(passed.text()).startsWith(row.substring(0, row.length() - 1) + ",\"x-member\":");
    assertThat(passed.members().keySet())
        .containsExactly("name", "type", "endpoint", "x-own", "x-member", "x-fetchedAt");
    Json.Obj from = passed.object("x-member").orElseThrow();
    assertThat(from.requireText("name")).isEqualTo("one");
    assertThat(passed.requireText("x-fetchedAt")).isEqualTo(now.toString());
    assertThat(named(rows, "pi-sessions").members()).containsKey("x-verification");
  }

  @Test
  void a_relative_endpoint_is_resolved_and_no_other_rewritten() throws Exception {
    WebServer web =
        web()
            .with(
                Catalog.PATH,
                "["
                    + ROW.formatted("rel", "http", "/services/rel")
                    + ","
                    + ROW.formatted("abs", "http", "HTTPS://A.example:443/x/../y")
                    + ","
                    + ROW.formatted("ok", "http", "https://A.example:443/x/../y")
                    + "]");
    Router router = swept(CONFIG, web.member("m"));
    assertThat(named(rows(router), "rel").requireText("endpoint"))
        .isEqualTo(web.url() + "/services/rel");
    assertThat(named(rows(router), "ok").requireText("endpoint"))
        .isEqualTo("https://A.example:443/x/../y");
    assertThat(leftOut(router, "bad_endpoint")).isEqualTo(1);
  }

  @Test
  void health_is_ok_only_after_the_first_sweep() throws Exception {
    Router router = router(CONFIG, seller("a").member("m"));
    assertThat(get(router, "/healthz").status()).isEqualTo(503);
    assertThat(get(router, Catalog.PATH).status()).isEqualTo(503);
    assertThat(get(router, "/members").status()).isEqualTo(200);
    router.sweep();
    assertThat(get(router, "/healthz").status()).isEqualTo(200);
    assertThat(rows(router)).hasSize(1);
  }

  @Test
  void a_catalog_that_did_not_change_is_not_sent_again() throws Exception {
    WebServer web =
        web()
            .with(
                Catalog.PATH,
                exchange -> {
                  exchange.getResponseHeaders().add("ETag", "\"1\"");
                  boolean same =
                      "\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
                  byte[] all =
                      ("[" + ROW.formatted("a", "http", "/a") + "]")
                          .getBytes(StandardCharsets.UTF_8);
                  WebServer.send(exchange, same ? 304 : 200, same ? new byte[0] : all);
                });
    Router router = swept(CONFIG, web.member("m"));
    String etag = get(router, Catalog.PATH).headers().first("ETag").orElseThrow();
    now = now.plusSeconds(60);
    router.sweep();
    assertThat(router.counters().parsed()).isEqualTo(1);
    assertThat(rows(router)).hasSize(1);
    assertThat(get(router, Catalog.PATH).headers().first("ETag")).contains(etag);
    assertThat(status(router).requireText("confirmedAt")).isEqualTo(now.toString());
    assertThat(status(router).requireText("fetchedAt")).isEqualTo(TestSeller.NOW.toString());
  }

  @Test
  void what_a_silent_member_offered_stays_ten_minutes() throws Exception {
    WebServer web = web().with(Catalog.PATH, "[" + ROW.formatted("a", "http", "/a") + "]");
    Router router = swept(CONFIG, web.member("m"));
    web.with(Catalog.PATH, exchange -> WebServer.send(exchange, 500, new byte[0]));
    now = now.plus(Duration.ofMinutes(10));
    router.sweep();
    assertThat(rows(router)).hasSize(1);
    assertThat(status(router).requireText("state")).isEqualTo("stale");
    assertThat(status(router).requireText("error")).isEqualTo("answered 500");
    now = now.plusSeconds(1);
    router.sweep();
    assertThat(rows(router)).isEmpty();
    assertThat(status(router).requireText("state")).isEqualTo("failed");
    web.with(Catalog.PATH, "[" + ROW.formatted("a", "http", "/a") + "]");
    router.sweep();
    assertThat(status(router).requireText("state")).isEqualTo("ok");
    assertThat(rows(router)).hasSize(1);
  }

  @Test
  void members_come_and_go_with_their_file(@TempDir Path folder) throws Exception {
    TestSeller first = seller("first");
    TestSeller second = seller("second");
    Path file = folder.resolve("members");
    Files.writeString(file, "# ours\none=" + first.web.url() + " # the first\n");
    Router router = router(CONFIG, new Members(List.of(), Optional.of(file)));
    router.sweep();
    assertThat(names(router)).containsExactly("first");
    Files.writeString(file, "two=" + second.web.url() + "\n");
    router.sweep();
    assertThat(names(router)).containsExactly("second");
    Files.writeString(file, "two=" + second.web.url() + " two=" + first.web.url());
    router.sweep();
    assertThat(names(router)).containsExactly("second");
    assertThat(json(get(router, "/members")).asObject("it").requireText("membersFile"))
        .isEqualTo("two members are called two");
    Files.delete(file);
    router.sweep();
    assertThat(names(router)).containsExactly("second");
  }

  @Test
  void members_are_separated_by_commas_or_white_space() {
    assertThat(Member.list("a=http://a.example,b=https://b.example/x \n c=http://127.0.0.1:1 "))
        .extracting(Member::name)
        .containsExactly("a", "b", "c");
    assertThat(Member.list(" ")).isEmpty();
    assertThat(Member.parse("a=https://b.example/x/").catalog())
        .hasToString("https://b.example/x/api/services.json");
    assertThat(Member.parse("a=https://b.example/x.json").catalog())
        .hasToString("https://b.example/x.json");
    for (String bad :
        List.of(
            "a",
            "=http://a.example",
            "a=ftp://a.example",
            "a=http://u@a.example",
            "a=http://a.example?q",
            "a b=http://a.example",
            "a=http://a.example,a=http://b.example",
            "a=http:///x",
            "a=http://a b")) {
      assertThatThrownBy(() -> Member.list(bad)).as(bad).isInstanceOf(ObolException.class);
    }
  }

  @Test
  void a_started_router_sweeps_by_itself_until_it_is_closed() throws Exception {
    TestSeller seller = seller("a");
    Router router =
        router(
            CONFIG.withTimes(Duration.ofMillis(20), Duration.ofSeconds(5), Duration.ofMinutes(1)),
            seller.member("m"));
    router.start();
    while (router.counters().sweeps() < 3) {
      Thread.onSpinWait();
    }
    assertThat(rows(router)).hasSize(1);
    router.close();
    long after = router.counters().sweeps();
    assertThat(router.counters().sweeps()).isEqualTo(after);
  }

  @Test
  void a_file_that_cannot_be_read_at_the_start_is_a_usage_error(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("none");
    assertThatThrownBy(() -> new Members(List.of(), Optional.of(file)))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("cannot be read");
  }

  private static List<String> names(Router router) {
    return rows(router).stream().map(row -> row.requireText("name")).toList();
  }

  private static Json.Obj named(List<Json.Obj> rows, String name) {
    return rows.stream()
        .filter(row -> row.requireText("name").equals(name))
        .findFirst()
        .orElseThrow();
  }
}
