package org.obol.evm;

/** What a call without a transaction came to. */
public sealed interface CallResult {

  /** The contract returned; no bytes may also mean that there is no contract. */
  record Returned(HexBytes data) implements CallResult {}

  /** The contract reverted with these bytes. */
  record Reverted(HexBytes data) implements CallResult {

    /**
     * The reason in words: of {@code Error(string)} the text, of {@code Panic(uint256)} its code,
     * of a custom error its selector.
     */
    public String reason() {
      return RevertReason.of(data);
    }
  }
}
