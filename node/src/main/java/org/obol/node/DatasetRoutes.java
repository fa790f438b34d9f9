package org.obol.node;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.Gate;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.tree.Chunks;
import org.obol.http.ArtifactResponder;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.http.TransferListener;
import org.obol.ledger.Dataset;
import org.obol.ledger.Ledger;
import org.obol.ledger.StoredVersion;
import org.obol.ledger.StoredVersion.StoredFile;

/** The routes below {@code /dataset/{id}}: log, verification, manifest, chunks, download. */
final class DatasetRoutes {

  private static final Headers PRIVATE = Headers.of("Cache-Control", "private, no-store");
  private static final String NDJSON = "application/x-ndjson";

  private final Ledger ledger;
  private final Downloads downloads;
  private final PublishedLog logs;

  DatasetRoutes(Ledger ledger, Downloads downloads, PublishedLog logs) {
    this.ledger = ledger;
    this.downloads = downloads;
    this.logs = logs;
  }

  HttpReply versions(Dataset dataset, Caller caller) {
    requireReader(dataset, caller);
    PublishedLog.Rendered log = logs.requireServable(dataset);
    return new HttpReply.Bytes(
        200, PRIVATE.with("Content-Type", "application/json"), log.document());
  }

  HttpReply verify(Dataset dataset, Caller caller) {
    requireReader(dataset, caller);
    return HttpReply.json(200, PRIVATE, PublishedLog.verification(dataset, logs.of(dataset)));
  }

  HttpReply manifest(Dataset dataset, Caller caller, HttpRequest request) {
    StoredVersion version = readable(dataset, caller, request);
    return new HttpReply.Bytes(
        200, PRIVATE.with("Content-Type", "application/json"), document(version).bytes());
  }

  /** The version that is asked for, if this caller may see log and manifest. */
  StoredVersion readable(Dataset dataset, Caller caller, HttpRequest request) {
    requireReader(dataset, caller);
    StoredVersion version = RequestedVersion.of(ledger.db(), dataset, request);
    logs.requireSigned(dataset, version);
    return version;
  }

  static ManifestDocument document(StoredVersion version) {
    return version
        .manifest()
        .orElseThrow(
            () ->
                new Refusal(404, "no_manifest", "this version was taken over without a manifest"));
  }

  HttpReply chunks(Dataset dataset, Caller caller, HttpRequest request) {
    StoredVersion version = entitled(dataset, caller, request);
    logs.requireSigned(dataset, version);
    StoredFile file = file(version, request);
    requireChunksSigned(version, file);
    JsonObject answer =
        Json.object().put("leaves", Base64.getEncoder().encodeToString(file.chunks().bytes()));
    if (file.mediaType().equals(ManifestFile.JSONL)) {
      version
          .rowKey()
          .ifPresent(key -> answer.put("rowKey", HexFormat.of().formatHex(key.bytes())));
    }
    return HttpReply.json(200, PRIVATE, answer.build());
  }

  /** The buyer would notice, but the node should be the first. */
  private static void requireChunksSigned(StoredVersion version, StoredFile file) {
    boolean contradicted =
        version.manifest().stream()
            .flatMap(m -> m.manifest().files().stream())
            .filter(listed -> listed.name().text().equals(file.name()))
            .anyMatch(listed -> !isSigned(file.chunks(), listed));
    if (contradicted) {
      throw new VerificationException(
          "chunk_root_mismatch",
          "v"
              + version.entry().seq()
              + ": the chunk hashes that the ledger has of "
              + file.name()
              + " do not add up to the signed chunkRoot");
    }
  }

  /** A tree's inner nodes have the root of its leaves, so the root alone does not tell. */
  private static boolean isSigned(Chunks chunks, ManifestFile listed) {
    return chunks.count() == Chunks.count(listed.size())
        && chunks.root().equals(listed.chunkRoot());
  }

