package org.obol.cli.anonymize;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.obol.anonymize.Label;
import org.obol.crypto.ObolException;

/**
 * Which labels are looked for. Rules add theirs to those of the profile or of {@code --only}; the
 * model adds those of {@code --model-labels}, else what {@code --only} leaves it; {@code --without}
 * takes away from all of them.
 */
final class ChosenLabels {
  private final Set<Label> base;
  private final List<String> modelLabels;
  private final Detectors detectors;
  private final Set<Label> known = new LinkedHashSet<>(Label.constants());
  private final Set<Label> only;
  private final Set<Label> without;

  /**
   * @throws ObolException (usage) when an option names a label that nobody knows
   */
  ChosenLabels(
      Set<Label> base,
      List<String> only,
      List<String> without,
      List<String> modelLabels,
      Detectors detectors) {
    this.base = base;
    this.modelLabels = modelLabels;
    this.detectors = detectors;
    known.addAll(detectors.ruleLabels());
    known.addAll(detectors.modelLabels());
    this.only = labels("--only", only);
    this.without = labels("--without", without);
    for (Label label : this.without) {
      if (detectors.ruleLabels().contains(label) && !Label.constants().contains(label)) {
        throw usage("--without " + label + ": your rules bring it; take the rule out of the file");
      }
    }
  }

  /** What the model may add. */
  Set<Label> fromModel() {
    if (!detectors.hasModel()) {
      if (!modelLabels.isEmpty()) {
        throw usage("--model-labels without --model");
      }
      return Set.of();
    }
    Set<Label> found = detectors.modelLabels();
    Set<Label> from = new HashSet<>(found);
    if (!modelLabels.isEmpty()) {
      from.retainAll(labels("--model-labels", modelLabels, found));
    } else if (!only.isEmpty()) {
      from.retainAll(only);
    }
    from.removeAll(without);
    if (from.isEmpty()) {
      throw usage(
          "--only and --without leave nothing to the model, which finds "
              + Detectors.names(found)
              + "; name some of these in --model-labels, or go without the model");
    }
    return from;
  }

  /** All that is looked for. */
  Set<Label> wanted(Set<Label> fromModel) {
    Set<Label> wanted = new HashSet<>(only.isEmpty() ? base : only);
    wanted.addAll(detectors.ruleLabels());
    wanted.addAll(fromModel);
    wanted.removeAll(without);
    if (wanted.isEmpty()) {
      throw usage("--only and --without leave nothing to look for");
    }
    return wanted;
  }

  /**
   * The label of this name.
   *
   * @throws ObolException (usage) when nobody knows it
   */
  Label label(String option, String name) {
    return label(option, name, known);
  }

  private Set<Label> labels(String option, List<String> names) {
    return labels(option, names, known);
  }

  private static Set<Label> labels(String option, List<String> names, Collection<Label> among) {
    return names.stream().map(name -> label(option, name, among)).collect(Collectors.toSet());
  }

  private static Label label(String option, String name, Collection<Label> among) {
    return among.stream()
        .filter(label -> label.name().equals(name.strip().toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                usage(
                    option
                        + " "
                        + name
                        + ": no such label; there are "
                        + among.stream().map(Label::name).collect(Collectors.joining(", "))));
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
