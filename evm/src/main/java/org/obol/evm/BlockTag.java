package org.obol.evm;

import org.obol.crypto.Json;

/** Which block a question is about. */
public sealed interface BlockTag {

  /** A block that the node knows by its state (Ethereum JSON-RPC, "block tag"). */
  enum Named implements BlockTag {
    /** The newest block, which a reorganization may still remove. */
    LATEST("latest"),
    /** The newest block that is safe from ordinary reorganizations. */
    SAFE("safe"),
    /** The newest block that is final. */
    FINALIZED("finalized"),
    /** The block that is being made, with the transactions of the pool. */
    PENDING("pending"),
    /** The first block. */
    EARLIEST("earliest");

    private final String text;

    Named(String text) {
      this.text = text;
    }

    @Override
    public Json json() {
      return Json.of(text);
    }
  }

  /**
   * A block by its number.
   *
   * @param value at least 0
   */
  record AtHeight(long value) implements BlockTag {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public AtHeight {
      if (value < 0) {
        throw new IllegalArgumentException("a block number is not negative: " + value);
      }
    }

    @Override
    public Json json() {
      return Quantity.json(value);
    }
  }

  /** The block with that number. */
  static BlockTag number(long value) {
    return new AtHeight(value);
  }

  /** The form in a JSON-RPC parameter. */
  Json json();
}
