package org.obol.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.obol.cli.Figures;
import org.obol.cli.Session;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.bundle.BundleReader;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.UserCode;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.tree.Chunks;
import org.obol.dataset.tree.FileHasher;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.http.Limits;
import org.obol.http.ServerConfig;
import org.obol.ledger.Datasets;
import org.obol.ledger.DeviceCodes;
import org.obol.ledger.Ledger;
import org.obol.ledger.Members;
import org.obol.ledger.ObolHome;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.PublishVersion;
import org.obol.ledger.StoredVersion;
import org.obol.node.Node;
import org.obol.node.NodeConfig;

/**
 * The demo itself: the owner is this process, the buyer is always another one. Every step does the
 * real thing and fails loudly when it does not come out as told.
 */
final class Story implements AutoCloseable {

  private static final DatasetId ID = new DatasetId("demo");

  private final Session session;
  private final Tale tale;
  private final Path folder;
  private final ObolHome owner;
  private final Path buyer;
  private final Ledger ledger;
  private final OwnerKeys keys;
  private Optional<Node> node = Optional.empty();

  Story(Session session, Tale tale, Path folder) {
    this.session = session;
    this.tale = tale;
    this.folder = folder;
    this.owner = new ObolHome(folder.resolve("owner"));
    this.buyer = folder.resolve("buyer");
    this.ledger = Ledger.open(owner);
    this.keys = new OwnerKeys(owner.keys(), session.passphrase(Optional.empty()));
  }

  void run(Path raw) throws IOException {
    Path data = folder.resolve("chats.jsonl");
    Json.Obj claim = new AnonymizeStep(tale).run(raw, data);
    sign(data, claim);
    publish();
    Path bought = folder.resolve("bought-v1.jsonl");
    joinAndBreakOff(bought, Files.size(data));
    resume(bought, data);
    secondVersion(data);
    tamperWithLog();
    tamperOnTheWay();
    tamperOnDisk();
  }

  @Override
  public void close() {
    node.ifPresent(Node::close);
    ledger.close();
  }

  private void sign(Path data, Json.Obj claim) throws IOException {
    tale.step(
        "Sign the file as version 1", "obol dataset from " + data.getFileName() + " --name " + ID);
    StoredVersion version = append(data, Optional.of(claim));
    tale.result(
        "v1 signed, " + Figures.bytes(version.entry().size()) + ", " + verdict().sentence());
  }

  private void publish() {
    tale.step("Publish it, to members only", "obol dataset publish " + ID);
    var config =
        new NodeConfig(
            List.of(ID),
            Optional.empty(),
            Optional.empty(),
            "127.0.0.1",
            0,
            new ServerConfig.Plain(),
            Optional.empty(),
            false,
            List.of(),
            Optional.empty(),
            Limits.DEFAULT);
    var environment =
        new Node.Environment(
            owner, ledger, keys, session.clock(), line -> {}, url -> {}, Optional.empty());
    node = Optional.of(Node.start(environment, config));
    tale.result("serving at " + url());
  }

  private void joinAndBreakOff(Path out, long size) throws IOException {
    tale.step(
        "A buyer asks for access, the owner approves; the download is killed half-way",
        "obol buy dataset " + url() + " --id " + ID + " --device");
    // Slow enough to be caught in the middle whatever the machine.
    long rate = Math.max(1 << 20, size / 3);
    try (var process =
        BuyerProcess.start(
            buyer, buy(out, "--device", "--connections", "2", "--max-rate", Long.toString(rate)))) {
      String line = process.lineWith(l -> l.startsWith("Your code: "));
      UserCode code = UserCode.read(line.substring(line.indexOf(':') + 1)).orElseThrow();
      approve(code);
      tale.note("$ obol dataset approve " + code);
      awaitJournal(out, Chunks.count(size) / 2);
      process.kill();
    }
    require(Files.notExists(out), "a file that was not verified must not have its name");
    tale.result("killed (SIGKILL) after about half; no file has appeared under its final name");
  }

  private void resume(Path out, Path data) throws IOException {
    tale.step("The same command again resumes", "obol buy dataset " + url() + " --id " + ID);
    BuyerProcess.Ended ended = BuyerProcess.run(buyer, buy(out, "--json"));
    require(ended.status() == 0, "resuming failed: " + ended.output());
    require(sha256(out).equals(sha256(data)), "the bought file differs from the owner's");
    tale.result(
        "kept "
            + Figures.bytes(ended.json().requireInteger("kept"))
            + ", fetched "
            + Figures.bytes(ended.json().requireInteger("fetched"))
            + "; SHA-256 equals the owner's file");
  }

  private void secondVersion(Path data) throws IOException {
    tale.step(
        "Version 2; a token for v1 does not open it", "obol dataset version " + ID + " --bundle …");
    Path edited = folder.resolve("edited").resolve(String.valueOf(data.getFileName()));
    Files.createDirectories(edited.getParent());
    SampleRows.edit(data, edited, 100);
    append(edited, Optional.empty());
    BuyerProcess.Ended ended =
        BuyerProcess.run(buyer, buy(folder.resolve("v2.jsonl"), "--version", "2"));
    require(ended.status() == 4, "v2 was not refused: " + ended.output());
    tale.note(lastLine(ended));
    tale.result("v2 signed and served at once; the v1 buyer was refused (exit 4)");
  }

