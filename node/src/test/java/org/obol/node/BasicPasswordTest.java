package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.node.NodeFixture.Member;
import org.obol.node.Wire.Answer;

/** Invariant 7a: a member token as the password of HTTP Basic. */
final class BasicPasswordTest {

  private static final String ROUTE = "/dataset/pi-sessions/";

  private final NodeFixture fixture;
  private final Node node;
  private final Member member;

  BasicPasswordTest(@TempDir Path temp) throws IOException {
    fixture = NodeFixture.published(temp, 2);
    member = fixture.member(PI, VersionRange.upTo(1));
    node = fixture.start(new Options(PI).publicLog(false));
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private static String basic(String pair) {
    byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private Answer get(String route, String header) throws IOException {
    return Wire.get(node.port(), ROUTE + route, header);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "versions",
        "verify",
        "manifest",
        "chunks?version=1",
        "download?version=1",
        "croissant.json"
      })
  void readsWhatTheTokenReadsAsABearer(String route) throws IOException {
    Answer bearer = get(route, member.bearer());
    assertThat(bearer.status()).isEqualTo(200);
    for (String user : List.of("", "anybody", "m\u00fcller")) {
      Answer basic = get(route, basic(user + ":" + member.token()));
      assertThat(basic.status()).as(user).isEqualTo(200);
      assertThat(basic.body()).isEqualTo(bearer.body());
    }
  }

  @Test
  void opensNoOtherVersionAndNothingAfterItWasRevoked() throws IOException {
    String header = basic("u:" + member.token());
    assertThat(get("download?version=2", header).error()).isEqualTo("version_not_entitled");
    fixture.revoke(member);
    assertThat(get("download?version=1", header).status()).isEqualTo(403);
  }

  @Test
  void theUserNameAndAWrongPasswordOpenNothing() throws IOException {
    for (String pair :
        List.of(member.token() + ":x", "u:x" + member.token(), "u:" + member.token() + "x")) {
      assertThat(get("download?version=1", basic(pair)).status()).isEqualTo(403);
    }
    for (String pair : List.of(member.token(), member.token() + ":", ":")) {
      assertThat(get("download?version=1", basic(pair)).status()).isEqualTo(401);
    }
    Answer broken = get("download?version=1", "Authorization: Basic %%%");
    assertThat(broken.status()).isEqualTo(401);
  }

  @Test
  void whoComesWithoutATokenIsToldOfBothWays() throws IOException {
    assertThat(get("download", "Accept: */*").head())
        .filteredOn(line -> line.startsWith("WWW-Authenticate"))
        .satisfiesExactly(
            line -> assertThat(line).endsWith("Bearer"),
            line -> assertThat(line).contains("Basic realm="));
  }

  @Test
  void theOwnersTokenIsNoPassword() throws IOException {
    int admin = NodeFixture.adminPort(node);
    String header = basic("owner:" + fixture.ownerToken());
    assertThat(Wire.get(admin, ROUTE + "download", header).status()).isEqualTo(403);
    assertThat(Wire.get(admin, ROUTE + "status", header).status()).isEqualTo(401);
    assertThat(Wire.get(admin, "/metrics", header).status()).isEqualTo(401);
  }

  @Test
  void isNoTokenOnOtherRoutes() throws IOException {
    String header = basic("u:" + member.token());
    Answer answer =
        Wire.postForm(node.port(), "/oauth/introspect", Map.of("token", member.token()), header);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(Wire.postJson(node.port(), ROUTE + "download", "{}", header).status())
        .isEqualTo(405);
  }

  @Test
  void isNotLogged() throws IOException {
    String header = basic("u:" + member.token());
    assertThat(get("download?version=1", header).status()).isEqualTo(200);
    // The line is written when the transfer has ended.
    var ignored = Await.until(Duration.ofSeconds(30), "a line", () -> !fixture.accessLog.isEmpty());
    String encoded = header.substring(header.lastIndexOf(' ') + 1);
    assertThat(fixture.accessLog)
        .allSatisfy(line -> assertThat(line).doesNotContain(member.token(), encoded));
  }
}
