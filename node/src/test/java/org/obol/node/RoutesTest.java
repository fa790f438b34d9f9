package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.tree.Chunks;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.ledger.Datasets;
import org.obol.ledger.StoredVersion;
import org.obol.node.NodeFixture.Member;
import org.obol.node.Wire.Answer;

/** Protocol section 4, row by row. */
final class RoutesTest {

  private static final byte[] V1 = NodeFixture.rows(1, 400).getBytes(StandardCharsets.UTF_8);
  private static final byte[] V2 = NodeFixture.rows(2, 400).getBytes(StandardCharsets.UTF_8);

  private final NodeFixture fixture;
  private final Node node;
  private final Member member;

  RoutesTest(@TempDir Path temp) throws IOException {
    fixture = new NodeFixture(temp);
    fixture.publish(PI, Map.of("sft.jsonl", V1));
    Map<String, byte[]> second = new LinkedHashMap<>();
    second.put("sft.jsonl", V2);
    second.put("zz-notes.txt", new byte[0]);
    fixture.publish(PI, second);
    member = fixture.member(2);
    node = fixture.start();
  }

  @BeforeEach
  void theNodeServesBothVersions() {
    assertThat(node.served()).hasSize(1).first().extracting(Node.Served::versions).isEqualTo(2);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private Answer get(String route, String... headers) throws IOException {
    return Wire.get(node.port(), "/dataset/pi-sessions" + route, headers);
  }

  private Answer getAsMember(String route, String... more) throws IOException {
    String[] headers = Arrays.copyOf(more, more.length + 1);
    headers[more.length] = member.bearer();
    return get(route, headers);
  }

  private StoredVersion stored(long seq) {
    return fixture.ledger().db().read(tx -> new Datasets(tx).version(PI, seq)).orElseThrow();
  }

  @Test
  void healthzSaysOkToEverybody() throws IOException {
    Answer answer = Wire.get(node.port(), "/healthz");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"status\":\"ok\"}");
  }