  HttpReply download(Dataset dataset, Caller caller, HttpRequest request) {
    StoredVersion version = entitled(dataset, caller, request);
    logs.requireSigned(dataset, version);
    StoredFile file = file(version, request);
    var path = ledger.objects().open(file.sha256());
    String name = dataset.id() + "-v" + version.entry().seq() + ".jsonl";
    boolean jsonl = file.mediaType().equals(ManifestFile.JSONL);
    Headers headers =
        PRIVATE
            .with("Content-Type", jsonl ? NDJSON : "application/octet-stream")
            .with("X-Content-Type-Options", "nosniff")
            .with(
                "Content-Disposition",
                jsonl ? "attachment; filename=\"" + name + "\"" : "attachment")
            .with("X-Dataset-Version", Long.toString(version.entry().seq()))
            .with("X-Dataset-Manifest-Hash", version.entry().manifestHash().hex())
            .with("X-Dataset-File-Hash", version.entry().fileHash().hex());
    HttpReply reply =
        new ArtifactResponder(path, file.size(), "\"" + file.sha256() + "\"", headers)
            .answer(request, TransferListener.NONE);
    // Only an answer with a body takes a place: nobody would be told that a 304 or 416 is over.
    return reply instanceof HttpReply.FileSlice slice
            && caller instanceof Caller.Holder(var holder)
            && !request.isHead()
        ? new HttpReply.FileSlice(
            slice.status(),
            slice.headers(),
            slice.file(),
            slice.offset(),
            slice.length(),
            place(holder, dataset, version))
        : reply;
  }

  private TransferListener place(Entitlement holder, Dataset dataset, StoredVersion version) {
    var permit = new Downloads.Permit(holder.id(), dataset.id(), version.entry().seq());
    return downloads
        .admit(permit)
        .orElseThrow(
            () ->
                Refusal.tooMany(
                    "at most "
                        + Downloads.MAX_PER_ENTITLEMENT
                        + " downloads at once for one member",
                    5));
  }

  private void requireReader(Dataset dataset, Caller caller) {
    if (!dataset.publicLog()) {
      requireMember(dataset.id(), caller);
    }
  }

  private static void requireMember(DatasetId id, Caller caller) {
    switch (caller) {
      case Caller.Owner() -> {}
      case Caller.Anonymous() -> throw Refusal.authRequired();
      case Caller.Stranger() -> throw Refusal.notAMember();
      case Caller.Holder(var entitlement) -> {
        if (!Gate.isMember(Optional.of(entitlement), id)) {
          throw Refusal.notAMember();
        }
      }
    }
  }

  /** The version that is asked for, if this caller may have its bytes. */
  private StoredVersion entitled(Dataset dataset, Caller caller, HttpRequest request) {
    requireMember(dataset.id(), caller);
    StoredVersion version = RequestedVersion.of(ledger.db(), dataset, request);
    boolean withdrawn = version.withdrawal().isPresent();
    Gate.Decision decision =
        switch (caller) {
          case Caller.Holder(var entitlement) ->
              Gate.decide(Optional.of(entitlement), dataset.id(), version.entry().seq(), withdrawn);
          default -> withdrawn ? Gate.Decision.WITHDRAWN : Gate.Decision.ALLOWED;
        };
    return switch (decision) {
      case ALLOWED -> version;
      case NOT_A_MEMBER -> throw Refusal.notAMember();
      case NOT_ENTITLED ->
          throw new Refusal(
              403,
              "version_not_entitled",
              "the token is not entitled to version " + version.entry().seq());
      case WITHDRAWN ->
          throw new Refusal(
              410,
              "version_withdrawn",
              "the owner has withdrawn version "
                  + version.entry().seq()
                  + ": "
                  + version.withdrawal().map(StoredVersion.Withdrawal::reason).orElse(""));
    };
  }

  private static StoredFile file(StoredVersion version, HttpRequest request) {
    long position = request.param("file").map(RequestedVersion::number).orElse(0L);
    if (position < 0 || position >= version.files().size()) {
      throw new Refusal(404, "artifact_missing", "the version has no such file on this node");
    }
    return version.files().get((int) position);
  }
}
