package org.obol.cli.anonymize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.obol.anonymize.Label;
import org.obol.anonymize.Operator;
import org.obol.anonymize.Policy;
import org.obol.anonymize.scan.Fields;
import org.obol.cli.Session;
import org.obol.crypto.ObolException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is looked for, where, and what becomes of it; for three commands. */
public final class AnonymizeOptions {
  private static final int MAX_THREADS = 256;

  @Option(
      names = "--profile",
      paramLabel = "full|reference",
      description = "Look for everything, or for the twelve kinds the reference knows.")
  private String profile = "full";

  @Option(
      names = "--fields",
      paramLabel = "all|reference",
      description = "Look at every string, or at content, text, prompt and the like only.")
  private String fields = "all";

  @Option(
      names = "--operator",
      paramLabel = "LABEL=OP",
      description = "What becomes of it: replace (default), mask, hmac or remove.")
  private Map<String, String> operators = new LinkedHashMap<>();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "LABEL",
      description = "Look for these only, for example EMAIL,PHONE.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--without",
      split = ",",
      paramLabel = "LABEL",
      description = "Do not look for these.")
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Work on so many blocks at once; else one for each processor.")
  private @Nullable Integer threads;

  @Option(
      names = "--drop-bad-lines",
      description = "Leave out lines that are not JSON, and count them, instead of stopping.")
  private boolean dropBadLines;

  @Mixin private final DetectorOptions detectorOptions = new DetectorOptions();

  /** Whether one of them was given. */
  boolean given() {
    return !profile.equals("full")
        || !fields.equals("all")
        || !operators.isEmpty()
        || !only.isEmpty()
        || !without.isEmpty()
        || threads != null
        || detectorOptions.given()
        || dropBadLines;
  }

  /** Whether they ask for what needs the key of a numbering. */
  boolean needsKey() {
    return operators.values().stream().anyMatch(Operator.HMAC.name()::equalsIgnoreCase);
  }

  /** Loads the rules and the model that they ask for. */
  Detectors open(Session session) {
    return Detectors.open(detectorOptions, session);
  }

  /**
   * What they ask for.
   *
   * @throws ObolException (usage) naming the option that is wrong
   */
  Policy policy(Detectors detectors) {
    Policy base =
        switch (profile) {
          case "full" -> Policy.full();
          case "reference" -> Policy.reference();
          default -> throw usage("--profile is " + profile + "; choose full or reference");
        };
    var chosen =
        new ChosenLabels(base.labels(), only, without, detectorOptions.modelLabels(), detectors);
    Set<Label> fromModel = chosen.fromModel();
    Set<Label> wanted = chosen.wanted(fromModel);
    Set<Label> builtIn = new HashSet<>(wanted);
    builtIn.retainAll(Label.constants());
    return new Policy(
        description(detectors, fromModel),
        builtIn,
        fields(),
        operators(chosen, wanted),
        detectors.restricted(fromModel),
        dropBadLines);
  }

  int threads() {
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (threads < 1 || threads > MAX_THREADS) {
      throw usage("--threads is " + threads + "; choose 1 to " + MAX_THREADS);
    }
    return threads;
  }

  private Fields fields() {
    return switch (fields) {
      case "all" -> Fields.ALL;
      case "reference" -> Fields.REFERENCE;
      default -> throw usage("--fields is " + fields + "; choose all or reference");
    };
  }

  private Map<Label, Operator> operators(ChosenLabels labels, Set<Label> wanted) {
    Map<Label, Operator> chosen = new LinkedHashMap<>();
    operators.forEach(
        (name, operator) -> {
          Label label = labels.label("--operator", name);
          if (!wanted.contains(label)) {
            throw usage("--operator " + name + ": it is not looked for");
          }
          chosen.put(label, operator(name, operator));
        });
    return chosen;
  }

  private static Operator operator(String name, String operator) {
    for (Operator known : Operator.values()) {
      if (known.name().equals(operator.toUpperCase(Locale.ROOT))) {
        return known;
      }
    }
    throw usage("--operator " + name + "=" + operator + ": choose replace, mask, hmac or remove");
  }

  /** How the report calls it: the profile, and what was changed of it. */
  private String description(Detectors detectors, Set<Label> fromModel) {
    List<String> parts = new ArrayList<>();
    parts.add(only.isEmpty() ? profile : "only " + sorted(only));
    if (!without.isEmpty()) {
      parts.add("without " + sorted(without));
    }
    if (!fields.equals("all")) {
      parts.add("fields " + fields);
    }
    parts.addAll(detectors.description(fromModel));
    return String.join("; ", parts);
  }

  private static String sorted(List<String> names) {
    Set<String> sorted = new TreeSet<>();
    names.forEach(name -> sorted.add(name.strip().toUpperCase(Locale.ROOT)));
    return String.join(", ", sorted);
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
