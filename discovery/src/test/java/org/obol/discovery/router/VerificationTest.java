package org.obol.discovery.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;

/** Rows against the signed documents of a real server. */
final class VerificationTest extends RouterFixture {

  private static final String OTHER = "ef".repeat(32);

  @Test
  void a_row_that_the_sellers_documents_bear_out_is_verified() throws Exception {
    TestSeller seller = seller("pi-sessions");
    Json.Obj verdict = onlyVerdict(swept(CONFIG, seller.member("m")));
    assertThat(verdict.requireText("state")).isEqualTo("verified");
    assertThat(verdict.requireText("owner")).isEqualTo(seller.owner().checksummed());
    assertThat(verdict.requireText("license")).isEqualTo("CC-BY-4.0");
    assertThat(verdict.bool("priceChecked")).contains(true);
  }

  @Test
  void each_wrong_field_is_named() throws Exception {
    TestSeller seller = seller("pi-sessions");
    CatalogEntry right = seller.entry();
    for (List<Object> wrong :
        List.<List<Object>>of(
            List.of("datasetManifestHash", Json.of(OTHER)),
            List.of("datasetFileHash", Json.of(OTHER)),
            List.of("datasetSizeBytes", Json.of(1)),
            List.of("datasetVersion", Json.of("2")),
            List.of("datasetVersion", Json.of("latest")),
            List.of("payTo", Json.of("0x" + "2".repeat(40))),
            List.of("owner", Json.of("0x" + "2".repeat(40))),
            List.of("priceAtomicUnits", Json.of("1")))) {
      String field = (String) wrong.get(0);
      seller.list(right.with(field, (Json) wrong.get(1)));
      assertContradicted(swept(CONFIG, seller.member("m")), field);
    }
  }

  @Test
  void a_payee_on_another_chain_is_not_allowed_by_the_record() throws Exception {
    TestSeller seller = seller("pi-sessions");
    seller.list(
        seller
            .entry()
            .with("network", Json.of("base"))
            .with("caip2Network", Json.of("eip155:8453"))
            .with("chainId", Json.of(8453)));
    assertContradicted(swept(CONFIG, seller.member("m")), "payTo");
  }

  @Test
  void a_price_that_rose_since_contradicts_the_row() throws Exception {
    TestSeller seller = seller("pi-sessions").serveChallenge(BigInteger.valueOf(10_001));
    assertContradicted(swept(CONFIG, seller.member("m")), "priceAtomicUnits");
  }

  @Test
  void the_owner_may_be_paid_without_a_record_and_nobody_else() throws Exception {
    TestSeller seller = seller("pi-sessions");
    seller.web.without("/.well-known/obol-seller.json");
    assertContradicted(swept(CONFIG, seller.member("m")), "payTo");
    seller.list(seller.entry().with("payTo", Json.of(seller.owner().hex())));
    assertThat(onlyVerdict(swept(CONFIG, seller.member("m"))).requireText("state"))
        .isEqualTo("verified");
  }

  @Test
  void a_mirror_that_the_record_does_not_name_is_contradicted() throws Exception {
    TestSeller seller = seller("pi-sessions");
    seller.serveRecord(seller.payTo, URI.create("https://elsewhere.example"));
    assertContradicted(swept(CONFIG, seller.member("m")), "endpoint");
  }

  @Test
  void an_older_record_after_a_newer_one_is_contradicted_and_stays_so() throws Exception {
    TestSeller seller = seller("pi-sessions");
    Router router = swept(CONFIG, seller.member("m"));
    seller.serveRecord(1, seller.payTo, seller.web.url());
    for (int i = 0; i < 3; i++) {
      now = now.plus(Duration.ofHours(2));
      router.sweep();
      assertContradicted(router, "sellerRecord");
    }
  }

  @Test
  void an_expired_or_foreign_record_does_not_count() throws Exception {
    TestSeller seller = seller("pi-sessions");
    now = now.plus(Duration.ofDays(31));
    assertContradicted(swept(CONFIG, seller.member("m")), "sellerRecord");
    now = TestSeller.NOW;
    TestSeller stranger = seller("pi-sessions");
    byte[] foreign = stranger.record(9, seller.payTo, seller.web.url());
    seller.web.with("/.well-known/obol-seller.json", foreign);
    assertContradicted(swept(CONFIG, seller.member("m")), "sellerRecord");
  }

