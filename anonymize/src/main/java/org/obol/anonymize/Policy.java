package org.obol.anonymize;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.obol.anonymize.scan.Detector;
import org.obol.anonymize.scan.Fields;

/**
 * What is looked for, where, and what becomes of it.
 *
 * @param profile the name that the report shows
 * @param labels the built-in labels that are looked for
 * @param fields which strings of a record are text
 * @param operators what becomes of the values of a label; {@link Operator#REPLACE} where nothing is
 *     said
 * @param detectors what looks besides the built-in matchers
 * @param dropBadLines whether lines that are not JSON are left out and counted, instead of ending
 *     the run
 */
public record Policy(
    String profile,
    Set<Label> labels,
    Fields fields,
    Map<Label, Operator> operators,
    List<Detector> detectors,
    boolean dropBadLines)
    implements Serializable {
  public Policy {
    labels = Set.copyOf(labels);
    operators = Map.copyOf(operators);
    detectors = List.copyOf(detectors);
  }

  /** Every built-in label in every string. */
  public static Policy full() {
    return new Policy(
        "full", Set.copyOf(Label.constants()), Fields.ALL, Map.of(), List.of(), false);
  }

  /** The twelve labels of the Go program's script, in every string. */
  public static Policy reference() {
    List<Label> twelve = Label.constants().stream().filter(Label::inReference).toList();
    return new Policy("reference", Set.copyOf(twelve), Fields.ALL, Map.of(), List.of(), false);
  }

  Operator operator(Label label) {
    return operators.getOrDefault(label, Operator.REPLACE);
  }

  boolean needsKey() {
    return operators.containsValue(Operator.HMAC);
  }
}