  private void tamperWithLog() {
    tale.step("Change one field of the log", "obol dataset verify tampered.json");
    String good = LogDocument.toJson(ID.text(), log()).text();
    String field = "\"size\":" + log().entries().getFirst().size();
    byte[] bad = good.replace(field, field + "0").getBytes(StandardCharsets.UTF_8);
    LogVerdict verdict = LogDocument.read(bad).verify(Optional.of(ownerAddress()));
    if (!(verdict instanceof LogVerdict.Invalid invalid)) {
      throw new ObolException(ObolException.Exit.FAILED, "the tampered log was accepted");
    }
    tale.result(invalid.sentence());
  }

  private void tamperOnTheWay() throws IOException {
    tale.step(
        "A mirror flips one bit in every piece it sends",
        "obol buy dataset <mirror> --id " + ID + " --version 1 --owner " + ownerAddress());
    String token = grantV1();
    try (var mirror = new LyingMirror(node.orElseThrow().publicUrl())) {
      Path out = folder.resolve("from-mirror.jsonl");
      BuyerProcess.Ended ended =
          BuyerProcess.run(
              buyer,
              List.of(
                  "buy",
                  "dataset",
                  mirror.url(),
                  "--id",
                  ID.text(),
                  "--version",
                  "1",
                  "--out",
                  out.toString(),
                  "--member-token",
                  token));
      require(ended.status() == 3, "wrong bytes were not refused: " + ended.output());
      require(Files.notExists(out), "wrong bytes got their final name");
      tale.note(lastLine(ended));
      tale.result("refused (exit 3), nothing under the final name");
    }
  }

  private void tamperOnDisk() throws IOException {
    tale.step(
        "Somebody edits the stored file on the owner's disk", "obol buy dataset " + url() + " …");
    Path object = ledger.objects().path(log().entries().getFirst().fileHash());
    if (object.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-------"));
    }
    try (FileChannel channel = FileChannel.open(object, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("X".getBytes(StandardCharsets.US_ASCII)), 0);
    }
    BuyerProcess.Ended ended =
        BuyerProcess.run(
            buyer, buy(folder.resolve("after.jsonl"), "--version", "1", "--connections", "1"));
    require(ended.status() != 0, "the node served a changed file");
    tale.note(lastLine(ended));
    tale.result("the node noticed and serves it no more");
  }

  private StoredVersion append(Path data, Optional<Json.Obj> claim) throws IOException {
    var request =
        new PublishVersion.Request(
            ID, BundleReader.read(List.of(data)), Card.EMPTY, Optional.empty(), claim);
    var outcome = new PublishVersion(ledger, keys, session.clock()).publish(request, bytes -> {});
    return switch (outcome) {
      case PublishVersion.Outcome.Appended appended -> appended.version();
      case PublishVersion.Outcome.Unchanged unchanged ->
          throw new ObolException(ObolException.Exit.FAILED, "the file did not change");
    };
  }

  private void approve(UserCode code) {
    DeviceCodes.Decision decision =
        ledger
            .db()
            .write(
                tx ->
                    new DeviceCodes(tx)
                        .approve(
                            code,
                            ID,
                            VersionRange.upTo(new Datasets(tx).head(ID)),
                            Entitlement.Source.APPROVED,
                            session.clock().instant()));
    require(decision == DeviceCodes.Decision.DONE, "the code was not there to approve");
  }

  private String grantV1() {
    return ledger
        .db()
        .write(
            tx -> {
              var members = new Members(tx);
              var now = session.clock().instant();
              var entitlement =
                  members.grant(
                      ID, "mirror user", VersionRange.upTo(1), Entitlement.Source.APPROVED, now);
              return members.issue(entitlement.id(), now).reveal();
            });
  }

  /** Waits until the buyer has verified {@code chunks} pieces, which its journal counts. */
  private static void awaitJournal(Path out, long chunks) throws IOException {
    var pause = new CountDownLatch(1);
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (journaled(out) < chunks) {
      require(System.nanoTime() < deadline, "the download did not move");
      try {
        // Nobody counts it down: another process writes the file that is looked at.
        require(!pause.await(20, TimeUnit.MILLISECONDS), "interrupted");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ObolException(ObolException.Exit.FAILED, "interrupted", e);
      }
    }
  }

  private static long journaled(Path out) throws IOException {
    Path working = out.resolveSibling(out.getFileName() + ".obol-part");
    if (Files.notExists(working)) {
      return 0;
    }
    long bytes = 0;
    try (DirectoryStream<Path> journals = Files.newDirectoryStream(working, "*.journal")) {
      for (Path journal : journals) {
        bytes += Files.size(journal);
      }
    }
    return bytes / Integer.BYTES;
  }

  private List<String> buy(Path out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "buy",
                "dataset",
                url(),
                "--id",
                ID.text(),
                "--version",
                "1",
                "--out",
                out.toString()));
    List<String> extra = List.of(more);
    if (extra.contains("--version")) {
      args.subList(5, 7).clear();
    }
    args.addAll(extra);
    return args;
  }

  private VersionLog log() {
    return ledger.db().read(tx -> new Datasets(tx).log(ID));
  }

  private Address ownerAddress() {
    return keys.load(ID).address();
  }

  private LogVerdict.Valid verdict() {
    log().requireValid(ownerAddress());
    return new LogVerdict.Valid(log().entries().size(), ownerAddress());
  }

  private String url() {
    return node.orElseThrow().publicUrl().toString();
  }

  private static Sha256 sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return FileHasher.hash(in, Optional.empty()).sha256();
    }
  }

  private static String lastLine(BuyerProcess.Ended ended) {
    return ended.output().strip().lines().reduce("", (before, line) -> line);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ObolException(ObolException.Exit.FAILED, "the demo did not come out: " + otherwise);
    }
  }
}
