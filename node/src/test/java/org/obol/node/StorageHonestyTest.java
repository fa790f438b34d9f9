package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;
import org.obol.dataset.tree.Chunks;
import org.obol.ledger.LedgerException;
import org.obol.node.NodeFixture.Member;
import org.obol.node.Wire.Answer;

/** Invariants 11, 14 and 17: what is served is what was signed, or nothing is. */
final class StorageHonestyTest {

  private static final String ROUTE = "/dataset/pi-sessions";

  private final NodeFixture fixture;

  StorageHonestyTest(@TempDir Path temp) throws IOException {
    fixture = NodeFixture.published(temp, 3);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private Answer get(Node node, String route, Member member) throws IOException {
    return Wire.get(node.port(), ROUTE + route, member.bearer());
  }

  private Path object(int version) {
    return fixture.ledger().objects().path(Sha256.hash(NodeFixture.rows(version, 20)));
  }

  private void requireMissing(Node node) throws IOException {
    Member member = fixture.member(3);
    Answer answer = get(node, "/download?version=1", member);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("artifact_missing");
    assertThat(answer.text()).doesNotContain(object(1).getFileName().toString());
    assertThat(get(node, "/download?version=2", member).text()).isEqualTo(NodeFixture.rows(2, 20));
  }

  @Test
  void anObjectThatWasSwappedIsMissing() throws IOException {
    Node node = fixture.start();
    Path other = Files.writeString(fixture.temp.resolve("other"), NodeFixture.rows(7, 20));
    Files.move(other, object(1), StandardCopyOption.REPLACE_EXISTING);
    requireMissing(node);
  }

  @Test
  void anObjectThatWasEditedInItsPlaceIsMissing() throws IOException {
    Node node = fixture.start();
    assertThat(object(1).toFile().setWritable(true)).isTrue();
    Files.writeString(object(1), NodeFixture.rows(1, 20).replace("19", "18"));
    requireMissing(node);
  }

  @Test
  void anObjectThatWasDeletedIsMissing() throws IOException {
    Node node = fixture.start();
    Files.delete(object(1));
    requireMissing(node);
  }

  @Test
  void anObjectThatBecameALinkIsMissing() throws IOException {
    Node node = fixture.start();
    Files.delete(object(1));
    Files.createSymbolicLink(object(1), fixture.home.nodeDb());
    requireMissing(node);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update version set size = size + 1 where seq = 2",
        "update version set signature = prev_sig where seq = 3",
        "update version set signature = 'nonsense' where seq = 2",
        "update version set manifest_hash = 'NOT HEX' where seq = 1",
        "update dataset set owner = '0x00000000000000000000000000000000000000aa'"
      })
  void aLogThatWasTamperedWithStopsTheNode(String sql) throws IOException {
    Node node = fixture.start();
    Member member = fixture.member(3);
    assertThat(get(node, "/verify", member).text()).contains("\"valid\":true");
    fixture.elsewhere(tx -> tx.update(sql));
    for (String route : List.of("/versions", "/manifest", "/chunks", "/download?version=1")) {
      Answer answer = get(node, route, member);
      assertThat(answer.status()).as(route).isEqualTo(503);
      assertThat(answer.error()).isEqualTo("log_invalid");
    }
    Answer verdict = get(node, "/verify", member);
    assertThat(verdict.status()).isEqualTo(200);
    assertThat(verdict.json().members()).containsOnlyKeys("valid", "head", "owner", "error");
    assertThat(verdict.text()).contains("\"valid\":false", "Chain INVALID");
    node.close();
    assertThatThrownBy(fixture::start)
        .isInstanceOfAny(VerificationException.class, LedgerException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update version_file set sha256 = (select f.sha256 from version_file f where f.seq = 2)"
            + " where seq = 1",
        "update version_file set size = 1 where seq = 1",
        "update version set manifest = (select v.manifest from version v where v.seq = 2) where"
            + " seq = 1",
        "update version set manifest = x'7b7d' where seq = 1"
      })
  void aLedgerThatSaysOtherThanWhatWasSignedIsNotServed(String sql) throws IOException {
    Node node = fixture.start();
    fixture.elsewhere(tx -> tx.update(sql));
    Member member = fixture.member(3);
    for (String route : List.of("/manifest", "/chunks", "/download")) {
      Answer answer = get(node, route + "?version=1", member);
      assertThat(answer.status()).as(route).isEqualTo(503);
      assertThat(answer.error()).isEqualTo("log_invalid");
    }
    assertThat(get(node, "/download?version=2", member).status()).isEqualTo(200);
  }

