package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.OTHER;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.node.NodeFixture.Member;
import org.obol.node.Wire.Answer;

/** Invariants 3, 4, 6, 7, 8 and 19: what opens a version, and what does not. */
final class GateTest {

  private static final String PI_ROUTE = "/dataset/pi-sessions";

  private final NodeFixture fixture;
  private Node node;

  GateTest(@TempDir Path temp) throws IOException {
    fixture = NodeFixture.published(temp, 2);
    fixture.publish(OTHER, NodeFixture.rows(9, 5));
    node = fixture.start(new Options(PI, OTHER));
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private Answer download(String dataset, String query, Member member) throws IOException {
    return Wire.get(node.port(), "/dataset/" + dataset + "/download" + query, member.bearer());
  }

  @Test
  void aTokenOfOneDatasetDoesNotOpenAnother() throws IOException {
    Member pi = fixture.member(PI, VersionRange.following());
    assertThat(download("pi-sessions", "", pi).status()).isEqualTo(200);
    for (String route : List.of("versions", "verify", "manifest", "chunks", "download")) {
      Answer answer = Wire.get(node.port(), "/dataset/other.set-2/" + route, pi.bearer());
      assertThat(answer.status()).as(route).isEqualTo(403);
      assertThat(answer.error()).isEqualTo("not_a_member");
    }
  }

  @Test
  void aTokenForVersionOneDoesNotOpenVersionTwo() throws IOException {
    Member first = fixture.member(1);
    assertThat(download("pi-sessions", "?version=1", first).status()).isEqualTo(200);
    for (String query : List.of("?version=2", "")) {
      for (String route : List.of("/download", "/chunks")) {
        Answer answer = Wire.get(node.port(), PI_ROUTE + route + query, first.bearer());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.error()).isEqualTo("version_not_entitled");
        assertThat(answer.text()).doesNotContain("rowKey");
      }
    }
  }

  @Test
  void aRevokedEntitlementIsClosedForEveryTokenAndStaysSoAfterARestart() throws Exception {
    Member one = fixture.member(2);
    Member two = fixture.another(one);
    fixture.revoke(one);
    for (Member member : List.of(one, two)) {
      assertThat(download("pi-sessions", "", member).error()).isEqualTo("not_a_member");
    }
    restart();
    assertThat(download("pi-sessions", "", two).error()).isEqualTo("not_a_member");
  }

  @Test
  void theFourthTokenKillsTheFirst() throws IOException {
    Member first = fixture.member(2);
    Member second = fixture.another(first);
    Member third = fixture.another(first);
    assertThat(download("pi-sessions", "", first).status()).isEqualTo(200);
    Member fourth = fixture.another(first);
    assertThat(download("pi-sessions", "", first).status()).isEqualTo(403);
    for (Member live : List.of(second, third, fourth)) {
      assertThat(download("pi-sessions", "", live).status()).isEqualTo(200);
    }
  }

  @Test
  void aTokenSurvivesARestartOfTheNode() throws Exception {
    Member member = fixture.member(2);
    restart();
    assertThat(download("pi-sessions", "", member).status()).isEqualTo(200);
  }

