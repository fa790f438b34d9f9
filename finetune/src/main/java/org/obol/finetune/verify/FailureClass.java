package org.obol.finetune.verify;

import java.util.Arrays;
import java.util.Optional;
import org.obol.crypto.ObolException;
import org.obol.dataset.VerificationException;

/** What kind of failure a verification found; the codes are stable. */
public enum FailureClass {
  /** run.manifest is not one. */
  SCHEMA("malformed_manifest"),
  /** A signature of the runner or its attestation key is missing, malformed or wrong. */
  SIGNATURE("bad_signature"),
  /** The runner is not the one that was asked for. */
  RUNNER("wrong_runner"),
  /** The wallet does not vouch for the attestation key at that time. */
  KEY_BINDING("key_binding"),
  /** A file has other bytes than the manifest says. */
  OUTPUT("output_mismatch"),
  /** A folder that is signed as a whole has a file more. */
  UNLISTED("unlisted_file"),
  /** The version log does not verify, or does not hold the version. */
  VERSION("version_log"),
  /** The owner is not the pinned one. */
  OWNER("wrong_owner"),
  /** A receipt is for something else, or by somebody else. */
  RECEIPT("receipt"),
  /** The version's manifest is not the signed one, or does not name the file. */
  MANIFEST_HASH("version_manifest"),
  /** The owner does not allow training. */
  LICENSE("license"),
  /** The dataset's file is another one. */
  DATASET("dataset_mismatch"),
  /** The records were dealt in another way. */
  SPLIT("split_mismatch"),
  /** The base model is another one. */
  BASE("base_mismatch"),
  /** The adapter is damaged, empty, or of another model. */
  ADAPTER("adapter_invalid"),
  /** The evaluation gives another result. */
  EVAL("eval_mismatch"),
  /** Two documents of the run contradict each other. */
  INCONSISTENT("inconsistent"),
  /** Training again gives another adapter. */
  NOT_REPRODUCED("not_reproduced"),
  /** Training again was asked for, and cannot be done. */
  NOT_REPEATABLE("not_repeatable"),
  /** A file is not there. */
  MISSING_FILE("missing_file"),
  /** A name leads to a link, a folder or a device. */
  NOT_A_FILE("not_a_file"),
  /** A file is longer than what is read. */
  FILE_TOO_LARGE("file_too_large"),
  /** There are more files than what is looked at. */
  TOO_MANY_FILES("too_many_files"),
  /** The system refuses to read a file. */
  UNREADABLE("unreadable"),
  /** All is as it says, but it says that nothing was trained. */
  MOCK_RUN("mock_run"),
  /** All is as it says, but nobody signed for the dataset. */
  UNVERIFIED_DATASET("unverified_dataset"),
  /** All is as it says, but nobody said who the owner is. */
  OWNER_NOT_GIVEN("owner_not_given");

  private final String code;

  FailureClass(String code) {
    this.code = code;
  }

  /** The stable name for machines. */
  public String code() {
    return code;
  }

  /** The class that the code of {@code e} names, if it has one of these. */
  static Optional<FailureClass> of(ObolException e) {
    return e instanceof VerificationException verification
        ? Arrays.stream(values())
            .filter(known -> known.code.equals(verification.code()))
            .findFirst()
        : Optional.empty();
  }
}
