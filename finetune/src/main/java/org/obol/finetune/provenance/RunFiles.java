package org.obol.finetune.provenance;

import org.obol.dataset.manifest.FileName;

/** The names of the documents in a run's folder. */
public final class RunFiles {

  /** The manifest. */
  public static final FileName MANIFEST = new FileName("run.manifest");

  /** The runner's signature of the manifest. */
  public static final FileName SIGNATURE = new FileName("run.manifest.sig");

  /** In-toto statements, one signed envelope on each line. */
  public static final FileName ATTESTATIONS = new FileName("attestations.intoto.jsonl");

  /** The OpenSSF Model Signing bundle over the folder of the adapter. */
  public static final FileName MODEL_SIGNATURE = new FileName("model.sig");

  /** The bill of materials. */
  public static final FileName BOM = new FileName("bom.cdx.json");

  /** The weights of the adapter, under the name that loaders know. */
  public static final FileName WEIGHTS = new FileName("adapter/adapter_model.safetensors");

  /** The report of the evaluation. */
  public static final FileName EVAL = new FileName("eval.json");

  /** Which lines were trained on, and which were held out. */
  public static final FileName SPLIT = new FileName("split.json");

  /** The model card. */
  public static final FileName CARD = new FileName("adapter/README.md");

  /** The version log of the dataset. */
  public static final FileName LOG = new FileName("dataset/log.json");

  /** The manifest of the version. */
  public static final FileName VERSION = new FileName("dataset/manifest.json");

  /** The owner's seller record. */
  public static final FileName SELLER = new FileName("dataset/seller.json");

  private RunFiles() {}

  /** The receipt of that number, from 1. */
  static FileName receipt(int number) {
    return new FileName("dataset/receipt-" + number + ".json");
  }
}
