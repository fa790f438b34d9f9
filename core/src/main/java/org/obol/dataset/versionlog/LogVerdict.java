package org.obol.dataset.versionlog;

import org.obol.crypto.Address;

/** What verification of a version log found. */
public sealed interface LogVerdict {

  /** Every entry is signed by {@code owner} and linked to its predecessor. */
  record Valid(int versions, Address owner) implements LogVerdict {

    /** The line the reference prints. */
    public String sentence() {
      return "Chain valid: " + versions + " version(s), head v" + versions + ", owner " + owner;
    }
  }

  /**
   * The first bad entry and why.
   *
   * @param position 1-based place in the log, 0 when the document as a whole is unusable
   */
  record Invalid(int position, Fault fault, String detail) implements LogVerdict {

    /** One line for people. */
    public String sentence() {
      return (position == 0 ? "Chain INVALID: " : "Chain INVALID at entry " + position + ": ")
          + fault.code()
          + ": "
          + detail;
    }
  }

  /** The kinds of fault, in the order in which one entry is checked. */
  enum Fault {
    /** There is no entry. */
    EMPTY("empty"),
    /** A field is missing, of the wrong type, not hex, or out of range. */
    MALFORMED("malformed"),
    /** seq is not the 1-based position. */
    NON_MONOTONIC_SEQ("non_monotonic_seq"),
    /** prevSig is not the predecessor's signature. */
    CHAIN_BREAK("chain_break"),
    /** No key can have made the signature. */
    BAD_SIGNATURE("bad_signature"),
    /** The signature is another key's, or a signed field was changed. */
    WRONG_OWNER("wrong_owner");

    private final String code;

    Fault(String code) {
      this.code = code;
    }

    /** The stable name for machines. */
    public String code() {
      return code;
    }
  }
}
