package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.OTHER;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.UserCode;
import org.obol.ledger.DeviceCodes;
import org.obol.ledger.Members;
import org.obol.node.Wire.Answer;

/** Device authorization in the JSON dialect, field by field as the reference has it. */
final class ReferenceDeviceDialectTest {

  private final NodeFixture fixture;
  private Node node;

  ReferenceDeviceDialectTest(@TempDir Path temp) throws IOException {
    fixture = NodeFixture.published(temp, 2);
    node = fixture.start(new Options(PI).trustLoopback().publicUrl("https://data.example/"));
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private Json.Obj code(String body) throws IOException {
    Answer answer = Wire.postJson(node.port(), "/auth/device/code", body);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    return answer.json();
  }

  private Answer poll(String deviceCode) throws IOException {
    return Wire.postJson(
        node.port(), "/auth/device/token", "{\"device_code\":\"" + deviceCode + "\"}");
  }

  private Answer approve(String userCode) throws IOException {
    return Wire.postJson(
        NodeFixture.adminPort(node),
        "/auth/device/approve",
        Json.object().put("user_code", userCode).build().text(),
        Wire.bearer(fixture.ownerToken()));
  }

  /** Payers are known by their address: nobody may be approved, or shut out, in their name. */
  @Test
  void aLabelThatTheOwnerWouldTakeForAnAddressIsRefused() throws IOException {
    String payer = "0x" + "aB".repeat(20);
    for (String label :
        List.of(payer, payer.replace("0x", "0X"), " " + payer + "\t", payer + "\u200b")) {
      Answer refused =
          Wire.postJson(
              node.port(), "/auth/device/code", Json.object().put("worker", label).build().text());
      assertThat(refused.status()).as(label).isEqualTo(400);
      assertThat(refused.error()).isEqualTo("invalid_request");
    }
    code(Json.object().put("worker", "gpu-7 of " + payer).build().text());
  }

  private static String text(Json.Obj answer, String key) {
    return answer.text(key).orElseThrow();
  }

  @Test
  void aCodeHasTheFieldsOfTheReferenceAndTheVerificationAddresses() throws IOException {
    Json.Obj code = code("{\"worker\":\"laptop\"}");
    assertThat(code.members())
        .containsOnlyKeys(
            "device_code",
            "user_code",
            "verification_uri",
            "verification_uri_complete",
            "expires_in",
            "interval");
    assertThat(text(code, "device_code")).matches("[0-9a-f]{64}");
    assertThat(text(code, "user_code")).matches("[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}");
    assertThat(text(code, "verification_uri")).isEqualTo("https://data.example/device");
    assertThat(text(code, "verification_uri_complete"))
        .isEqualTo("https://data.example/device?user_code=" + text(code, "user_code"));
    assertThat(code.text()).contains("\"expires_in\":900", "\"interval\":5");
  }

  @Test
  void pendingThenAuthorizedOnceThenUnknown() throws IOException {
    Json.Obj code = code("{\"worker\":\"laptop\"}");
    String device = text(code, "device_code");
    for (int i = 0; i < 3; i++) {
      Answer pending = poll(device);
      assertThat(pending.status()).isEqualTo(200);
      assertThat(pending.text()).isEqualTo("{\"status\":\"authorization_pending\"}");
    }
    Answer approved = approve(text(code, "user_code"));
    assertThat(approved.text()).isEqualTo("{\"status\":\"approved\"}");
    Json.Obj granted = poll(device).json();
    assertThat(granted.members())
        .containsOnlyKeys("status", "token", "group_id", "entitlement", "versions");
    assertThat(text(granted, "status")).isEqualTo("authorized");
    assertThat(text(granted, "group_id")).isEqualTo("pi-sessions");
    Answer again = poll(device);
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.error()).isEqualTo("invalid_grant");
    Answer file =
        Wire.get(
            node.port(),
            "/dataset/pi-sessions/download?version=2",
            Wire.bearer(text(granted, "token")));
    assertThat(file.text()).isEqualTo(NodeFixture.rows(2, 20));
  }