  @Test
  void a_record_that_counts_in_a_moment_is_no_contradiction_and_nothing_else_is_forgiven()
      throws Exception {
    TestSeller seller = seller("pi-sessions");
    serveRecordFrom(seller, TestSeller.NOW.plusSeconds(1));
    Router router = swept(CONFIG, seller.member("m"));
    Json.Obj verdict = onlyVerdict(router);
    assertThat(verdict.requireText("state")).isEqualTo("uncheckable");
    assertThat(verdict.text()).contains("not_yet");
    now = now.plus(Duration.ofHours(2));
    router.sweep();
    assertThat(onlyVerdict(router).requireText("state")).isEqualTo("verified");
    now = TestSeller.NOW;
    seller.list(seller.entry().with("payTo", Json.of("0x" + "2".repeat(40))));
    assertContradicted(swept(CONFIG, seller.member("m")), "payTo");
    seller.list(seller.entry());
    serveRecordFrom(seller, TestSeller.NOW.plusSeconds(301));
    assertContradicted(swept(CONFIG, seller.member("m")), "sellerRecord");
    serveRecord(seller, seller("pi-sessions"), TestSeller.NOW.plusSeconds(1));
    assertContradicted(swept(CONFIG, seller.member("m")), "sellerRecord");
  }

  private static void serveRecordFrom(TestSeller seller, Instant start) {
    serveRecord(seller, seller, start);
  }

  private static void serveRecord(TestSeller at, TestSeller signer, Instant start) {
    byte[] record = signer.record(7, start, at.payTo, at.web.url());
    at.web.with("/.well-known/obol-seller.json", record);
  }

  @Test
  void a_log_or_manifest_that_does_not_verify_is_contradicted() throws Exception {
    // Of one entry alone, a changed one is the valid entry of a key that nobody has.
    TestSeller seller = seller("pi-sessions").publish("content of pi-sessions").serve();
    seller.list(seller.entry());
    String log = LogDocument.toJson("pi-sessions", new VersionLog(seller.entries())).text();
    for (String bad :
        List.of(
            log.replace("\"size\":22", "\"size\":23"),
            log.replace("\"id\":\"pi-sessions\"", "\"id\":\"other\""),
            "{\"id\":\"pi-sessions\",\"versions\":[]}",
            "<html>")) {
      assertThat(bad).isNotEqualTo(log);
      seller.web.with(seller.path("versions"), bad);
      assertContradicted(swept(CONFIG, seller.member("m")), "log");
    }
    seller.serve();
    seller.web.with(seller.path("manifest"), "{}");
    assertContradicted(swept(CONFIG, seller.member("m")), "manifest");
  }

  @Test
  void what_is_not_shown_cannot_be_checked() throws Exception {
    TestSeller seller = seller("pi-sessions");
    assertUncheckable(seller.close("versions"), "members_only");
    assertUncheckable(seller.serve().close("manifest"), "members_only");
    seller.serve().web.without(seller.path("manifest"));
    assertUncheckable(seller, "no_manifest");
    seller.web.without(seller.path("versions"));
    assertUncheckable(seller, "no_log");
    seller.serve().list(seller.entry().without(List.of("datasetManifestHash", "datasetFileHash")));
    assertUncheckable(seller, "no_hashes");
    seller.list(
        seller
            .entry()
            .with("endpoint", Json.of("/services/Not_An_Id"))
            .with("name", Json.of("Not An Id")));
    assertUncheckable(seller, "not_a_dataset_url");
    seller.list(seller.entry().with("endpoint", Json.of("http://127.0.0.1:1/dataset/x")));
    assertUncheckable(seller, "unreachable");
  }

  @Test
  void an_endpoint_below_services_is_looked_up_by_its_name() throws Exception {
    TestSeller seller = seller("pi-sessions");
    seller.list(seller.entry().with("endpoint", Json.of("/services/pi-sessions")));
    assertThat(onlyVerdict(swept(CONFIG, seller.member("m"))).requireText("state"))
        .isEqualTo("verified");
  }

