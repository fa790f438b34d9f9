package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.ObolException;

/** TLS has no zero-copy, so that bytes, counting and cutting take another way. */
@Timeout(60)
class VertxTlsTest {

  private static final char[] PASSWORD = "password".toCharArray();
  private static final int SIZE = 20 << 20;

  @TempDir Path folder;
  private final VertxEngine engine = new VertxEngine();
  private final RecordingListener listener = new RecordingListener();
  private final byte[] content = new byte[SIZE];
  private KeyStore store;
  private RunningServer server;

  @BeforeEach
  void startWithACertificateOfItsOwn() throws Exception {
    Path keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "me",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    store = KeyStore.getInstance(keys.toFile(), PASSWORD);
    Path certificate = pem("CERTIFICATE", store.getCertificate("me").getEncoded());
    Path key = pem("PRIVATE KEY", store.getKey("me", PASSWORD).getEncoded());
    new Random(3).nextBytes(content);
    Path file = Files.write(folder.resolve("file"), content);
    server =
        engine.start(
            new ServerConfig(
                "127.0.0.1", 0, new ServerConfig.Tls(certificate, key), Limits.DEFAULT),
            request -> new HttpReply.FileSlice(200, Headers.NONE, file, 0, SIZE, listener));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Path pem(String type, byte[] der) throws Exception {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve(type),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, base64, type));
  }

  private SSLSocket connect(int receiveBuffer) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("me", store.getCertificate("me"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
    plain.setReceiveBufferSize(receiveBuffer);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, "localhost", server.port(), true);
    socket.setSoTimeout(20_000);
    byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    socket.getOutputStream().write(request);
    return socket;
  }

  @Test
  void aWholeFileArrivesUnchanged() throws Exception {
    try (SSLSocket socket = connect(1 << 20)) {
      skipHead(socket.getInputStream());
      byte[] body = socket.getInputStream().readNBytes(SIZE);
      assertThat(Arrays.equals(body, content)).isTrue();
    }
    assertThat(listener.awaitEnd()).isEqualTo(SIZE);
    assertThat(listener.ends).hasValue(1);
  }

  @Test
  void closingATransferCutsAStalledClientWithinASecond() throws Exception {
    try (SSLSocket socket = connect(4096)) {
      skipHead(socket.getInputStream());
      Transfer transfer = listener.awaitStall();
      long begin = System.nanoTime();
      transfer.close();
      assertThat(listener.awaitEnd()).isLessThan(SIZE);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
      assertThatThrownBy(
              () -> {
                // Sent so that a reset which got lost is repeated.
                socket.getOutputStream().write('x');
                socket.getInputStream().readNBytes(SIZE);
              })
          .isInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void plainHttpGetsNoAnswer() throws Exception {
    try (RawClient raw = new RawClient(server.port())) {
      assertThat(raw.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readAll()).doesNotContain("200");
    }
  }

  @Test
  void aMissingCertificateIsAFailureThatNamesTheListener() {
    Path nowhere = folder.resolve("nowhere");
    var config =
        new ServerConfig("127.0.0.1", 0, new ServerConfig.Tls(nowhere, nowhere), Limits.DEFAULT);
    assertThatThrownBy(() -> engine.start(config, request -> HttpReply.empty(204, Headers.NONE)))
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.USAGE))
        .hasMessageContaining("cannot listen on 127.0.0.1")
        .hasMessageContaining("nowhere");
  }

  @Test
  void aBrokenCertificateIsAMistakeThatNamesTheFile() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.pem"), "no PEM\n");
    var config =
        new ServerConfig("127.0.0.1", 0, new ServerConfig.Tls(broken, broken), Limits.DEFAULT);
    assertThatThrownBy(() -> engine.start(config, request -> HttpReply.empty(204, Headers.NONE)))
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.USAGE))
        .hasMessageContaining("broken.pem")
        .hasMessageNotContaining("Exception");
  }

  @Test
  void aPortInUseIsAFailureThatSaysWhatToDo() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var config =
          new ServerConfig(
              "127.0.0.1", taken.getLocalPort(), new ServerConfig.Plain(), Limits.DEFAULT);
      assertThatThrownBy(() -> engine.start(config, request -> HttpReply.empty(204, Headers.NONE)))
          .isInstanceOfSatisfying(
              ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.FAILED))
          .hasMessageContaining("port " + taken.getLocalPort() + ": another program listens there")
          .hasMessageContaining("--port");
    }
  }

  private static void skipHead(InputStream in) throws Exception {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 200");
  }
}
