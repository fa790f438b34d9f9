package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.http.Cidr;
import org.obol.http.ClientAddress;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.http.Metrics;

/** The public surface of a node without sockets, and what must hold of each of its answers. */
final class FuzzedNode {

  private static final int LONGEST_ANSWER = 1 << 20;
  private static final int LONGEST_METRICS = 1 << 18;

  private final NodeFixture fixture;
  private final Metrics metrics = new Metrics();
  private final Surface surface;

  /** A token that opens the first of two versions. */
  final String token;

  private FuzzedNode(Path folder) throws IOException {
    fixture = NodeFixture.published(folder, 2);
    token = fixture.member(NodeFixture.PI, VersionRange.upTo(1)).token();
    var ledger = fixture.ledger();
    var url = new PublicUrl(java.net.URI.create("https://data.example"));
    var devices = new DeviceService(ledger.db(), List.of(NodeFixture.PI), fixture.clock);
    var logs = new PublishedLog(ledger.db());
    var published = List.of(NodeFixture.PI);
    var shelf = new Shelf(ledger.db(), published, logs, Optional.empty());
    surface =
        Surface.ofPublic(
            new Surface.Parts(
                ledger,
                published,
                new DatasetRoutes(ledger, new Downloads(ledger.db()), logs),
                new ReferenceDeviceRoutes(devices, url),
                new OAuthRoutes(devices, ledger.db(), url),
                Optional.empty(),
                new ListingRoutes(
                    shelf,
                    new FirstRows(ledger.objects()),
                    url,
                    fixture.clock,
                    fixture.home.registrationFile()),
                new ClientAddress(true, List.of(Cidr.parse("127.0.0.0/8")))),
            new AccessLog(FuzzedNode::requireOneShortLine, metrics, "public"));
  }

  /** One for the whole run, below the current folder. */
  static FuzzedNode make() {
    try {
      return new FuzzedNode(Files.createTempDirectory(Path.of("").toAbsolutePath(), "node"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks, and demands an orderly answer; a file only for version 1 and with the token. */
  HttpReply ask(
      String method,
      List<String> segments,
      Map<String, List<String>> query,
      Headers headers,
      byte[] body) {
    var request =
        new HttpRequest(
            method,
            "/" + String.join("/", segments),
            segments,
            query,
            headers,
            InetAddress.getLoopbackAddress(),
            body);
    HttpReply reply = surface.handle(request);
    assertThat(reply.status()).matches(s -> (s >= 200 && s < 500) || s == 503, "an orderly status");
    switch (reply) {
      case HttpReply.Bytes bytes -> assertThat(bytes.body().length).isLessThan(LONGEST_ANSWER);
      case HttpReply.FileSlice slice -> {
        slice.listener().ended(0);
        assertThat(slice.headers().first("X-Dataset-Version")).contains("1");
        assertThat(headers.first("Authorization").orElse("")).contains(token);
        assertThat(slice.file()).startsWith(fixture.home.objects());
      }
    }
    assertThat(metrics.text().length()).isLessThan(LONGEST_METRICS);
    return reply;
  }

  private static void requireOneShortLine(String line) {
    assertThat(line.length()).isLessThan(1000);
  }
}
