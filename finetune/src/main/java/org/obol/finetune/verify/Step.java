package org.obol.finetune.verify;

/** The steps of a verification, in their order. */
public enum Step {
  /** The manifest can be read and is consistent in itself. */
  SCHEMA(1, "manifest", FailureClass.SCHEMA),
  /** Manifest, attestations and model are signed, and the wallet vouches for the key. */
  SIGNATURES(2, "signatures", FailureClass.SIGNATURE),
  /** Every output has the digest that the manifest says, and the adapter no file more. */
  OUTPUTS(3, "outputs", FailureClass.OUTPUT),
  /** The version is in a log that the pinned owner signed. */
  VERSION(4, "version log", FailureClass.VERSION),
  /** Receipts are signed by a node of the owner. */
  RECEIPT(5, "receipt", FailureClass.RECEIPT),
  /** The version's manifest hashes to what the owner signed and names the file. */
  MANIFEST(6, "version manifest", FailureClass.MANIFEST_HASH),
  /** The dataset's file, its lines and the split are those of the run. */
  DATASET(7, "dataset file", FailureClass.DATASET),
  /** The base model's files are those of the run. */
  BASE(8, "base model", FailureClass.BASE),
  /** The adapter fits the base and is not empty. */
  ADAPTER(9, "adapter", FailureClass.ADAPTER),
  /** The evaluation can be repeated. */
  EVAL(10, "evaluation", FailureClass.EVAL),
  /** Attestations, model signature, bill of materials and manifest say the same. */
  CONSISTENCY(11, "consistency", FailureClass.INCONSISTENT),
  /** The training can be repeated, bit for bit. */
  RERUN(12, "rerun", FailureClass.NOT_REPRODUCED);

  private final int number;
  private final String title;
  private final FailureClass usual;

  Step(int number, String title, FailureClass usual) {
    this.number = number;
    this.title = title;
    this.usual = usual;
  }

  /** 1..12. */
  public int number() {
    return number;
  }

  /** A few words for people. */
  public String title() {
    return title;
  }

  /** What a failure of this step usually is. */
  FailureClass usual() {
    return usual;
  }
}
