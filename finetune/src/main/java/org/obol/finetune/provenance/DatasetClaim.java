package org.obol.finetune.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.versionlog.VersionEntry;

/** What a run manifest says about its dataset. Reading one proves nothing: a verifier does. */
public sealed interface DatasetClaim {

  /** The bytes that were trained on. */
  HashedFile file();

  /** The word of the member {@code binding}. */
  String binding();

  /**
   * Names a signed version.
   *
   * @param file under its name in the version
   * @param entry of the version, as its owner signed it
   * @param head number of the last version in the log that lies beside the manifest
   */
  record Bound(
      HashedFile file,
      LogOrigin origin,
      VersionEntry entry,
      long head,
      License license,
      Evidence evidence)
      implements DatasetClaim {

    @Override
    public String binding() {
      return "verified";
    }
  }

  /** Names no version: trained on bytes that nobody signed for. */
  record Unbound(HashedFile file) implements DatasetClaim {

    @Override
    public String binding() {
      return "unverified";
    }
  }

  /**
   * What the card says about use.
   *
   * @param sha256 digest of the licence text
   * @param training {@code allowed} or {@code unclear}
   */
  record License(Optional<String> id, Optional<Sha256> sha256, String training, String reason) {}

  /** The documents that lie beside the manifest. */
  record Evidence(
      HashedFile log, HashedFile manifest, List<HashedFile> receipts, Optional<HashedFile> seller) {

    /** Copies the list. */
    public Evidence {
      receipts = List.copyOf(receipts);
    }

    List<HashedFile> files() {
      List<HashedFile> files = new ArrayList<>(List.of(log, manifest));
      files.addAll(receipts);
      seller.ifPresent(files::add);
      return files;
    }
  }

  /** The group {@code dataset}; the digests stand at the top of the manifest. */
  default Json.Obj toJson() {
    return switch (this) {
      case Unbound unbound -> Json.object().put("bytes", unbound.file().bytes()).build();
      case Bound bound ->
          Json.object()
              .put("dataset_id", bound.origin().dataset().text())
              .put("version", bound.entry().seq())
              .put("owner", bound.origin().owner().hex())
              .put("file", bound.file().name().text())
              .put("bytes", bound.file().bytes())
              .put("version_entry", bound.entry().toJson())
              .put("log_head", bound.head())
              .put("license", toJson(bound.license()))
              .put("evidence", toJson(bound.evidence()))
              .build();
    };
  }

  private static Json.Obj toJson(License license) {
    return Json.object()
        .putIfPresent("id", RunFields.text(license.id()))
        .putIfPresent("sha256", RunFields.hash(license.sha256()))
        .put("training", license.training())
        .put("reason", license.reason())
        .build();
  }

  private static Json.Obj toJson(Evidence evidence) {
    return Json.object()
        .put("log", evidence.log().toJson())
        .put("manifest", evidence.manifest().toJson())
        .put("receipts", RunFields.ofFiles(evidence.receipts()))
        .putIfPresent("seller", evidence.seller().map(HashedFile::toJson))
        .build();
  }

  /**
   * Reads the claim of {@code manifest}, the whole run manifest.
   *
   * @throws JsonException naming the member that is missing or malformed
   */
  static DatasetClaim fromJson(Json.Obj manifest) {
    Json.Obj dataset = RunFields.object(manifest, "dataset");
    Sha256 fileHash = RunFields.hash(manifest, "dataset_file_hash");
    String binding = manifest.requireText("binding");
    return switch (binding) {
      case "verified" -> bound(manifest, dataset, fileHash);
      case "unverified" ->
          new Unbound(
              new HashedFile(
                  DatasetBinding.Unverified.NAME, dataset.requireInteger("bytes"), fileHash));
      default ->
          throw new JsonException("binding \"" + binding + "\" is neither verified nor unverified");
    };
  }

  private static Bound bound(Json.Obj manifest, Json.Obj dataset, Sha256 fileHash) {
    var entry = VersionEntry.fromJson(RunFields.object(dataset, "version_entry"));
    if (!entry.manifestHash().equals(RunFields.hash(manifest, "dataset_hash"))) {
      throw new JsonException("dataset_hash is not the manifestHash of the version_entry");
    }
    if (entry.seq() != dataset.requireInteger("version")) {
      throw new JsonException("version is not the seq of the version_entry");
    }
    Json.Obj license = RunFields.object(dataset, "license");
    Json.Obj evidence = RunFields.object(dataset, "evidence");
    return new Bound(
        new HashedFile(RunFields.name(dataset, "file"), dataset.requireInteger("bytes"), fileHash),
        new LogOrigin(RunFields.address(dataset, "owner"), id(dataset)),
        entry,
        dataset.requireInteger("log_head"),
        new License(
            license.text("id"),
            RunFields.optionalHash(license, "sha256"),
            license.requireText("training"),
            license.requireText("reason")),
        new Evidence(
            HashedFile.fromJson(RunFields.object(evidence, "log")),
            HashedFile.fromJson(RunFields.object(evidence, "manifest")),
            RunFields.files(evidence, "receipts"),
            evidence.object("seller").map(HashedFile::fromJson)));
  }

  private static DatasetId id(Json.Obj dataset) {
    String text = dataset.requireText("dataset_id");
    if (!DatasetId.isValid(text)) {
      throw new JsonException("dataset_id \"" + text + "\" is not a dataset id");
    }
    return new DatasetId(text);
  }

  /** The documents that lie beside the manifest; none when nobody signed. */
  default List<HashedFile> evidenceFiles() {
    return switch (this) {
      case Bound bound -> bound.evidence().files();
      case Unbound nobody -> List.of();
    };
  }
}
