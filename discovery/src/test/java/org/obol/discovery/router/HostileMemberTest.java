package org.obol.discovery.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.router.Admission.Admitted;
import org.obol.discovery.router.LeftOut.Reason;

/** Whatever a member sends, the router stays up, bounded, and lists the others. */
final class HostileMemberTest extends RouterFixture {

  private static final int MIB = 1 << 20;

  @Test
  void a_catalog_of_100_MB_is_broken_off_at_the_cap() throws Exception {
    WebServer huge = web();
    byte[] block = " ".repeat(64 << 10).getBytes(StandardCharsets.UTF_8);
    huge.with(Catalog.PATH, exchange -> huge.endless(exchange, 100L << 20, block));
    Router router = swept(CONFIG, huge.member("huge"), seller("good").member("good"));
    assertThat(status(router).requireText("error")).contains("more than 1048576 bytes");
    assertThat(rows(router)).hasSize(1);
    // What the sockets' buffers hold beyond the cap.
    assertThat(huge.bytesTaken()).isLessThan(32L * MIB);
    assertThat(router.counters().parsed()).isEqualTo(1);
  }

  @Test
  void a_catalog_that_drips_is_given_up() throws Exception {
    WebServer slow = web();
    slow.with(Catalog.PATH, slow::drip);
    Router router = swept(IMPATIENT, slow.member("slow"), seller("good").member("good"));
    assertThat(status(router).requireText("error")).contains("did not answer within");
    assertThat(rows(router)).hasSize(1);
  }

  @Test
  void a_redirect_to_another_host_is_not_followed() throws Exception {
    WebServer secret = web().with("/latest/meta-data", "[]").with(Catalog.PATH, "[]");
    WebServer redirecting = web();
    for (String target : List.of("/latest/meta-data", Catalog.PATH)) {
      redirecting.with(
          Catalog.PATH,
          exchange -> {
            exchange.getResponseHeaders().add("Location", secret.url() + target);
            WebServer.send(exchange, 302, new byte[0]);
          });
      Router router = swept(CONFIG, redirecting.member("m"));
      assertThat(status(router).requireText("error")).contains("redirects to another origin");
    }
    assertThat(secret.asked()).isEmpty();
  }

  @Test
  void a_private_member_is_asked_only_when_that_is_allowed() throws Exception {
    TestSeller seller = seller("a");
    Router router = swept(CONFIG.allowingPrivate(false), seller.member("m"));
    assertThat(status(router).requireText("error")).contains("--allow-private");
    assertThat(seller.web.asked()).isEmpty();
  }

  @Test
  void a_public_member_cannot_list_private_endpoints() {
    Member member = Member.parse("m=https://seller.example");
    Json rows =
        Json.of(
            List.of(
                row("a", "http://127.0.0.1:8080/x"),
                row("b", "http://169.254.169.254/latest"),
                row("c", "http://[::1]/"),
                row("d", "http://printer/"),
                row("e", "http://user@public.example/"),
                row("f", "javascript:alert(1)"),
                row("g", "file:///etc/passwd"),
                row("h", "//10.0.0.1/x"),
                row("i", "/fine"),
                row("j", "https://other.example/fine")));
    Admitted admitted = admit(member, rows);
    assertThat(admitted.rows()).extracting(row -> row.entry().name()).containsExactly("i", "j");
    assertThat(admitted.leftOut().count(Reason.PRIVATE_ENDPOINT)).isEqualTo(5);
    assertThat(admitted.leftOut().count(Reason.BAD_ENDPOINT)).isEqualTo(3);
  }

  @Test
  void of_100_000_entries_as_many_are_listed_as_a_member_may_have() throws Exception {
    var rows = new StringBuilder("[");
    for (int i = 0; i < 100_000; i++) {
      rows.append("{\"name\":\"n").append(i).append("\",\"endpoint\":\"/e\"},");
    }
    WebServer web = web().with(Catalog.PATH, rows.append("{}]").toString());
    Router router =
        swept(CONFIG.withSizes(8 * MIB, 1000, 1500), web.member("m"), seller("good").member("g"));
    assertThat(rows(router)).hasSize(1001);
    assertThat(leftOut(router, "member_limit")).isEqualTo(99_000);
    assertThat(leftOut(router, "unreadable")).isEqualTo(1);
  }

  @Test
  void a_long_list_does_not_push_the_others_out() throws Exception {
    var rows = new StringBuilder("[");
    for (int i = 0; i < 1000; i++) {
      rows.append("{\"name\":\"n").append(i).append("\",\"endpoint\":\"/e\"},");
    }
    WebServer web = web().with(Catalog.PATH, rows.append("{}]").toString());
    Router router =
        swept(CONFIG.withSizes(MIB, 1000, 10), web.member("m"), seller("good").member("g"));
    assertThat(rows(router)).hasSize(10).anyMatch(r -> r.requireText("name").equals("good"));
    assertThat(status(router).requireInteger("overTotalLimit")).isEqualTo(991);
    assertThat(status(router).requireInteger("entries")).isEqualTo(9);
  }

  @Test
  void what_is_no_strict_json_is_refused_whole() throws Exception {
    byte[] bomb = gzip("[" + " ".repeat(8 * MIB) + "]");
    List<byte[]> documents =
        List.of(
            utf8("<html><script>alert(1)</script>"),
            utf8("[".repeat(100_000)),
            utf8("{\"services\":" + "{\"a\":".repeat(5000)),
            utf8("[{\"name\":\"a\",\"name\":\"b\",\"endpoint\":\"/x\"}]"),
            utf8("[{\"name\":\"\\ud800\",\"endpoint\":\"/x\"}]"),
            new byte[] {(byte) 0xff, (byte) 0xfe, '[', 0, ']', 0},
            utf8("[1e" + "9".repeat(100) + "]"),
            bomb);
    for (byte[] document : documents) {
      WebServer web = web().with(Catalog.PATH, document);
      Router router = swept(CONFIG, web.member("bad"), seller("good").member("good"));
      assertThat(status(router).requireText("state")).isEqualTo("failed");
      assertThat(rows(router)).hasSize(1);
    }
  }

