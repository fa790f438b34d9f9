package org.obol.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.obol.dataset.DatasetId;
import org.obol.dataset.bundle.BundleReader;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.ledger.DeviceCodes;
import org.obol.ledger.Ledger;
import org.obol.ledger.Members;
import org.obol.ledger.ObolHome;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.PublishVersion;

/**
 * A process that does what the commands do, over and over on the same home, until it is killed. It
 * prints what it is about to change ({@code TRY …}) where that matters, and what the ledger has
 * acknowledged ({@code ACK …}); a line goes out in one write and ends in a full stop.
 */
final class LedgerWorker implements AutoCloseable {

  private final DatasetId id;
  private final Path folder;
  private final SplittableRandom random;
  private final Ledger ledger;
  private final PublishVersion publishing;
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final List<String> granted = new ArrayList<>();

  private LedgerWorker(Path home, DatasetId id, Path folder, long seed) {
    this.id = id;
    this.folder = folder;
    this.random = new SplittableRandom(seed);
    var place = new ObolHome(home);
    this.ledger = Ledger.open(place);
    var keys =
        new OwnerKeys(
            place.keys(),
            () -> {
              throw new IllegalStateException("these keys are not locked");
            });
    this.publishing = new PublishVersion(ledger, keys, InstantSource.system());
  }

  /** Arguments: dataset, folder for files, seed; the home comes from the environment. */
  public static void main(String[] args) throws IOException {
    Path home = ObolHome.of(System.getenv()).root();
    try (var worker =
        new LedgerWorker(home, new DatasetId(args[0]), Path.of(args[1]), Long.parseLong(args[2]))) {
      worker.say("READY");
      for (long round = 0; ; round++) {
        worker.once(round);
      }
    }
  }

  private void once(long round) throws IOException {
    int kind = random.nextInt(8);
    if (kind == 0) {
      version(round);
    } else if (kind < 4) {
      join();
    } else if (kind < 6 || granted.isEmpty()) {
      grant();
    } else {
      revoke();
    }
  }

  private void version(long round) throws IOException {
    Path file = folder.resolve("worker-" + round % 2 + ".jsonl");
    Files.writeString(file, ("{\"n\":" + random.nextLong() + "}\n").repeat(1 + (int) round % 3));
    var request =
        new PublishVersion.Request(
            id, BundleReader.read(List.of(file)), Card.EMPTY, Optional.empty(), Optional.empty());
    switch (publishing.publish(request, bytes -> {})) {
      case PublishVersion.Outcome.Appended(var version, var owner) -> {
        VersionEntry entry = version.entry();
        say(
            "ACK version "
                + entry.seq()
                + " "
                + entry.manifestHash()
                + " "
                + entry.claim().digest());
      }
      case PublishVersion.Outcome.Unchanged same ->
          throw new IllegalStateException("random rows were there before: " + same);
    }
  }

  private void grant() {
    record Granted(String entitlement, String token) {}
    Granted made =
        ledger
            .db()
            .write(
                tx -> {
                  Instant now = Instant.now();
                  var members = new Members(tx);
                  String entitlement =
                      members
                          .grant(
                              id, "worker", VersionRange.upTo(1), Entitlement.Source.APPROVED, now)
                          .id();
                  return new Granted(entitlement, members.issue(entitlement, now).reveal());
                });
    granted.add(made.entitlement());
    say("ACK grant " + made.entitlement() + " " + made.token());
  }

  private void join() {
    var applicant = new DeviceCodes.Applicant(id, DeviceCodes.Dialect.REFERENCE, "", "joiner", "");
    DeviceCodes.Opened code =
        ledger.db().write(tx -> new DeviceCodes(tx).open(applicant, Instant.now())).orElseThrow();
    say("ACK open " + code.deviceCode() + " " + code.userCode());
    say("TRY approve " + code.deviceCode());
    DeviceCodes.Decision decision =
        ledger
            .db()
            .write(
                tx ->
                    new DeviceCodes(tx)
                        .approve(
                            code.userCode(),
                            id,
                            VersionRange.upTo(1),
                            Entitlement.Source.APPROVED,
                            Instant.now()));
    if (decision != DeviceCodes.Decision.DONE) {
      throw new IllegalStateException("a fresh code was " + decision);
    }
    say("ACK approve " + code.deviceCode());
    say("TRY poll " + code.deviceCode());
    DeviceCodes.Poll poll =
        ledger
            .db()
            .write(
                tx ->
                    new DeviceCodes(tx)
                        .poll(code.deviceCode(), DeviceCodes.Dialect.REFERENCE, "", Instant.now()));
    if (!(poll instanceof DeviceCodes.Poll.Granted(var token, var entitlement))) {
      throw new IllegalStateException("an approved code was answered " + poll);
    }
    say("ACK grant " + entitlement.id() + " " + token.reveal());
    granted.add(entitlement.id());
  }

  private void revoke() {
    String entitlement = granted.remove(random.nextInt(granted.size()));
    say("TRY revoke " + entitlement);
    Entitlement.State state =
        ledger
            .db()
            .write(tx -> new Members(tx).revoke(entitlement, "no reason", Instant.now()).state());
    if (!(state instanceof Entitlement.State.Revoked)) {
      throw new IllegalStateException("revoked, and it is " + state);
    }
    say("ACK revoke " + entitlement);
  }

  /** In one write, which a pipe takes whole or not at all. */
  private void say(String line) {
    try {
      out.write((line + " .\n").getBytes(US_ASCII));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    ledger.close();
    out.close();
  }
}
