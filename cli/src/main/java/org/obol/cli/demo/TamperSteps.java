package org.obol.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.ObolException;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.ledger.Members;

/** Somebody changes the log, the bytes on their way, the bytes on the disk; each is noticed. */
final class TamperSteps {

  private final Stage stage;

  TamperSteps(Stage stage) {
    this.stage = stage;
  }

  void log() {
    stage.tale().step("Change one field of the log", "obol dataset verify tampered.json");
    String good = LogDocument.toJson(Stage.ID.text(), stage.log()).text();
    String field = "\"size\":" + stage.log().entries().getFirst().size();
    byte[] bad = good.replace(field, field + "0").getBytes(StandardCharsets.UTF_8);
    LogVerdict verdict = LogDocument.read(bad).verify(Optional.of(stage.ownerAddress()));
    if (!(verdict instanceof LogVerdict.Invalid invalid)) {
      throw new ObolException(ObolException.Exit.FAILED, "the tampered log was accepted");
    }
    stage.tale().result(invalid.sentence());
  }

  void onTheWay() throws IOException {
    stage
        .tale()
        .step(
            "A mirror flips one bit in every piece it sends",
            "obol buy dataset <mirror> --id "
                + Stage.ID
                + " --version 1 --owner "
                + stage.ownerAddress());
    String token = grantV1();
    try (var mirror = new LyingMirror(URI.create(stage.url()))) {
      Path out = stage.file("from-mirror.jsonl");
      BuyerProcess.Ended ended =
          BuyerProcess.run(
              stage.buyer(),
              List.of(
                  "buy",
                  "dataset",
                  mirror.url(),
                  "--id",
                  Stage.ID.text(),
                  "--version",
                  "1",
                  "--out",
                  out.toString(),
                  "--member-token",
                  token));
      Stage.require(ended.status() == 3, "wrong bytes were not refused: " + ended.output());
      Stage.require(Files.notExists(out), "wrong bytes got their final name");
      stage.tale().note(Stage.lastLine(ended));
      stage.tale().result("refused (exit 3), nothing under the final name");
    }
  }

  void onDisk() throws IOException {
    stage
        .tale()
        .step(
            "Somebody edits the stored file on the owner's disk",
            "obol buy dataset " + stage.url() + " …");
    Path object = stage.ledger().objects().path(stage.log().entries().getFirst().fileHash());
    if (object.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-------"));
    }
    try (FileChannel channel = FileChannel.open(object, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("X".getBytes(StandardCharsets.US_ASCII)), 0);
    }
    BuyerProcess.Ended ended =
        BuyerProcess.run(
            stage.buyer(), stage.buy(1, stage.file("after.jsonl"), "--connections", "1"));
    Stage.require(ended.status() != 0, "the node served a changed file");
    stage.tale().note(Stage.lastLine(ended));
    stage.tale().result("the node noticed and serves it no more");
  }

  private String grantV1() {
    return stage
        .ledger()
        .db()
        .write(
            tx -> {
              var members = new Members(tx);
              var now = stage.session().clock().instant();
              var entitlement =
                  members.grant(
                      Stage.ID,
                      "mirror user",
                      VersionRange.upTo(1),
                      Entitlement.Source.APPROVED,
                      now);
              return members.issue(entitlement.id(), now).reveal();
            });
  }
}
