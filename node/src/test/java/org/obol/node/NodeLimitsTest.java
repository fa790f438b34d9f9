package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.ObolException;
import org.obol.http.Limits;
import org.obol.ledger.Ledger;
import org.obol.node.Wire.Answer;

/** Invariant 26, and what a node needs to start. */
final class NodeLimitsTest {

  private final NodeFixture fixture;

  NodeLimitsTest(@TempDir Path temp) throws IOException {
    fixture = NodeFixture.published(temp, 1);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @Test
  void aBodyThatIsTooLongIs413() throws IOException {
    Node node = fixture.start();
    String body = "{\"worker\":\"" + "x".repeat(Limits.DEFAULT.maxBodyBytes()) + "\"}";
    Answer answer = Wire.postJson(node.port(), "/auth/device/code", body);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.error()).isEqualTo("body_too_large");
  }

  @Test
  void aClientThatDoesNotFinishItsHeadIsCut() throws IOException {
    Limits hasty = Limits.DEFAULT.withTimeouts(Duration.ofMillis(400), Duration.ofMillis(400));
    Node node = fixture.start(new Options(PI).limits(hasty));
    try (var slow = new Wire(node.port())) {
      slow.raw("GET /healthz HTT".getBytes(StandardCharsets.US_ASCII));
      assertThat(slow.in().read()).isEqualTo(-1);
    }
    assertThat(Wire.get(node.port(), "/healthz").status()).isEqualTo(200);
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> fixture.start(new Options(PI).port(taken.getLocalPort())))
          .isInstanceOf(ObolException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1 port " + taken.getLocalPort());
    }
    assertThat(fixture.home.runFile(PI)).doesNotExist();
    assertThat(Wire.get(fixture.start().port(), "/healthz").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void withoutTlsOnlyLoopbackIsListenedOn(String host) {
    requireUsage(new Options(PI).host(host), "is not loopback");
  }

  @Test
  void behindAProxyAnyAddressMayBeListenedOn() {
    assertThat(new Options(PI).host("0.0.0.0").behindProxy().config().behindProxy()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://data.example",
        "data.example",
        "https:///x",
        "https://user@data.example",
        "https://data.example/?a=b",
        "https://data.example/#top"
      })
  void aPublicUrlThatNothingCanFollowIsRefused(String url) {
    requireUsage(new Options(PI).publicUrl(url), "public URL");
  }

  @Test
  void otherMistakesAreNamed() {
    requireUsage(new Options(), "at least one dataset");
    requireUsage(new Options(PI).host("no-such-host.invalid"), "no-such-host.invalid");
    Path any = Path.of("cloudflared");
    requireUsage(new Options(PI).cloudflared(any).tls(any, any), "tunnel");
    requireUsage(new Options(PI).cloudflared(any).host("::1"), "tunnel");
  }

  private static void requireUsage(Options options, String part) {
    assertThatThrownBy(options::config)
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.USAGE))
        .hasMessageContaining(part);
  }

  @Test
  void withACertificateItSpeaksTls() throws Exception {
    Path store = fixture.temp.resolve("tls.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "node",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(fixture.temp.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    Certificate certificate = keys.getCertificate("node");
    byte[] key = keys.getKey("node", "changeit".toCharArray()).getEncoded();
    Node node =
        fixture.start(
            new Options(PI)
                .host("127.0.0.1")
                .tls(pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key)));
    assertThat(node.publicUrl()).hasScheme("https");
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(certificate)).build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(node.publicUrl() + "/healthz")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aCertificateThatIsNotThereIsAClearError() {
    Path none = fixture.temp.resolve("none.pem");
    assertThatThrownBy(() -> fixture.start(new Options(PI).tls(none, none)))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("none.pem");
  }

  private Path pem(String what, byte[] der) throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return Files.writeString(
        fixture.temp.resolve(what.replace(' ', '-') + ".pem"),
        "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
  }

  private static SSLContext trusting(Certificate certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("node", certificate);
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  @Test
  void whileAnotherProcessHoldsTheLedgerDownloadsGoOnAndCodesWait() throws Exception {
    Node node = fixture.start();
    String bearer = fixture.member(1).bearer();
    var locked = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (Ledger other = Ledger.open(fixture.home)) {
      var holding =
          CompletableFuture.runAsync(
              () ->
                  other
                      .db()
                      .write(
                          tx -> {
                            locked.countDown();
                            return awaited(release);
                          }));
      assertThat(locked.await(10, TimeUnit.SECONDS)).isTrue();
      var code =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return Wire.postJson(node.port(), "/auth/device/code", "{}").status();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      assertThat(Wire.get(node.port(), "/dataset/pi-sessions/download", bearer).text())
          .isEqualTo(NodeFixture.rows(1, 20));
      assertThat(Wire.get(node.port(), "/dataset/pi-sessions/versions", bearer).status())
          .isEqualTo(200);
      assertThat(code).isNotDone();
      release.countDown();
      holding.get(10, TimeUnit.SECONDS);
      assertThat(code.get(10, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(15, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
