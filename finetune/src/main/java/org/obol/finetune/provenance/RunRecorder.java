package org.obol.finetune.provenance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.DurableFile;
import org.obol.crypto.ObolException;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.FileName;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.Signed;

/**
 * Turns the folder of a finished run into one that proves itself: writes the dataset's evidence,
 * the model card and the bill of materials, hashes all outputs, and signs the manifest, the
 * attestations and the model. No document names a folder of this machine.
 */
public final class RunRecorder {

  private static final FileName ALIAS = new FileName("adapter.safetensors");

  private final Path folder;
  private final GuardedFolder run;
  private final PrivatePlaces places;

  /**
   * Records into {@code folder}, where {@code adapter/} and {@code eval.json} lie already.
   *
   * @param places more folders of this machine that no document may name, the home among them
   */
  public RunRecorder(Path folder, List<Path> places) {
    this.folder = folder;
    this.run = GuardedFolder.open(folder);
    this.places = new PrivatePlaces(Stream.concat(Stream.of(folder), places.stream()).toList());
  }

  /**
   * Writes and signs everything.
   *
   * @return the manifest
   * @throws ObolException when an output is missing, or a document would name a private place
   */
  public RunDocument record(DatasetBinding binding, RunFacts facts, RunKeys keys) {
    DatasetClaim dataset = evidence(binding);
    HashedFile weights = run.hash(facts.adapter(), Long.MAX_VALUE);
    write(RunFiles.CARD, ModelCard.of(facts, dataset, weights));
    write(RunFiles.BOM, MlBom.of(facts, dataset, weights));
    RunDocument document = RunDocument.of(facts.manifest(dataset, outputs(), keys.signer()));
    // Before anything is signed: the attestations repeat it where no search would find it.
    places.requireAbsent(RunFiles.MANIFEST, document.bytes());
    KeyBinding vouched = keys.binding();
    vouched.requireFor(keys.signer(), facts.times().created());
    write(RunFiles.ATTESTATIONS, Attestations.write(document, vouched, keys));
    write(RunFiles.MODEL_SIGNATURE, modelSignature(document.manifest(), keys));
    write(RunFiles.SIGNATURE, RunSignature.sign(document, keys.runner()).bytes());
    // Last: a folder with a manifest is a finished one.
    write(RunFiles.MANIFEST, document.bytes());
    return document;
  }

  private DatasetClaim evidence(DatasetBinding binding) {
    return switch (binding) {
      case DatasetBinding.Unverified unverified -> new DatasetClaim.Unbound(unverified.file());
      case DatasetBinding.Verified verified -> evidence(verified);
    };
  }

  private DatasetClaim evidence(DatasetBinding.Verified verified) {
    DatasetEvidence evidence = verified.evidence();
    List<HashedFile> receipts = new ArrayList<>();
    for (Signed<Receipt> receipt : evidence.sale().receipts()) {
      receipts.add(
          write(RunFiles.receipt(receipts.size() + 1), CanonicalJson.bytes(receipt.toJson())));
    }
    var files =
        new DatasetClaim.Evidence(
            write(RunFiles.LOG, evidence.logBytes()),
            write(RunFiles.VERSION, evidence.manifest().bytes()),
            receipts,
            evidence
                .sale()
                .seller()
                .map(seller -> write(RunFiles.SELLER, CanonicalJson.bytes(seller.toJson()))));
    return new DatasetClaim.Bound(
        verified.file(),
        evidence.origin(),
        verified.entry(),
        evidence.entries().entries().size(),
        license(evidence.manifest().manifest().card(), verified.permission()),
        files);
  }

  private static DatasetClaim.License license(Card card, TrainingPermission permission) {
    return new DatasetClaim.License(
        card.license(), card.licenseSha256(), permission.word(), permission.reason());
  }

  /** Everything in the adapter's folder, and what else the manifest names. */
  private List<HashedFile> outputs() {
    List<FileName> names = new ArrayList<>();
    for (String path : run.list("adapter")) {
      names.add(RunFields.value(path, "the output", FileName::new));
    }
    Stream.of(ALIAS, RunFiles.EVAL, RunFiles.SPLIT, RunFiles.BOM)
        .filter(run::has)
        .forEach(names::add);
    return names.stream().map(this::output).toList();
  }

  private HashedFile output(FileName name) {
    HashedFile file = run.hash(name, Long.MAX_VALUE);
    if (name.text().matches("(?i).*\\.(json|jsonl|md|txt|ya?ml)")
        && file.bytes() < MlBom.MAX_BYTES) {
      places.requireAbsent(name, run.read(name, MlBom.MAX_BYTES));
    }
    return file;
  }

  private static byte[] modelSignature(RunManifest manifest, RunKeys keys) {
    return ModelSignature.sign(
        manifest.base().id(), manifest.outputs().adapterFiles(), keys.attestation());
  }

  private HashedFile write(FileName name, byte[] content) {
    places.requireAbsent(name, content);
    DurableFile.write(folder.resolve(name.text()), content, DurableFile.READABLE);
    return HashedFile.of(name, content);
  }
}