  @Test
  void versionsAreTheSignedLogAsTheReferenceWritesIt() throws IOException {
    Answer answer = getAsMember("/versions");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.header("Cache-Control")).contains("private, no-store");
    var log = fixture.ledger().db().read(tx -> new Datasets(tx).log(PI));
    assertThat(answer.body()).isEqualTo(LogDocument.toJson("pi-sessions", log).utf8());
    assertThat(answer.json().members()).containsOnlyKeys("id", "versions");
    Json first = ((Json.Arr) answer.json().get("versions").orElseThrow()).items().getFirst();
    assertThat(first.asObject("entry").members())
        .containsOnlyKeys(
            "seq", "manifestHash", "fileHash", "size", "prevSig", "timestamp", "signature");
  }

  @Test
  void verifyAnswersLikeTheReference() throws IOException {
    Json.Obj answer = getAsMember("/verify").json();
    assertThat(answer.members()).containsOnlyKeys("valid", "head", "owner");
    assertThat(answer.text())
        .isEqualTo(
            "{\"valid\":true,\"head\":2,\"owner\":\""
                + node.served().getFirst().owner().hex()
                + "\"}");
  }

  @Test
  void theManifestIsGivenAsTheBytesThatWereHashed() throws IOException {
    for (long seq : new long[] {1, 2}) {
      Answer answer = getAsMember("/manifest?version=" + seq);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(Sha256.hash(answer.body())).isEqualTo(stored(seq).entry().manifestHash());
      assertThat(ManifestDocument.read(answer.body()).manifest().seq()).isEqualTo(seq);
    }
  }

  @Test
  void chunksHashToTheRootThatIsSigned() throws IOException {
    Json.Obj answer = getAsMember("/chunks?version=1").json();
    assertThat(answer.members()).containsOnlyKeys("leaves", "rowKey");
    byte[] leaves = Base64.getDecoder().decode(answer.text("leaves").orElseThrow());
    var listed = stored(1).manifest().orElseThrow().manifest().primary();
    assertThat(Chunks.of(leaves).root()).isEqualTo(listed.chunkRoot());
    byte[] rowKey = java.util.HexFormat.of().parseHex(answer.text("rowKey").orElseThrow());
    assertThat(listed.rows().orElseThrow().keySha256()).isEqualTo(Sha256.hash(rowKey));
  }

  @Test
  void chunksOfAFileWithoutRowsCarryNoRowKey() throws IOException {
    assertThat(getAsMember("/chunks?version=2&file=1").json().members()).containsOnlyKeys("leaves");
  }

  @Test
  void aDownloadIsTheWholeFileWithTheHeadersOfTheReference() throws IOException {
    Answer answer = getAsMember("/download?version=1");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(V1);
    requireDatasetHeaders(answer, 1);
    assertThat(answer.header("Content-Type")).contains("application/x-ndjson");
    assertThat(answer.header("Accept-Ranges")).contains("bytes");
    assertThat(answer.header("Cache-Control")).contains("private, no-store");
    assertThat(answer.header("ETag")).contains("\"" + Sha256.hash(V1) + "\"");
  }

  private void requireDatasetHeaders(Answer answer, long seq) {
    var entry = stored(seq).entry();
    assertThat(answer.header("X-Dataset-Version")).contains(Long.toString(seq));
    assertThat(answer.header("X-Dataset-Manifest-Hash")).contains(entry.manifestHash().hex());
    assertThat(answer.header("X-Dataset-File-Hash")).contains(entry.fileHash().hex());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/download", "/download?version=", "/download?version=2"})
  void aMissingVersionMeansTheHead(String route) throws IOException {
    Answer answer = getAsMember(route);
    assertThat(answer.body()).isEqualTo(V2);
    requireDatasetHeaders(answer, 2);
  }

  @Test
  void aRangeIsAnsweredWith206AndTheSameHeaders() throws IOException {
    Answer answer = getAsMember("/download?version=1", "Range: bytes=100-");
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(V1, 100, V1.length));
    assertThat(answer.header("Content-Range"))
        .contains("bytes 100-" + (V1.length - 1) + "/" + V1.length);
    requireDatasetHeaders(answer, 1);
  }

  @Test
  void ifRangeWithAnotherTagGivesTheWholeFile() throws IOException {
    String right = "If-Range: \"" + Sha256.hash(V1) + "\"";
    String wrong = "If-Range: \"" + Sha256.hash(V2) + "\"";
    assertThat(getAsMember("/download?version=1", "Range: bytes=5-9", right).status())
        .isEqualTo(206);
    Answer whole = getAsMember("/download?version=1", "Range: bytes=5-9", wrong);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(V1);
  }

  @Test
  void aRangeBeyondTheEndIs416WithTheSize() throws IOException {
    Answer answer = getAsMember("/download?version=1", "Range: bytes=" + V1.length + "-");
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).contains("bytes */" + V1.length);
    assertThat(answer.error()).isEqualTo("range_not_satisfiable");
    assertThat(answer.header("Cache-Control")).contains("private, no-store");
  }

  @Test
  void aKnownTagIs304() throws IOException {
    Answer answer =
        getAsMember("/download?version=1", "If-None-Match: \"" + Sha256.hash(V1) + "\"");
    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
  }

  /** Each of them once took one of the member's places for ever. */
  @Test
  void answersWithoutABodyTakeNoPlace() throws IOException {
    for (int i = 0; i <= Downloads.MAX_PER_ENTITLEMENT; i++) {
      assertThat(getAsMember("/download", "Range: bytes=99999999-").status()).isEqualTo(416);
      assertThat(getAsMember("/download", "If-None-Match: *").status()).isEqualTo(304);
      assertThat(
              Wire.send(
                      node.port(),
                      "HEAD",
                      "/dataset/pi-sessions/download",
                      new byte[0],
                      member.bearer())
                  .status())
          .isEqualTo(200);
    }
    assertThat(getAsMember("/download").body()).isEqualTo(V2);
  }

  @Test
  void headHasTheHeadersOfGetAndNoBody() throws IOException {
    Answer answer =
        Wire.send(
            node.port(), "HEAD", "/dataset/pi-sessions/download", new byte[0], member.bearer());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).contains(Integer.toString(V2.length));
    requireDatasetHeaders(answer, 2);
  }

  @Test
  void furtherFilesAreAskedForByTheirPlace() throws IOException {
    assertThat(getAsMember("/download?file=0").body()).isEqualTo(V2);
    Answer notes = getAsMember("/download?version=2&file=1");
    assertThat(notes.status()).isEqualTo(200);
    assertThat(notes.body()).isEmpty();
    assertThat(notes.header("ETag")).contains("\"" + Sha256.hash(new byte[0]) + "\"");
    assertThat(notes.header("Content-Type")).contains("application/octet-stream");
    requireDatasetHeaders(notes, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "/download?version=3, unknown_version",
    "/download?version=0, unknown_version",
    "/download?version=-1, unknown_version",
    "/download?version=x, unknown_version",
    "/download?version=99999999999999999999, unknown_version",
    "/download?file=2, artifact_missing",
    "/download?file=-1, artifact_missing",
    "/download?file=4294967296, artifact_missing",
    "/chunks?version=3, unknown_version",
    "/manifest?version=3, unknown_version",
    "/nothing, not_found",
    "/join%2Fpaid, not_found",
    "/versions/, not_found",
    "/versions/more, not_found"
  })
  void whatIsNotThereIs404(String route, String code) throws IOException {
    Answer answer = getAsMember(route);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo(code);
    assertThat(answer.json().members()).containsOnlyKeys("error", "message");
    assertThat(answer.header("Cache-Control")).contains("private, no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/versions", "/verify", "/manifest", "/chunks", "/download"})
  void withoutATokenEverythingPrivateIs401(String route) throws IOException {
    Answer answer = get(route);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.error()).isEqualTo("auth_required");
    assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/versions", "/verify", "/manifest", "/chunks", "/download"})
  void withAnUnknownTokenEverythingPrivateIs403(String route) throws IOException {
    Answer answer = get(route, Wire.bearer("obol-dataset-mt-" + "0".repeat(64)));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.error()).isEqualTo("not_a_member");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /dataset/pi-sessions/versions, 'GET, HEAD'",
    "PUT, /dataset/pi-sessions/download, 'GET, HEAD'",
    "DELETE, /dataset/pi-sessions/manifest, 'GET, HEAD'",
    "OPTIONS, /dataset/pi-sessions/download, 'GET, HEAD'",
    "get, /healthz, 'GET, HEAD'",
    "DELETE, /dataset/pi-sessions/join/paid, 'GET, HEAD, POST, OPTIONS'",
    "GET, /auth/device/code, POST",
    "GET, /auth/device/token, POST",
    "GET, /oauth/device_authorization, POST",
    "GET, /oauth/token, POST",
    "GET, /oauth/revoke, POST",
    "GET, /oauth/introspect, POST",
    "POST, /.well-known/oauth-authorization-server, 'GET, HEAD'"
  })
  void anotherMethodIs405WithAllow(String method, String target, String allow) throws IOException {
    Answer answer = Wire.send(node.port(), method, target, new byte[0], member.bearer());
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains(allow);
    assertThat(answer.error()).isEqualTo("method_not_allowed");
  }

  @Test
  void aWithdrawnVersionIs410AndItsLogEntryStays() throws IOException {
    fixture.elsewhere(
        tx -> {
          new Datasets(tx)
              .withdraw(
                  PI, 1, new StoredVersion.Withdrawal(fixture.clock.instant(), "a name was left"));
          return true;
        });
    for (String route : List.of("/download?version=1", "/chunks?version=1")) {
      Answer answer = getAsMember(route);
      assertThat(answer.status()).isEqualTo(410);
      assertThat(answer.error()).isEqualTo("version_withdrawn");
      assertThat(answer.json().text("message").orElseThrow()).contains("a name was left");
    }
    assertThat(getAsMember("/download?version=2").body()).isEqualTo(V2);
    assertThat(getAsMember("/versions").text()).contains(Sha256.hash(V1).hex());
  }

  @Test
  void paidJoinsAreOffWithoutAPrice() throws IOException {
    Answer answer = Wire.postJson(node.port(), "/dataset/pi-sessions/join/paid?version=1", "{}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.error()).isEqualTo("paid_join_disabled");
  }

  @Test
  void nothingInvitesAPageOfAnotherOrigin() throws IOException {
    for (String route : List.of("/versions", "/download")) {
      Answer answer = getAsMember(route, "Origin: https://evil.example");
      assertThat(answer.head())
          .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    }
  }

  @Test
  void thePageForTheUserCodeShowsCodesAndNothingElse() throws IOException {
    Answer shown = Wire.get(node.port(), "/device?user_code=abcd-2345");
    assertThat(shown.text()).contains("<strong>ABCD-2345</strong>");
    assertThat(shown.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'");
    Answer hostile = Wire.get(node.port(), "/device?user_code=%3Cscript%3Ealert(1)%3C/script%3E");
    assertThat(hostile.text()).doesNotContain("script", "alert").contains("XXXX-XXXX");
  }

  @Test
  void statusApproveAndMetricsAreTheOwnersOnTheAdminListener() throws IOException {
    int admin = NodeFixture.adminPort(node);
    String owner = Wire.bearer(fixture.ownerToken());
    Json.Obj status = Wire.get(admin, "/dataset/pi-sessions/status", owner).json();
    assertThat(status.members())
        .containsOnlyKeys("id", "groupID", "membership", "versions", "entitlements");
    assertThat(status.text()).contains("\"membership\":\"invite\"", "\"entitlements\":1");
    assertThat(Wire.get(admin, "/metrics", owner).text()).contains("obol_http_requests_total");
    assertThat(Wire.postJson(admin, "/auth/device/approve", "{}", owner).error())
        .isEqualTo("invalid_request");
    for (String target : List.of("/dataset/pi-sessions/status", "/metrics")) {
      for (String token : List.of(member.bearer(), "X-None: 1")) {
        Answer refused = Wire.get(admin, target, token);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.error()).isEqualTo("owner_required");
        assertThat(refused.header("WWW-Authenticate")).contains("Bearer");
      }
    }
  }

  @Test
  void theOwnerMayDownloadOnTheAdminListener() throws IOException {
    Answer answer =
        Wire.get(
            NodeFixture.adminPort(node),
            "/dataset/pi-sessions/download",
            Wire.bearer(fixture.ownerToken()));
    assertThat(answer.body()).isEqualTo(V2);
  }
}
