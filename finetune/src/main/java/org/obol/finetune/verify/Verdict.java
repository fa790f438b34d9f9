package org.obol.finetune.verify;

import java.util.Locale;

/** What a verification comes to. */
public enum Verdict {
  /** Nothing failed, and the dataset is the pinned owner's. */
  VERIFIED,
  /** Nothing failed, but nobody said who the owner is. */
  CLAIMED,
  /** Nothing failed, but nothing was trained. */
  MOCK,
  /** Nothing failed, but nobody signed for the dataset. */
  UNVERIFIED,
  /** A step failed. */
  FAILED;

  /** The word for machines. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