  @Test
  void anApprovalIsForTheVersionsThereWereThen() throws IOException {
    Json.Obj code = code("{}");
    approve(text(code, "user_code"));
    fixture.publish(PI, NodeFixture.rows(3, 3));
    String token = text(poll(text(code, "device_code")).json(), "token");
    assertThat(
            Wire.get(node.port(), "/dataset/pi-sessions/download?version=3", Wire.bearer(token))
                .error())
        .isEqualTo("version_not_entitled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no json", "[]", "{\"worker\":7}", "{\"worker\":\"a\",\"worker\":1}"})
  void anyBodyOpensACode(String body) throws IOException {
    assertThat(code(body).members()).containsKey("device_code");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no json", "{}", "{\"device_code\":\"\"}", "{\"device_code\":[\"x\"]}"})
  void aPollWithoutACodeIs400(String body) throws IOException {
    Answer answer = Wire.postJson(node.port(), "/auth/device/token", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_request");
    assertThat(answer.json().members()).containsOnlyKeys("error", "message");
  }

  @Test
  void anExpiredCodeIs410ToClientAndOwner() throws IOException {
    Json.Obj code = code("{}");
    fixture.clock.forward(Duration.ofMinutes(15));
    Answer polled = poll(text(code, "device_code"));
    assertThat(polled.status()).isEqualTo(410);
    assertThat(polled.error()).isEqualTo("expired_token");
    Answer approved = approve(text(code, "user_code"));
    assertThat(approved.status()).isEqualTo(410);
    assertThat(approved.error()).isEqualTo("expired_code");
  }

  @Test
  void approvingTwiceIs409AndAnUnknownCodeIs404() throws IOException {
    String user = text(code("{}"), "user_code");
    assertThat(approve(user).status()).isEqualTo(200);
    Answer again = approve(user);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.error()).isEqualTo("already_used");
    for (String unknown : List.of("ABCD-2345", "nonsense")) {
      Answer answer = approve(unknown);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("invalid_code");
    }
  }

  /** The owner's answer must be about the code's own dataset, not about the first one served. */
  @Test
  void codesOfASecondDatasetAreJudgedAsItsOwn() throws IOException {
    fixture.publish(OTHER, NodeFixture.rows(1, 2));
    node.close();
    node = fixture.start(new Options(PI, OTHER));
    Json.Obj late = code("{\"dataset\":\"other.set-2\"}");
    Json.Obj used = code("{\"dataset\":\"other.set-2\"}");
    assertThat(approve(text(used, "user_code")).status()).isEqualTo(200);
    assertThat(approve(text(used, "user_code")).error()).isEqualTo("already_used");
    fixture.clock.forward(Duration.ofMinutes(16));
    assertThat(approve(text(late, "user_code")).error()).isEqualTo("expired_code");
    assertThat(Wire.postJson(node.port(), "/auth/device/code", "{}").error())
        .isEqualTo("invalid_request");
    assertThat(Wire.postJson(node.port(), "/auth/device/code", "{\"dataset\":\"none\"}").error())
        .isEqualTo("unknown_dataset");
  }

  @Test
  void aDeniedCodeIs403() throws IOException {
    Json.Obj code = code("{}");
    fixture.elsewhere(
        tx ->
            new DeviceCodes(tx)
                .deny(new UserCode(text(code, "user_code")), PI, fixture.clock.instant()));
    Answer answer = poll(text(code, "device_code"));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.error()).isEqualTo("access_denied");
  }

  @Test
  void openMembershipApprovesByItselfForTheVersionsThereAre() throws IOException {
    node.close();
    node = fixture.start(new Options(PI).open());
    Json.Obj granted = poll(text(code("{}"), "device_code")).json();
    assertThat(text(granted, "status")).isEqualTo("authorized");
    assertThat(text(granted, "versions")).isEqualTo("v1..v2");
  }

  @Test
  void aCodeOfTheOtherDialectIsUnknownHere() throws IOException {
    Json.Obj oauth =
        Wire.postForm(node.port(), "/oauth/device_authorization", Map.of("client_id", "c")).json();
    approve(text(oauth, "user_code"));
    assertThat(poll(text(oauth, "device_code")).error()).isEqualTo("invalid_grant");
    Json.Obj ours = code("{}");
    approve(text(ours, "user_code"));
    Answer answer =
        Wire.postForm(
            node.port(),
            "/oauth/token",
            Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:device_code",
                "device_code",
                text(ours, "device_code"),
                "client_id",
                "c"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_grant");
    assertThat(text(poll(text(ours, "device_code")).json(), "status")).isEqualTo("authorized");
  }

  @Test
  void aLabelCannotCommandTheOwnersTerminal() throws IOException {
    String hostile = "a\\u001b[2J\\u009b31m\\u202egnp.exe\\u2066\\u2028b\\u0000c";
    approve(text(code("{\"worker\":\"" + hostile + "\"}"), "user_code"));
    approve(text(code("{\"worker\":\"" + "\\ud83d\\ude00".repeat(200) + "\"}"), "user_code"));
    List<String> subjects =
        fixture.ledger().db().read(tx -> new Members(tx).of(PI)).stream()
            .map(Entitlement::subject)
            .toList();
    assertThat(subjects).hasSize(2).contains("\ud83d\ude00".repeat(64));
    assertThat(subjects)
        .allSatisfy(
            subject -> assertThat(subject).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]"));
  }
}
