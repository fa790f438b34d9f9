package org.obol.anonymize.rules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.obol.anonymize.scan.Detector;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/**
 * Runs rules behind their gates. Looks again at what is left between the values, until nothing is
 * found there, so that a run over the result finds nothing either. Immutable.
 */
final class RulesDetector implements Detector {
  /** A rule that finds one more value each time what is left is shorter is not followed further. */
  private static final int MOST_LOOKS = 16;

  private final List<Rule> rules;
  private final Gates gates;
  private final BitSet always = new BitSet();

  /**
   * @throws IllegalArgumentException when the rules have too many literals
   */
  RulesDetector(List<Rule> rules) {
    this.rules = List.copyOf(rules);
    Map<String, List<Integer>> literals = new HashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      for (String gate : rules.get(i).gates()) {
        literals.computeIfAbsent(gate, g -> new ArrayList<>()).add(i);
      }
      always.set(i, rules.get(i).gates().isEmpty());
    }
    this.gates = Gates.of(literals);
  }

  @Override
  public void detect(List<Text> texts, List<Spans> spans) {
    for (int i = 0; i < texts.size(); i++) {
      Text text = texts.get(i);
      if (!open(text.bytes, text.from, text.to).isEmpty()) {
        detect(text, spans.get(i));
      }
    }
  }

  private BitSet open(byte[] bytes, int from, int to) {
    BitSet open = (BitSet) always.clone();
    gates.open(bytes, from, to, open);
    return open;
  }

  private void detect(Text text, Spans spans) {
    String key = key(text);
    Covered covered = Covered.placeholders(text.bytes, text.from, text.to);
    covered.uncovered(text.from, text.to).forEach(gap -> look(text, gap, key, spans));
    for (int looks = 1; looks < MOST_LOOKS; looks++) {
      Set<Covered.Gap> seen = Set.copyOf(covered.uncovered(text.from, text.to));
      covered = covered.with(spans);
      List<Covered.Gap> left = new ArrayList<>(covered.uncovered(text.from, text.to));
      left.removeAll(seen);
      if (left.isEmpty()) {
        return;
      }
      left.forEach(gap -> look(text, gap, key, spans));
    }
  }

  private void look(Text text, Covered.Gap gap, String key, Spans spans) {
    BitSet open = open(text.bytes, gap.from(), gap.to());
    if (open.isEmpty()) {
      return;
    }
    boolean all = gap.from() == 0 && gap.to() == text.bytes.length;
    Text part = new Text();
    part.bytes = all ? text.bytes : Arrays.copyOfRange(text.bytes, gap.from(), gap.to());
    part.to = part.bytes.length;
    Piece piece = new Piece(part, key);
    for (int rule = open.nextSetBit(0); rule >= 0; rule = open.nextSetBit(rule + 1)) {
      rules
          .get(rule)
          .find(piece, (label, from, to) -> spans.add(label, gap.from() + from, gap.from() + to));
    }
  }

  /** The words of the key, less its placeholders. */
  private static String key(Text text) {
    StringBuilder key = new StringBuilder();
    for (Covered.Gap gap :
        Covered.placeholders(text.keyBytes, text.keyFrom, text.keyTo)
            .uncovered(text.keyFrom, text.keyTo)) {
      key.append(
              new String(text.keyBytes, gap.from(), gap.to() - gap.from(), StandardCharsets.UTF_8))
          .append(' ');
    }
    return Piece.words(key.toString());
  }
}
