package org.obol.anonymize.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.obol.anonymize.Label;

/**
 * Spans found in one text, as positions in its bytes, end exclusive. After {@link #resolve} they
 * are in order and disjoint. Owned by one thread and reused for each text.
 */
public final class Spans {
  private final boolean[] unwanted;
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private Label[] labels = new Label[16];
  private int size;
  private final List<Literal> literals = new ArrayList<>(0);
  private final boolean keepsLiterals;

  /** A placeholder that was in the text already. */
  record Literal(Label label, long index) {}

  /**
   * Spans of the constants that are not in {@code wanted} are not kept; a user's own labels are.
   */
  public Spans(Set<Label> wanted) {
    this(unwanted(wanted), true);
  }

  private Spans(boolean[] unwanted, boolean keepsLiterals) {
    this.unwanted = unwanted;
    this.keepsLiterals = keepsLiterals;
  }

  /** Spans of all labels. */
  public Spans() {
    this(Set.copyOf(Label.constants()));
  }

  /** The same, for a look at a text whose placeholders are known. */
  static Spans withoutLiterals(Set<Label> wanted) {
    return new Spans(unwanted(wanted), false);
  }

  private static boolean[] unwanted(Set<Label> wanted) {
    boolean[] unwanted = new boolean[Label.constants().size()];
    for (Label label : Label.constants()) {
      unwanted[label.id()] = !wanted.contains(label);
    }
    return unwanted;
  }

  public boolean wants(Label label) {
    return label.id() >= unwanted.length || !unwanted[label.id()];
  }

  /** Adds a span, which must not be empty. */
  public void add(Label label, int start, int end) {
    if (!wants(label)) {
      return;
    }
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      labels = Arrays.copyOf(labels, size * 2);
    }
    starts[size] = start;
    ends[size] = end;
    labels[size++] = label;
  }

  public int size() {
    return size;
  }

  public int start(int span) {
    return starts[span];
  }

  public int end(int span) {
    return ends[span];
  }

  public Label label(int span) {
    return labels[span];
  }

  public void clear() {
    size = 0;
    if (!literals.isEmpty()) {
      literals.clear();
    }
  }

  /**
   * Notes a placeholder {@code <LABEL_index>} of the text whose label, the ASCII in {@code [from,
   * to)}, is one that is looked for.
   */
  void addLiteral(byte[] bytes, int from, int to, long index) {
    Label.known(new String(bytes, from, to - from, StandardCharsets.US_ASCII))
        .ifPresent(label -> literals.add(new Literal(label, index)));
  }

  /** Whether {@link #addLiteral} is worth calling. */
  boolean keepsLiterals() {
    return keepsLiterals;
  }

  List<Literal> literals() {
    return literals;
  }

  /** A copy with all positions moved. */
  Spans movedBy(int distance) {
    Spans moved = new Spans(unwanted, true);
    for (int i = 0; i < size; i++) {
      moved.add(labels[i], starts[i] + distance, ends[i] + distance);
    }
    return moved;
  }

  /**
   * Brings the spans into order and joins those that overlap, so that no character of any of them
   * is left. The longest gives its label, of equally long ones the leftmost, of equal ones the one
   * added first.
   */
  public void resolve() {
    if (size < 2) {
      return;
    }
    sort();
    int kept = 0;
    int longest = ends[0] - starts[0];
    for (int i = 1; i < size; i++) {
      if (starts[i] >= ends[kept]) {
        kept++;
        starts[kept] = starts[i];
        ends[kept] = ends[i];
        labels[kept] = labels[i];
        longest = ends[i] - starts[i];
      } else {
        if (ends[i] - starts[i] > longest) {
          longest = ends[i] - starts[i];
          labels[kept] = labels[i];
        }
        ends[kept] = Math.max(ends[kept], ends[i]);
      }
    }
    size = kept + 1;
  }

  /** By insertion: a text has few spans, and matchers find them nearly in order. */
  private void sort() {
    for (int i = 1; i < size; i++) {
      int start = starts[i];
      int end = ends[i];
      Label label = labels[i];
      int to = i;
      while (to > 0 && starts[to - 1] > start) {
        starts[to] = starts[to - 1];
        ends[to] = ends[to - 1];
        labels[to] = labels[to - 1];
        to--;
      }
      starts[to] = start;
      ends[to] = end;
      labels[to] = label;
    }
  }
}