  @Test
  void somebody_elses_manifest_under_ones_own_log_is_contradicted() throws Exception {
    TestSeller victim = seller("pi-sessions");
    VersionEntry stolen = victim.entries().getFirst();
    TestSeller thief = thief(stolen);
    thief.web.with(thief.path("manifest"), victim.manifest().bytes());
    Router router = swept(CONFIG, thief.member("thief"), victim.member("victim"));
    assertThat(state(router, thief)).isEqualTo("contradicted");
    assertThat(verdict(router, thief).requireText("field")).isEqualTo("owner");
    assertThat(state(router, victim)).isEqualTo("verified");
  }

  @Test
  void a_manifest_hash_whose_owner_is_proven_belongs_to_no_other_log() throws Exception {
    TestSeller victim = seller("pi-sessions");
    TestSeller thief = thief(victim.entries().getFirst());
    thief.web.without(thief.path("manifest"));
    Router alone = swept(CONFIG, thief.member("thief"));
    assertThat(state(alone, thief)).isEqualTo("uncheckable");
    Router router = swept(CONFIG, thief.member("thief"), victim.member("victim"));
    assertThat(verdict(router, thief).requireText("field")).isEqualTo("owner");
  }

  @Test
  void another_sellers_row_with_another_payee_stays_beside_the_right_one() throws Exception {
    TestSeller seller = seller("pi-sessions");
    WebServer hostile = web();
    CatalogEntry redirected =
        seller.entry().with("payTo", Json.of(PrivateKey.generate().address().hex()));
    hostile.with(Catalog.PATH, Catalog.of(List.of(redirected)).toJson(Catalog.Shape.ARRAY).utf8());
    Router router = swept(CONFIG, hostile.member("hostile"), seller.member("seller"));
    List<Json.Obj> rows = rows(router);
    assertThat(rows).hasSize(2);
    assertThat(verification(rows.get(0)).requireText("state")).isEqualTo("verified");
    assertThat(verification(rows.get(1)).requireText("field")).isEqualTo("payTo");
    assertThat(rows.get(1).object("x-member").orElseThrow().requireText("name"))
        .isEqualTo("hostile");
  }

  @Test
  void the_same_bytes_at_two_sellers_are_a_group() throws Exception {
    TestSeller one = closing(new TestSeller("first")).publish("same").serve();
    TestSeller two = closing(new TestSeller("second")).publish("same").serve();
    one.list(one.entry());
    two.list(two.entry());
    Router router = swept(CONFIG, one.member("one"), two.member("two"), seller("c").member("c"));
    assertThat(rows(router)).hasSize(3);
    List<Json> groups =
        json(get(router, Catalog.PATH)).asObject("it").list("x-groups").orElseThrow();
    assertThat(groups).hasSize(1);
    Json.Obj group = groups.getFirst().asObject("a group");
    assertThat(group.requireText("datasetFileHash")).isEqualTo(Sha256.hash("same").hex());
    assertThat(group.requireInteger("sellers")).isEqualTo(2);
  }

  @Test
  void a_verdict_is_kept_for_an_hour() throws Exception {
    TestSeller seller = seller("pi-sessions");
    Router router = swept(CONFIG, seller.member("m"));
    long requests = router.counters().requests();
    assertThat(requests).isEqualTo(4);
    now = now.plus(Duration.ofMinutes(59));
    router.sweep();
    assertThat(router.counters().requests()).isEqualTo(requests);
    now = now.plus(Duration.ofMinutes(1));
    router.sweep();
    assertThat(router.counters().checks()).isEqualTo(2);
  }

