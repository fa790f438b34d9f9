package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.dataset.DatasetId;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.ObolHome;

/** Compares the books with what the home holds and what a node shows. */
final class Auditor {

  private static final String DATASET = "/dataset/" + KillLoop.ID;

  /** Tokens that are tried again each time, besides those that are new. */
  private static final int OLD_TOKENS = 10;

  private final Path home;
  private final Books books;
  private final String reader;
  private final Address owner;
  private final Set<String> tried = new HashSet<>();
  private int turn;

  Auditor(Path home, Books books, String reader, Address owner) {
    this.home = home;
    this.books = books;
    this.reader = reader;
    this.owner = owner;
  }

  /** Where the key's last signature is remembered. */
  Path lastFile() {
    return home.resolve(Path.of("keys", KillLoop.ID + ".last"));
  }

  /** Turns approvals that were acknowledged, and whose tokens nobody has asked for, into tokens. */
  void redeem(PublishedNode node) {
    for (String deviceCode : books.toRedeem()) {
      var answer = node.post("/auth/device/token", "{\"device_code\":\"" + deviceCode + "\"}");
      assertThat(answer.statusCode()).as("an acknowledged approval").isEqualTo(200);
      Json.Obj json = JsonReader.read(answer.body(), 1 << 16).asObject("the answer");
      books.granted(json.requireText("entitlement"), json.requireText("token"));
    }
  }

  /**
   * What a running node shows: a log that verifies and has everything, doors that open and doors
   * that stay shut.
   *
   * @param revokedMeanwhile whether somebody has tried to revoke what is found refused
   * @param fresh doors at most that were not tried before: while the worker goes on, it must not
   *     make them faster than they are tried
   */
  void online(PublishedNode node, Predicate<String> revokedMeanwhile, long fresh) {
    HttpResponse<byte[]> answer = node.get(DATASET + "/versions", reader);
    assertThat(answer.statusCode()).isEqualTo(200);
    LogDocument document = LogDocument.read(answer.body());
    assertThat(document.verify(Optional.of(owner))).isInstanceOf(LogVerdict.Valid.class);
    compare(document.log());
    for (String entitlement : sample(books.open(), fresh)) {
      if (status(node, entitlement) != 200) {
        assertThat(revokedMeanwhile.test(entitlement)).as("lost " + entitlement).isTrue();
      }
    }
    for (String entitlement : sample(books.closed(), fresh)) {
      assertThat(status(node, entitlement)).as("revoked " + entitlement).isIn(401, 403);
    }
  }

  private int status(PublishedNode node, String entitlement) {
    return node.get(DATASET + "/manifest?version=1", books.token(entitlement)).statusCode();
  }

  /** At most {@code fresh} that were not tried before, and some of the rest in turn. */
  private List<String> sample(List<String> entitlements, long fresh) {
    List<String> sample =
        new ArrayList<>(entitlements.stream().filter(tried::add).limit(fresh).toList());
    for (int i = 0; i < Math.min(OLD_TOKENS, entitlements.size()); i++) {
      sample.add(entitlements.get(turn++ % entitlements.size()));
    }
    return sample;
  }

  private void compare(VersionLog log) {
    for (VersionEntry entry : log.entries()) {
      books.sawDigest(entry.seq(), entry.claim().digest().hex());
    }
    for (Map.Entry<Long, String> version : books.manifests().entrySet()) {
      Optional<VersionEntry> entry = log.entry(version.getKey());
      assertThat(entry.map(e -> e.manifestHash().hex()))
          .as("acknowledged v" + version.getKey())
          .contains(version.getValue());
    }
  }

  /** While nobody writes: the ledger ends where the key has signed last, or one version before. */
  void atRest() {
    VersionLog log = log();
    Json.Obj last = last();
    long seq = last.requireInteger("seq");
    books.sawDigest(seq, last.requireText("digest"));
    long head = log.entries().size();
    assertThat(seq).as("signed last, with a ledger up to v" + head).isBetween(head, head + 1);
    compare(log);
  }

  /** After a node has started: the ledger ends where the key has signed last. */
  void settled() {
    atRest();
    assertThat(last().requireInteger("seq")).isEqualTo(log().entries().size());
  }

  private VersionLog log() {
    try (Ledger ledger = Ledger.open(new ObolHome(home))) {
      return ledger.db().read(tx -> new Datasets(tx).log(new DatasetId(KillLoop.ID)));
    }
  }

  private Json.Obj last() {
    try {
      return JsonReader.read(Files.readAllBytes(lastFile()), 16 << 20).asObject("the last entry");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
