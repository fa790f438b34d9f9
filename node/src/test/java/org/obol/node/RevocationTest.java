package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Sha256;
import org.obol.ledger.Datasets;
import org.obol.ledger.StoredVersion;
import org.obol.node.NodeFixture.Member;

/** Invariant 6: who loses a right loses the download that is under way, whoever took it away. */
final class RevocationTest {

  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final String DOWNLOAD = "/dataset/pi-sessions/download?version=1";

  private final NodeFixture fixture;
  private final Node node;
  private final String big = NodeFixture.rows(1, 600_000);

  RevocationTest(@TempDir Path temp) throws IOException {
    fixture = new NodeFixture(temp);
    fixture.publish(PI, big);
    node = fixture.start();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  /** A download that has begun and whose client does not read on. */
  private Wire stalled(Member member) throws IOException {
    var wire = new Wire(node.port(), 16 << 10).ask("GET", DOWNLOAD, new byte[0], member.bearer());
    assertThat(wire.answer(false).status()).isEqualTo(200);
    return wire;
  }

  private boolean isLogged(Member member) {
    return fixture.accessLog.stream().anyMatch(line -> line.contains(member.entitlement().id()));
  }

  /** What arrives until the end, or until the connection is reset. */
  private static byte[] rest(Wire wire, int length) throws IOException {
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    try {
      while (out.size() < length) {
        int n = wire.in().read(buffer, 0, Math.min(buffer.length, length - out.size()));
        if (n < 0) {
          break;
        }
        out.write(buffer, 0, n);
      }
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
    return out.toByteArray();
  }

  @Test
  void aRevokedDownloadIsCutWithinASecondAndOthersGoOn() throws Exception {
    Member leaver = fixture.member(1);
    Member stayer = fixture.member(1);
    try (Wire leaving = stalled(leaver);
        Wire staying = stalled(stayer)) {
      fixture.revoke(leaver);
      Await.until(A_SECOND, "the revoked download ends", () -> isLogged(leaver));
      assertThat(rest(leaving, big.length()).length).isLessThan(big.length());
      byte[] whole = rest(staying, big.length());
      assertThat(Sha256.hash(whole)).isEqualTo(Sha256.hash(big));
    }
  }

  @Test
  void everyConnectionOfTheRevokedMemberIsCut() throws Exception {
    Member leaver = fixture.member(1);
    Member again = fixture.another(leaver);
    try (Wire one = stalled(leaver);
        Wire two = stalled(again)) {
      fixture.revoke(leaver);
      Await.until(
          A_SECOND,
          "both end",
          () ->
              fixture.accessLog.stream().filter(l -> l.contains(leaver.entitlement().id())).count()
                  == 2);
      assertThat(rest(one, big.length()).length).isLessThan(big.length());
      assertThat(rest(two, big.length()).length).isLessThan(big.length());
    }
  }

  @Test
  void aWithdrawnVersionStopsOnItsWay() throws Exception {
    Member member = fixture.member(1);
    try (Wire wire = stalled(member)) {
      fixture.elsewhere(
          tx -> {
            new Datasets(tx)
                .withdraw(PI, 1, new StoredVersion.Withdrawal(fixture.clock.instant(), "why"));
            return true;
          });
      Await.until(A_SECOND, "the withdrawn download ends", () -> isLogged(member));
      assertThat(rest(wire, big.length()).length).isLessThan(big.length());
    }
  }

  @Test
  void anotherVersionOfAnotherProcessIsServedAtOnceAndDisturbsNobody() throws Exception {
    Member member = fixture.member(2);
    try (Wire wire = stalled(member)) {
      fixture.publishElsewhere(PI, NodeFixture.rows(2, 10));
      Wire.Answer head = Wire.get(node.port(), "/dataset/pi-sessions/download", member.bearer());
      assertThat(head.header("X-Dataset-Version")).contains("2");
      assertThat(head.text()).isEqualTo(NodeFixture.rows(2, 10));
      assertThat(Wire.get(node.port(), "/dataset/pi-sessions/verify", member.bearer()).text())
          .contains("\"valid\":true,\"head\":2");
      assertThat(rest(wire, big.length())).hasSize(big.length());
    }
  }

  @Test
  void aPlaceIsFreeAgainWhenTheClientLeaves() throws Exception {
    Member member = fixture.member(1);
    Wire[] open = new Wire[Downloads.MAX_PER_ENTITLEMENT];
    for (int i = 0; i < open.length; i++) {
      open[i] = stalled(member);
    }
    Wire.Answer refused = Wire.get(node.port(), DOWNLOAD, member.bearer());
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).contains("5");
    assertThat(Wire.get(node.port(), DOWNLOAD, fixture.member(1).bearer()).status()).isEqualTo(200);
    open[0].close();
    Await.until(Duration.ofSeconds(5), "the place is free", () -> isLogged(member));
    assertThat(Wire.get(node.port(), DOWNLOAD, member.bearer()).body()).hasSize(big.length());
    for (Wire wire : open) {
      wire.close();
    }
    Await.until(
        Duration.ofSeconds(5),
        "all places are free",
        () ->
            fixture.accessLog.stream().filter(l -> l.contains(member.entitlement().id())).count()
                >= open.length + 2);
  }

  @Test
  void drainingLetsADownloadFinish() throws Exception {
    Member member = fixture.member(1);
    try (Wire wire = stalled(member)) {
      Thread draining = Thread.ofVirtual().start(() -> node.drain(Duration.ofSeconds(20)));
      assertThat(Sha256.hash(rest(wire, big.length()))).isEqualTo(Sha256.hash(big));
      assertThat(draining.join(Duration.ofSeconds(25))).isTrue();
    }
    assertThat(fixture.home.runFile(PI)).doesNotExist();
  }
}