  @Test
  void one_host_gets_a_bounded_number_of_requests_in_a_sweep() throws Exception {
    TestSeller seller = seller("pi-sessions");
    List<CatalogEntry> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(seller.entry().with("name", Json.of("n" + i)).with("datasetSizeBytes", Json.of(i)));
    }
    seller.list(many.toArray(CatalogEntry[]::new));
    var checks = new RouterConfig.Checks(500, 10, Duration.ofSeconds(20), true);
    Router router = swept(CONFIG.with(checks), seller.member("m"));
    assertThat(router.counters().checks()).isEqualTo(10);
    // One log for all of them; the first contradiction ends a check.
    assertThat(router.counters().requests()).isLessThanOrEqualTo(4);
    assertThat(rows(router))
        .filteredOn(row -> verification(row).text("code").equals(Optional.of("pending")))
        .hasSize(90);
    for (int i = 0; i < 9; i++) {
      router.sweep();
    }
    assertThat(rows(router)).noneMatch(row -> verification(row).text("code").isPresent());
  }

  @Test
  void a_sweep_has_a_bounded_number_of_checks_in_all() throws Exception {
    var checks = new RouterConfig.Checks(2, 10, Duration.ofSeconds(20), true);
    Router router =
        swept(
            CONFIG.with(checks),
            seller("a").member("a"),
            seller("b").member("b"),
            seller("c").member("c"));
    assertThat(router.counters().checks()).isEqualTo(2);
    router.sweep();
    assertThat(router.counters().checks()).isEqualTo(3);
  }

  @Test
  void a_host_that_does_not_answer_is_asked_once_in_a_sweep() throws Exception {
    WebServer slow = web();
    List<Json.Obj> rows = new ArrayList<>();
    TestSeller seller = seller("pi-sessions");
    for (int i = 0; i < 10; i++) {
      slow.with("/dataset/d" + i + "/versions", slow::drip);
      rows.add(
          seller
              .entry()
              .with("name", Json.of("n" + i))
              .with("endpoint", Json.of("/dataset/d" + i))
              .members());
    }
    slow.with(Catalog.PATH, Json.of(rows).text());
    Router router = swept(IMPATIENT, slow.member("slow"));
    assertThat(router.counters().requests()).isEqualTo(1);
    assertThat(rows(router))
        .allMatch(row -> verification(row).requireText("code").equals("unreachable"));
  }

  @Test
  void a_log_that_is_too_long_is_not_read() throws Exception {
    TestSeller seller = seller("pi-sessions");
    byte[] block = " ".repeat(64 << 10).getBytes(StandardCharsets.UTF_8);
    seller.web.with(
        seller.path("versions"), exchange -> seller.web.endless(exchange, 100L << 20, block));
    assertUncheckable(seller, "unreachable");
    assertThat(seller.web.bytesTaken()).isLessThan(32L << 20);
  }

  @Test
  void a_private_endpoint_is_not_asked_for_a_public_member() throws Exception {
    TestSeller seller = seller("pi-sessions");
    var client = new GuardedClient(new EnvironmentProxy(Map.of()));
    closing(client);
    var verification = new Verification(client, CONFIG, () -> now);
    Row row =
        new Row(
            seller.entry(),
            new Origin("m", "https://public.example", List.of("r"), now),
            Sha256.hash("content"),
            DatasetClaim.of(seller.entry()),
            false);
    verification.sweep(List.of(row));
    assertThat(seller.web.asked()).isEmpty();
    Merge merge = new Merge(List.of(row), Map.of());
    assertThat(merge.listings(verification)).isEmpty();
  }

  private TestSeller thief(VersionEntry stolen) {
    TestSeller thief = seller("pi-sessions");
    VersionEntry claimed =
        new EntryClaim(1, stolen.manifestHash(), stolen.fileHash(), stolen.size(), "")
            .sign(thief.key, stolen.timestamp());
    thief.serveLog(LogDocument.toJson("pi-sessions", new VersionLog(List.of(claimed))));
    return thief.list(thief.entry(claimed, thief.web.url()));
  }

  private void assertUncheckable(TestSeller seller, String code) throws Exception {
    Json.Obj verdict = onlyVerdict(swept(CONFIG, seller.member("m")));
    assertThat(verdict.requireText("state")).as(verdict.text()).isEqualTo("uncheckable");
    assertThat(verdict.requireText("code")).isEqualTo(code);
  }

  private static void assertContradicted(Router router, String field) {
    Json.Obj verdict = onlyVerdict(router);
    assertThat(verdict.requireText("state")).as(verdict.text()).isEqualTo("contradicted");
    assertThat(verdict.requireText("field")).isEqualTo(field);
  }

  private static Json.Obj onlyVerdict(Router router) {
    assertThat(rows(router)).hasSize(1);
    return verification(rows(router).getFirst());
  }

  private static Json.Obj verdict(Router router, TestSeller seller) {
    return rows(router).stream()
        .filter(row -> row.requireText("endpoint").startsWith(seller.web.url().toString()))
        .map(RouterFixture::verification)
        .findFirst()
        .orElseThrow();
  }

  private static String state(Router router, TestSeller seller) {
    return verdict(router, seller).requireText("state");
  }
}
