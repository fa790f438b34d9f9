package org.obol.anonymize.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.anonymize.Label;

/**
 * The outputs of a model, read as BIO, BIOES, BILOU or plain names: which of them are entities, and
 * which entity a word with given scores is.
 */
final class Tags {
  /** No entity. */
  static final int NONE = -1;

  private static final Pattern PREFIXED = Pattern.compile("([BIELSU])[-_](.+)");
  private static final Pattern UNNAMED = Pattern.compile("LABEL_[0-9]+");

  /**
   * One output.
   *
   * @param type the entity's name in the model
   * @param begins whether an entity begins with such a token, whatever was before it
   * @param ends whether an entity ends with such a token, whatever follows
   */
  private record Tag(String type, Optional<Label> label, boolean begins, boolean ends) {}

  private final List<Tag> tags = new ArrayList<>();
  private final List<Label> labels;
  private final Set<String> ignored = new TreeSet<>();

  /** For each tag the index of its label in {@link #labels}, or {@link #NONE}. */
  private final int[] labelOf;

  /**
   * @param names the model's outputs in their order
   * @throws IllegalArgumentException when they name no entity
   */
  Tags(List<String> names) {
    boolean prefixed =
        names.stream().filter(n -> !isOutside(n)).allMatch(n -> PREFIXED.matcher(n).matches());
    Set<Label> found = new LinkedHashSet<>();
    for (String name : names) {
      Tag tag = tag(name, prefixed);
      tags.add(tag);
      tag.label().ifPresent(found::add);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("id2label names no entity that is personal");
    }
    labels = List.copyOf(found);
    labelOf = new int[names.size()];
    for (int i = 0; i < labelOf.length; i++) {
      labelOf[i] = tags.get(i).label().map(labels::indexOf).orElse(NONE);
    }
  }

  private Tag tag(String name, boolean prefixed) {
    if (isOutside(name)) {
      return new Tag("", Optional.empty(), false, false);
    }
    if (UNNAMED.matcher(name).matches()) {
      throw new IllegalArgumentException("id2label has numbers such as " + name + " for names");
    }
    Matcher matcher = PREFIXED.matcher(name);
    char prefix = 'I';
    String type = name;
    if (prefixed && matcher.matches()) {
      prefix = name.charAt(0);
      type = matcher.group(2);
    }
    Optional<Label> label = LabelNames.label(type);
    if (label.isEmpty()) {
      ignored.add(type);
    }
    return new Tag(
        type, label, "BSU".indexOf(prefix) >= 0, prefix != 'B' && "ELSU".indexOf(prefix) >= 0);
  }

  private static boolean isOutside(String name) {
    return name.equals("O") || name.equalsIgnoreCase("OUTSIDE");
  }

  int size() {
    return labelOf.length;
  }

  /** What the model finds, as this project calls it. */
  List<Label> labels() {
    return labels;
  }

  /** What the model finds and is not personal, as the model calls it. */
  Set<String> ignored() {
    return Set.copyOf(ignored);
  }

  Label label(int tag) {
    return labels.get(labelOf[tag]);
  }

  boolean begins(int tag) {
    return tags.get(tag).begins();
  }

  boolean ends(int tag) {
    return tags.get(tag).ends();
  }

  boolean sameType(int tag, int other) {
    return tags.get(tag).type().equals(tags.get(other).type());
  }

  /** Decides about tokens; owned by one thread. */
  final class Judge {
    private final double floor;
    private final double[] weights = new double[labelOf.length];
    private final double[] sums = new double[labels.size()];

    /** The probability of the entity of the last token that was one. */
    private double probability;

    Judge(double floor) {
      this.floor = floor;
    }

    /**
     * The tag of a token with the scores {@code scores[from, from + size())}. It is an entity when
     * the probabilities of all entities together reach the floor, so that one torn between a given
     * name and a surname is one; then the likeliest label counts, and of its tags the likeliest.
     *
     * @return a tag, or {@link #NONE}
     * @throws ArithmeticException when a score is not a number
     */
    int tag(float[] scores, int from) {
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < weights.length; i++) {
        most = Math.max(most, scores[from + i]);
      }
      if (Double.isNaN(most) || Double.isInfinite(most)) {
        throw new ArithmeticException("a score is not a number");
      }
      double all = 0;
      double entity = 0;
      Arrays.fill(sums, 0);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = Math.exp(scores[from + i] - most);
        all += weights[i];
        if (labelOf[i] != NONE) {
          entity += weights[i];
          sums[labelOf[i]] += weights[i];
        }
      }
      probability = entity / all;
      return probability >= floor ? likeliest() : NONE;
    }

    private int likeliest() {
      int label = 0;
      for (int i = 1; i < sums.length; i++) {
        label = sums[i] > sums[label] ? i : label;
      }
      int tag = NONE;
      for (int i = 0; i < weights.length; i++) {
        if (labelOf[i] == label && (tag == NONE || weights[i] > weights[tag])) {
          tag = i;
        }
      }
      return tag;
    }

    /** How likely the last token is an entity. */
    double probability() {
      return probability;
    }
  }
}
