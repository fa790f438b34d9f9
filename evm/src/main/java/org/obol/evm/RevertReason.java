package org.obol.evm;

import java.util.List;
import org.obol.crypto.Shown;

/** The words for a revert (Solidity ABI, "Revert"). Its bytes are the contract's, so hostile. */
final class RevertReason {

  private static final HexBytes ERROR = new HexBytes("0x08c379a0");
  private static final HexBytes PANIC = new HexBytes("0x4e487b71");
  private static final AbiTypes TEXT = AbiTypes.of("(string)");
  private static final AbiTypes NUMBER = AbiTypes.of("(uint256)");
  private static final int LONGEST = 200;

  private RevertReason() {}

  static String of(HexBytes data) {
    HexBytes selector = data.first(4);
    try {
      if (selector.equals(ERROR)) {
        return Shown.brief((String) only(TEXT.decode(data.from(4))), LONGEST);
      }
      if (selector.equals(PANIC)) {
        return "panic " + only(NUMBER.decode(data.from(4)));
      }
    } catch (AbiException malformed) {
      return "malformed error " + selector;
    }
    return data.isEmpty() ? "no reason" : "custom error " + selector;
  }

  private static Object only(List<Object> values) {
    return values.getFirst();
  }
}