  private void restart() {
    node.close();
    fixture.reopen();
    node = fixture.start(new Options(PI, OTHER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Payment: eyJ4NDAyVmVyc2lvbiI6MX0=",
        "Payment-Signature: eyJ4NDAyVmVyc2lvbiI6Mn0=",
        "X-Payment-Response: eyJzdWNjZXNzIjp0cnVlfQ==",
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-Host: 127.0.0.1",
        "X-Forwarded-User: owner",
        "X-Forwarded-Uri: /healthz",
        "X-Original-URL: /healthz",
        "X-Rewrite-URL: /healthz",
        "X-HTTP-Method-Override: GET",
        "X-Dataset-Version: 1",
        "X-Dataset-Entitled: true",
        "X-Obol-Verified: true",
        "CF-Connecting-IP: 127.0.0.1",
        "Forwarded: for=127.0.0.1;host=127.0.0.1",
        "Proxy-Authorization: Bearer owner",
        "Cookie: token=owner"
      })
  void aForgedHeaderChangesNothingOnAnyRoute(String header) throws IOException {
    Member first = fixture.member(1);
    List<String> targets =
        List.of(
            PI_ROUTE + "/versions",
            PI_ROUTE + "/verify",
            PI_ROUTE + "/manifest?version=2",
            PI_ROUTE + "/chunks?version=2",
            PI_ROUTE + "/download?version=2",
            PI_ROUTE + "/status",
            "/metrics");
    for (String target : targets) {
      for (String token : List.of(first.bearer(), "X-None: 1")) {
        Answer plain = Wire.get(node.port(), target, token);
        Answer forged = Wire.get(node.port(), target, token, header);
        assertThat(forged.status()).as(target).isEqualTo(plain.status());
        assertThat(forged.text()).isEqualTo(plain.text());
      }
    }
    Answer join = Wire.postJson(node.port(), PI_ROUTE + "/join/paid?version=1", "{}", header);
    assertThat(join.error()).isEqualTo("paid_join_disabled");
    assertThat(Wire.postJson(node.port(), "/auth/device/approve", "{}", header).error())
        .isEqualTo("owner_required");
  }

  @Test
  void aTokenCountsInTheAuthorizationHeaderOnly() throws IOException {
    String token = fixture.member(2).token();
    List<String> queries = List.of("?token=" + token, "?access_token=" + token);
    for (String query : queries) {
      assertThat(Wire.get(node.port(), PI_ROUTE + "/download" + query).status()).isEqualTo(401);
    }
    for (String header :
        List.of(
            "Cookie: access_token=" + token,
            "X-Authorization: Bearer " + token,
            "Authorization: " + token,
            "Authorization: Basic " + token,
            "Authorization: Bearer")) {
      assertThat(Wire.get(node.port(), PI_ROUTE + "/download", header).status())
          .as(header)
          .isEqualTo(401);
    }
    assertThat(Wire.get(node.port(), PI_ROUTE + "/download", "authorization: bearer " + token))
        .extracting(Answer::status)
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dataset/%2e%2e/download",
        "/dataset/../download",
        "/dataset/pi-sessions/../other.set-2/download",
        "/dataset/pi-sessions/%2e%2e/%2e%2e/keys/pi-sessions.key",
        "/dataset/..%2f..%2fkeys%2fpi-sessions.key/download",
        "/dataset/pi-sessions%2Fdownload/download",
        "/dataset/pi-sessions%2fdownload",
        "/dataset/pi-sessions%00/download",
        "/dataset/pi-sessions%00.key/download",
        "/dataset/PI-SESSIONS/download",
        "/dataset/Pi-sessions/download",
        "/dataset/pi-sessions%20/download",
        "/dataset/pi-sessions./download",
        "/dataset//download",
        "/dataset/download",
        "/dataset",
        "/DATASET/pi-sessions/download",
        "//dataset/pi-sessions/download",
        "/dataset/pi-sessions/download/",
        "/dataset/pi-sessions/download/sft.jsonl",
        "/dataset/p%C4%B1-sessions/download",
        "/keys/pi-sessions.key",
        "/node.db",
        "/run/pi-sessions.json",
        "/objects/sha256"
      })
  void noSpellingOfAPathLeadsToAFile(String target) throws IOException {
    Answer answer =
        Wire.get(node.port(), target, fixture.member(PI, VersionRange.following()).bearer());
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isIn("not_found", "unknown_dataset");
  }

  @Test
  void aVeryLongIdIsUnknown() throws IOException {
    for (int length : new int[] {65, 1000, 20_000}) {
      Answer answer = Wire.get(node.port(), "/dataset/" + "a".repeat(length) + "/download");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("unknown_dataset");
    }
    assertThat(fixture.accessLog).allMatch(line -> line.length() < 400);
  }

  @Test
  void onThePublicListenerTheOwnersTokenIsAStrangers() throws IOException {
    String owner = Wire.bearer(fixture.ownerToken());
    assertThat(Wire.get(node.port(), PI_ROUTE + "/download", owner).error())
        .isEqualTo("not_a_member");
    assertThat(Wire.get(node.port(), PI_ROUTE + "/status", owner).status()).isEqualTo(401);
    assertThat(Wire.get(node.port(), "/metrics", owner).status()).isEqualTo(401);
    assertThat(
            Wire.postJson(
                    node.port(), "/auth/device/approve", "{\"user_code\":\"ABCD-2345\"}", owner)
                .error())
        .isEqualTo("owner_required");
  }

  @Test
  void aDatasetThatIsInTheLedgerButNotPublishedIsUnknown() throws IOException {
    Member other = fixture.member(OTHER, VersionRange.upTo(1));
    Node alone = fixture.start(new Options(PI));
    assertThat(Wire.get(alone.port(), "/dataset/other.set-2/download", other.bearer()).error())
        .isEqualTo("unknown_dataset");
  }

  @Test
  void aPublicLogShowsLogAndManifestAndNothingElse() throws IOException {
    node.close();
    node = fixture.start(new Options(PI).publicLog(true));
    for (String route : List.of("/versions", "/verify", "/manifest")) {
      assertThat(Wire.get(node.port(), PI_ROUTE + route).status()).as(route).isEqualTo(200);
    }
    for (String route : List.of("/chunks", "/download")) {
      assertThat(Wire.get(node.port(), PI_ROUTE + route).status()).as(route).isEqualTo(401);
    }
  }
}