  @Test
  void a_packed_catalog_is_not_unpacked() throws Exception {
    byte[] bomb = gzip("[" + " ".repeat(64 * MIB) + "]");
    assertThat(bomb.length).isLessThan(MIB);
    WebServer web =
        web()
            .with(
                Catalog.PATH,
                exchange -> {
                  exchange.getResponseHeaders().add("Content-Encoding", "gzip");
                  WebServer.send(exchange, 200, bomb);
                });
    Router router = swept(CONFIG, web.member("bomb"));
    assertThat(status(router).requireText("error")).contains("packed");
    assertThat(router.counters().parsed()).isZero();
  }

  @Test
  void hostile_text_is_passed_on_as_data() throws Exception {
    String name = "</script><b>\u202egnp.exe\u0007\u001b[31m";
    WebServer web = web().with(Catalog.PATH, Json.of(List.of(row(name, "/x"))).text());
    Router router = swept(CONFIG, web.member("m"));
    assertThat(rows(router).getFirst().requireText("name")).isEqualTo(name);
    assertThat(get(router, Catalog.PATH).headers().first("X-Content-Type-Options"))
        .contains("nosniff");
    assertThat(new String(body(get(router, Catalog.PATH)), StandardCharsets.UTF_8))
        .doesNotContain("\u0007")
        .doesNotContain("\u001b");
  }

  @Test
  void a_row_that_is_too_long_and_a_second_of_the_same_name_are_left_out() throws Exception {
    WebServer web =
        web()
            .with(
                Catalog.PATH,
                Json.of(
                        List.of(
                            row("long" + "x".repeat(Admission.MAX_ROW), "/x"),
                            row("twice", "/1"),
                            row("twice", "/2")))
                    .text());
    Router router = swept(CONFIG, web.member("m"));
    assertThat(rows(router)).extracting(r -> r.requireText("endpoint")).hasSize(1);
    assertThat(leftOut(router, "too_long")).isEqualTo(1);
    assertThat(leftOut(router, "duplicate")).isEqualTo(1);
    assertThat(status(router).text().length()).isLessThan(2000);
  }

  @Test
  void a_router_that_lists_itself_does_not_multiply() throws Exception {
    WebServer own = web();
    Router router = router(CONFIG, own.member("self"), seller("a").member("seller"));
    own.with(
        Catalog.PATH,
        exchange -> {
          var reply = get(router, Catalog.PATH);
          WebServer.send(exchange, reply.status(), body(reply));
        });
    for (int i = 0; i < 4; i++) {
      router.sweep();
    }
    assertThat(rows(router)).hasSize(1);
    assertThat(leftOut(router, "cycle")).isEqualTo(1);
  }

  @Test
  void routers_in_a_ring_list_each_offer_once_and_forget_it_when_it_is_gone() throws Exception {
    TestSeller seller = seller("a");
    WebServer[] fronts = {web(), web(), web()};
    Router[] ring = new Router[3];
    for (int i = 0; i < 3; i++) {
      Member next = fronts[(i + 1) % 3].member("next");
      ring[i] = i == 0 ? router(CONFIG, seller.member("seller"), next) : router(CONFIG, next);
      Router router = ring[i];
      fronts[i].with(
          Catalog.PATH,
          exchange -> {
            var reply = get(router, Catalog.PATH);
            WebServer.send(exchange, reply.status(), body(reply));
          });
    }
    for (int turn = 0; turn < 4; turn++) {
      for (Router router : ring) {
        router.sweep();
      }
    }
    for (Router router : ring) {
      assertThat(rows(router)).hasSize(1);
    }
    assertThat(rows(ring[0]).getFirst().object("x-member").orElseThrow().requireText("name"))
        .isEqualTo("seller");
    seller.list();
    for (int turn = 0; turn < 4; turn++) {
      for (Router router : ring) {
        router.sweep();
      }
    }
    for (Router router : ring) {
      assertThat(rows(router)).isEmpty();
    }
  }

  @Test
  void another_routers_verdict_is_not_passed_on() throws Exception {
    Json.Obj lie =
        Json.object()
            .put("name", "a")
            .put("type", "http")
            .put("endpoint", "/x")
            .put("x-verification", Json.object().put("state", "verified").build())
            .put("x-fetchedAt", "2036-01-01T00:00:00Z")
            .build();
    WebServer web = web().with(Catalog.PATH, Json.of(List.of(lie)).text());
    Json.Obj row = rows(swept(CONFIG, web.member("m"))).getFirst();
    assertThat(row.get("x-verification")).isEmpty();
    assertThat(row.requireText("x-fetchedAt")).isEqualTo(now.toString());
  }

  private static Admitted admit(Member member, Json rows) {
    return new Admission(RouterId.random(), 100)
        .admit(member, Catalog.read(rows.utf8(), MIB, Catalog.Rules.LENIENT), TestSeller.NOW);
  }

  private static Json.Obj row(String name, String endpoint) {
    return Json.object().put("name", name).put("endpoint", endpoint).build();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(utf8(text));
    }
    return out.toByteArray();
  }
}
