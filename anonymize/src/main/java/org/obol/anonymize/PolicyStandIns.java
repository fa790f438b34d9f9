package org.obol.anonymize;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.obol.anonymize.scan.StandIns;

/** Something of the kind that a policy puts in the place of values. Owned by one thread. */
final class PolicyStandIns implements StandIns {
  private final Policy policy;

  /** By the id of the label, made at first use; empty for what depends on the value. */
  private byte[][] fixed = new byte[Label.constants().size()][];

  PolicyStandIns(Policy policy) {
    this.policy = policy;
  }

  @Override
  public byte[] of(Label label, byte[] bytes, int start, int end) {
    if (label.id() >= fixed.length) {
      fixed = Arrays.copyOf(fixed, label.id() + 16);
    }
    byte[] known = fixed[label.id()];
    if (known == null) {
      known = make(label, bytes, start, end);
      if (policy.operator(label) != Operator.MASK) {
        fixed[label.id()] = known;
      }
    }
    return known;
  }

  private byte[] make(Label label, byte[] bytes, int start, int end) {
    String text =
        switch (policy.operator(label)) {
          case REPLACE -> "<" + label + "_1>";
          case MASK -> "*".repeat(characters(bytes, start, end));
          case HMAC -> "<" + label + "_0123456789abcdef>";
          case REMOVE -> "";
        };
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int characters(byte[] bytes, int start, int end) {
    int characters = 0;
    for (int i = start; i < end; i++) {
      characters += (bytes[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    return characters;
  }
}
