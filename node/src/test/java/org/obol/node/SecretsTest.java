package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.node.NodeFixture.Member;

/** Invariants 7 and 32: nothing that is logged or kept for others to read holds a secret. */
final class SecretsTest {

  private static final Logger ROOT = Logger.getLogger("org.obol");

  private final Queue<String> systemLog = new ConcurrentLinkedQueue<>();
  private final Handler handler = recorder(systemLog);
  private final NodeFixture fixture;
  private final Node node;
  private final List<String> secrets = new ArrayList<>();

  SecretsTest(@TempDir Path temp) throws IOException {
    fixture = NodeFixture.published(temp, 2);
    node = fixture.start(new Options(PI).trustLoopback());
  }

  private static Handler recorder(Queue<String> into) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        into.add(record.getMessage() + " " + record.getThrown());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @BeforeEach
  void listen() {
    ROOT.setLevel(Level.ALL);
    ROOT.addHandler(handler);
  }

  @AfterEach
  void stop() throws Exception {
    ROOT.removeHandler(handler);
    ROOT.setLevel(null);
    fixture.close();
  }

  private String secret(Json.Obj answer, String key) {
    String value = answer.text(key).orElseThrow();
    secrets.add(value);
    return value;
  }

  @Test
  void noLineAndNoFileHoldsASecret() throws IOException {
    secrets.add(Files.readString(fixture.keys.keyFile(PI)).strip());
    String owner = fixture.ownerToken();
    secrets.add(owner);
    reference(owner);
    oauth(owner);
    Member member = fixture.member(2);
    secrets.add(member.token());
    member(member);
    damage(member);
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(9).allMatch(s -> s.length() >= 9);
    assertThat(fixture.accessLog).hasSizeGreaterThan(20);
    assertThat(systemLog).anyMatch(line -> line.contains("v2: the chunk hashes"));
    for (String secret : secrets) {
      assertThat(fixture.accessLog).noneMatch(line -> holds(line, secret));
      assertThat(systemLog).noneMatch(line -> holds(line, secret));
    }
    assertThat(fixture.runFile(PI).text("owner_token")).contains(owner);
    secrets.remove(owner);
    String state = Files.readString(fixture.home.runFile(PI));
    byte[] database = Files.readAllBytes(fixture.home.nodeDb());
    String stored = new String(database, StandardCharsets.ISO_8859_1);
    for (String secret : secrets) {
      assertThat(state).doesNotContain(secret);
      if (secret.startsWith("obol-") || secret.equals(secrets.getFirst())) {
        assertThat(stored).doesNotContain(secret);
      }
    }
  }

  private static boolean holds(String line, String secret) {
    return line.toLowerCase(Locale.ROOT).contains(secret.toLowerCase(Locale.ROOT));
  }

  private void reference(String owner) throws IOException {
    Json.Obj code = Wire.postJson(node.port(), "/auth/device/code", "{}").json();
    String device = secret(code, "device_code");
    String user = secret(code, "user_code");
    Wire.get(node.port(), "/device?user_code=" + user);
    String body = "{\"device_code\":\"" + device + "\"}";
    Wire.postJson(node.port(), "/auth/device/token", body);
    Wire.postJson(
        NodeFixture.adminPort(node),
        "/auth/device/approve",
        "{\"user_code\":\"" + user + "\"}",
        Wire.bearer(owner));
    secret(Wire.postJson(node.port(), "/auth/device/token", body).json(), "token");
    // A client that mistakes a secret for a part of the path.
    Wire.get(node.port(), "/auth/device/" + device);
    Wire.get(node.port(), "/dataset/" + device + "/versions");
  }

  private void oauth(String owner) throws IOException {
    Json.Obj code =
        Wire.postForm(node.port(), "/oauth/device_authorization", Map.of("client_id", "c")).json();
    String device = secret(code, "device_code");
    String user = secret(code, "user_code");
    Wire.postJson(
        NodeFixture.adminPort(node),
        "/auth/device/approve",
        "{\"user_code\":\"" + user + "\"}",
        Wire.bearer(owner));
    Map<String, String> poll =
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code",
            "device_code",
            device,
            "client_id",
            "c");
    String token = secret(Wire.postForm(node.port(), "/oauth/token", poll).json(), "access_token");
    Map<String, String> about = Map.of("token", token);
    Wire.postForm(node.port(), "/oauth/introspect", about, Wire.bearer(token));
    Wire.postForm(node.port(), "/oauth/revoke", about);
    Wire.postForm(node.port(), "/oauth/introspect", about, Wire.bearer(token));
  }

  private void member(Member member) throws IOException {
    String base = "/dataset/pi-sessions/";
    secret(Wire.get(node.port(), base + "chunks", member.bearer()).json(), "rowKey");
    for (String route :
        List.of("versions", "verify", "manifest", "download", "download?version=9")) {
      Wire.get(node.port(), base + route, member.bearer());
      Wire.get(
          node.port(),
          base + route + (route.contains("?") ? "&" : "?") + "token=" + member.token());
      Wire.get(node.port(), base + route, "Authorization: Basic " + member.token());
    }
    Wire.get(node.port(), base + member.token(), member.bearer());
    Wire.send(node.port(), "X" + member.token().toUpperCase(Locale.ROOT), "/healthz", new byte[0]);
  }

  /** The routes that write to the log of the program. */
  private void damage(Member member) throws IOException {
    Files.delete(
        fixture.ledger().objects().path(org.obol.crypto.Sha256.hash(NodeFixture.rows(1, 20))));
    Wire.get(node.port(), "/dataset/pi-sessions/download?version=1", member.bearer());
    fixture.elsewhere(tx -> tx.update("update version_file set chunk_leaves = x''"));
    Wire.get(node.port(), "/dataset/pi-sessions/chunks", member.bearer());
    fixture.elsewhere(tx -> tx.update("update version set signature = 'x' where seq = 2"));
    Wire.get(node.port(), "/dataset/pi-sessions/chunks", member.bearer());
  }
}
