package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tunnel, with a program in a process of its own in place of the real one. */
final class CloudflaredTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Path folder;
  private final List<Optional<URI>> announced = new CopyOnWriteArrayList<>();
  private final Set<URI> probed = ConcurrentHashMap.newKeySet();

  CloudflaredTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Cloudflared start(String behaviour, Predicate<URI> reachable) throws IOException {
    return new Cloudflared(
        FakeCloudflared.install(folder, behaviour),
        8080,
        announced::add,
        Optional.of(
            url -> {
              probed.add(url);
              return reachable.test(url);
            }));
  }

  @ParameterizedTest
  @CsvSource({
    "banner, https://printed-by-banner.trycloudflare.com",
    "metrics, https://said-by-metrics.trycloudflare.com"
  })
  void theAddressIsAnnouncedOnlyWhenTheNodeAnswersThroughIt(String behaviour, URI address)
      throws Exception {
    var answers = new AtomicBoolean();
    try (Cloudflared tunnel = start(behaviour, url -> answers.get())) {
      Await.until(LONG, "the address is tried", () -> probed.contains(address));
      assertThat(announced).isEmpty();
      answers.set(true);
      Await.until(LONG, "it is announced", () -> !announced.isEmpty());
      assertThat(announced).containsExactly(Optional.of(address));
      assertThat(probed).containsExactly(address);
      assertThat(tunnel).isNotNull();
    }
    requireAllEnded();
  }

  @Test
  void theServiceItselfIsNeverTakenForATunnel() throws Exception {
    try (Cloudflared tunnel = start("errors", url -> true)) {
      Await.until(LONG, "it runs", () -> FakeCloudflared.pids(folder).size() == 1);
      assertThat(tunnel).isNotNull();
    }
    assertThat(probed).isEmpty();
    assertThat(announced).isEmpty();
    requireAllEnded();
  }

  private void requireAllEnded() {
    for (long pid : FakeCloudflared.pids(folder)) {
      Await.until(
          LONG,
          "process " + pid + " is gone",
          () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  @Test
  void aProgramThatEndsIsStartedAgain() throws Exception {
    try (Cloudflared tunnel = start("short", url -> false)) {
      Await.until(LONG, "a second start", () -> FakeCloudflared.pids(folder).size() >= 2);
      assertThat(tunnel).isNotNull();
    }
    assertThat(announced).isNotEmpty().allMatch(Optional::isEmpty);
    requireAllEnded();
  }

  @Test
  void aProgramThatIsKilledTakesItsAddressWithItAndComesBack() throws Exception {
    try (Cloudflared tunnel = start("banner", url -> true)) {
      Await.until(LONG, "it is up", () -> announced.size() == 1);
      ProcessHandle.of(FakeCloudflared.pids(folder).getFirst()).orElseThrow().destroyForcibly();
      Await.until(LONG, "it is down, and up again", () -> announced.size() == 3);
      assertThat(announced.get(1)).isEmpty();
      assertThat(announced.get(2)).isPresent();
      assertThat(tunnel).isNotNull();
    }
    assertThat(announced).hasSize(3);
    requireAllEnded();
  }

  /** A full disk once ended the supervision and left the dead address announced. */
  @Test
  void anAnnouncementThatFailsDoesNotEndTheSupervision() throws Exception {
    try (var tunnel =
        new Cloudflared(
            FakeCloudflared.install(folder, "banner"),
            8080,
            url -> {
              announced.add(url);
              throw new IllegalStateException("disk full");
            },
            Optional.of(url -> true))) {
      Await.until(LONG, "it is up", () -> announced.size() == 1);
      ProcessHandle.of(FakeCloudflared.pids(folder).getFirst()).orElseThrow().destroyForcibly();
      Await.until(LONG, "it is down, and up again", () -> announced.size() == 3);
      assertThat(announced.get(1)).isEmpty();
      assertThat(tunnel).isNotNull();
    }
    requireAllEnded();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.trycloudflare.com",
        "https://trycloudflare.com",
        "https://-.trycloudflare.com",
        "https://a-b.trycloudflare.org",
        "https://A-B.trycloudflare.com",
        "https://a-b.try.cloudflare.com"
      })
  void otherHostsAreNoTunnels(String line) {
    assertThat(Cloudflared.tunnelHost(line)).isEmpty();
  }

  @Test
  void aNodeWhoseTunnelNeverAnswersKeepsItsLocalAddress(@TempDir Path home) throws Exception {
    try (NodeFixture fixture = NodeFixture.published(home, 1)) {
      Node node =
          fixture.start(new Options(PI).cloudflared(FakeCloudflared.install(folder, "short")));
      String local = "http://127.0.0.1:" + node.port();
      Await.until(LONG, "a second start", () -> FakeCloudflared.pids(folder).size() >= 2);
      assertThat(node.publicUrl()).isEqualTo(URI.create(local));
      assertThat(fixture.announced).isNotEmpty().allMatch(local::equals);
      assertThat(fixture.runFile(PI).text("public_url")).contains(local);
      node.close();
      assertThat(fixture.home.runFile(PI)).doesNotExist();
      requireAllEnded();
    }
  }

  @Test
  void aProgramThatIsNotThereLeavesTheNodeWithoutATunnel(@TempDir Path home) throws Exception {
    try (NodeFixture fixture = NodeFixture.published(home, 1)) {
      Node node = fixture.start(new Options(PI).cloudflared(folder.resolve("not-there")));
      assertThat(Wire.get(node.port(), "/healthz").status()).isEqualTo(200);
      assertThat(node.publicUrl()).hasHost("127.0.0.1");
    }
  }
}