  /** Leaves of another file, none, half a leaf, and one too many. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "update version_file set chunk_leaves = (select f.chunk_leaves from version_file f where"
            + " f.seq = 2) where seq = 1",
        "update version_file set chunk_leaves = x'' where seq = 1",
        "update version_file set chunk_leaves = x'00ff' where seq = 1",
        "update version_file set chunk_leaves = chunk_leaves || chunk_leaves where seq = 1"
      })
  void chunkHashesThatAreNotTheSignedOnesAreNotServed(String sql) throws IOException {
    Node node = fixture.start();
    Member member = fixture.member(3);
    assertThat(get(node, "/chunks?version=1", member).status()).isEqualTo(200);
    fixture.elsewhere(tx -> tx.update(sql));
    requireRefused(get(node, "/chunks?version=1", member));
    assertThat(get(node, "/chunks?version=2", member).status()).isEqualTo(200);
  }

  @Test
  void innerNodesOfATreeAreNotServedAsItsLeaves() throws IOException {
    byte[] large = new byte[3 * Chunks.SIZE];
    fixture.publish(PI, Map.of("sft.jsonl", rows(1), "zz-large.bin", large));
    Node node = fixture.start();
    Member member = fixture.member(4);
    Answer honest = get(node, "/chunks?version=4&file=1", member);
    byte[] leaves = Base64.getDecoder().decode(honest.json().text("leaves").orElseThrow());
    byte[] nodes = new byte[2 * Sha256.BYTES];
    System.arraycopy(inner(leaves), 0, nodes, 0, Sha256.BYTES);
    System.arraycopy(leaves, 2 * Sha256.BYTES, nodes, Sha256.BYTES, Sha256.BYTES);
    assertThat(Chunks.of(nodes).root()).isEqualTo(Chunks.of(leaves).root());
    fixture.elsewhere(
        tx ->
            tx.update(
                "update version_file set chunk_leaves = ? where seq = 4 and position = 1", nodes));
    requireRefused(get(node, "/chunks?version=4&file=1", member));
    assertThat(get(node, "/chunks?version=4&file=0", member).status()).isEqualTo(200);
  }

  /** RFC 6962 section 2.1: the node over the first two leaves. */
  private static byte[] inner(byte[] leaves) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update((byte) 0x01);
    sha256.update(leaves, 0, 2 * Sha256.BYTES);
    return sha256.digest();
  }

  private static byte[] rows(int seed) {
    return NodeFixture.rows(seed, 20).getBytes(StandardCharsets.UTF_8);
  }

  private static void requireRefused(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.error()).isEqualTo("log_invalid");
    assertThat(answer.json().members()).containsOnlyKeys("error", "message");
  }

  @Test
  void servingNeedsNoKey() throws IOException {
    Files.delete(fixture.keys.keyFile(PI));
    Node node = fixture.start();
    assertThat(get(node, "/download", fixture.member(3)).text()).isEqualTo(NodeFixture.rows(3, 20));
  }

  private void forget(int version) {
    fixture.elsewhere(
        tx ->
            tx.update("delete from version_file where seq = ?", version)
                + tx.update("delete from version where seq = ?", version));
  }

  @Test
  void aLedgerThatMissedTheLastEntryIsHealedAtTheStart() throws IOException {
    forget(3);
    Node node = fixture.start();
    assertThat(node.served().getFirst().versions()).isEqualTo(3);
    assertThat(get(node, "/download?version=3", fixture.member(3)).text())
        .isEqualTo(NodeFixture.rows(3, 20));
  }

  @Test
  void aLedgerThatIsTwoEntriesBehindIsNotServed() {
    forget(3);
    forget(2);
    assertThatThrownBy(fixture::start)
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("v3")
        .hasMessageContaining("ends at v1");
    assertThat(fixture.home.runFile(PI)).doesNotExist();
  }

  @Test
  void whenOneDatasetCannotBeServedNoneIsChanged() throws IOException {
    fixture.publish(NodeFixture.OTHER, NodeFixture.rows(1, 2));
    fixture.elsewhere(
        tx -> tx.update("update version set size = 5 where dataset = ?", NodeFixture.OTHER.text()));
    assertThatThrownBy(() -> fixture.start(new Options(PI, NodeFixture.OTHER).open()))
        .isInstanceOf(LedgerException.class);
    Node node = fixture.start();
    assertThat(node.served().getFirst().membership().label()).isEqualTo("invite");
  }
}
