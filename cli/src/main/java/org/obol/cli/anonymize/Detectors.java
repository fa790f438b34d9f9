package org.obol.cli.anonymize;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.obol.anonymize.Label;
import org.obol.anonymize.rules.UserRules;
import org.obol.anonymize.scan.Detector;
import org.obol.anonymize.scan.ModelProvider;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;
import org.obol.cli.Session;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.ObolException;

/** The rules and the model of one run. Closing them frees the model. */
final class Detectors implements AutoCloseable {

  private record RulesFile(String name, UserRules rules) {}

  private record NamedModel(String name, ModelProvider.Model model) {}

  private final List<RulesFile> rules;
  private final Optional<NamedModel> model;

  private Detectors(List<RulesFile> rules, Optional<NamedModel> model) {
    this.rules = rules;
    this.model = model;
  }

  /**
   * Loads what is asked for, and tells people what it is.
   *
   * @throws org.obol.anonymize.AnonymizeException when a file of rules is wrong, or the model
   *     cannot be loaded
   * @throws ObolException when nothing is there that could load a model
   */
  static Detectors open(DetectorOptions options, Session session) {
    List<RulesFile> rules =
        options.rules().stream()
            .map(file -> new RulesFile(lastName(file), UserRules.load(file)))
            .toList();
    for (RulesFile file : rules) {
      file.rules.summary().forEach(line -> session.tell(file.name + ": " + line));
    }
    Map<String, String> environment = session.environment();
    Optional<NamedModel> model =
        options
            .model(environment)
            .map(name -> new NamedModel(lastName(name), provider().open(name, environment)));
    model.ifPresent(
        named ->
            session.tell("model " + named.name + ": it can find " + names(named.model.labels())));
    return new Detectors(rules, model);
  }

  private static ModelProvider provider() {
    return ServiceLoader.load(ModelProvider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new ObolException(
                    ObolException.Exit.FAILED,
                    "a model is asked for, and this program was started without what runs one:"
                        + " start it by ./obol with --model or "
                        + ModelProvider.VARIABLE
                        + ", or by java --enable-native-access=ALL-UNNAMED -cp"
                        + " 'obol.jar:model/*' org.obol.cli.Obol"));
  }

  private static String lastName(String model) {
    try {
      return lastName(Path.of(model));
    } catch (InvalidPathException e) {
      return model;
    }
  }

  private static String lastName(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? path.toString() : name.toString();
  }

  /** What the rules may find. */
  Set<Label> ruleLabels() {
    return rules.stream()
        .flatMap(file -> file.rules.labels().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean hasModel() {
    return model.isPresent();
  }

  /** What the model may find. */
  Set<Label> modelLabels() {
    return model.map(named -> Set.copyOf(named.model.labels())).orElseGet(Set::of);
  }

  /** All of them; the model adds {@code fromModel} only. */
  List<Detector> restricted(Set<Label> fromModel) {
    List<Detector> all = new ArrayList<>();
    rules.forEach(file -> all.add(file.rules.detector()));
    model.ifPresent(
        named ->
            all.add(
                fromModel.containsAll(named.model.labels())
                    ? named.model
                    : (texts, spans) -> detect(named.model, fromModel, texts, spans)));
    return all;
  }

  private static void detect(
      Detector model, Set<Label> wanted, List<Text> texts, List<Spans> spans) {
    List<Spans> all = texts.stream().map(text -> new Spans()).toList();
    model.detect(texts, all);
    for (int i = 0; i < texts.size(); i++) {
      Spans found = all.get(i);
      for (int span = 0; span < found.size(); span++) {
        if (wanted.contains(found.label(span))) {
          spans.get(i).add(found.label(span), found.start(span), found.end(span));
        }
      }
    }
  }

  /** How the report calls them, by the names of files without their folders. */
  List<String> description(Set<Label> fromModel) {
    List<String> parts = new ArrayList<>();
    if (!rules.isEmpty()) {
      parts.add("rules " + rules.stream().map(RulesFile::name).collect(Collectors.joining(", ")));
    }
    model.ifPresent(
        named ->
            parts.add(
                "model "
                    + named.name
                    + (fromModel.containsAll(named.model.labels())
                        ? ""
                        : " for " + names(fromModel))));
    return parts;
  }

  /** What machines are told about them; without members when there are none. */
  Json.Obj json() {
    JsonObject json = Json.object();
    if (!rules.isEmpty()) {
      json.put("rules", rules.stream().map(Detectors::json).toList());
    }
    model.ifPresent(
        named ->
            json.put(
                "model",
                Json.object()
                    .put("name", named.name)
                    .put(
                        "labels",
                        named.model.labels().stream().map(l -> Json.of(l.name())).toList())
                    .build()));
    return json.build();
  }

  private static Json json(RulesFile file) {
    return Json.object()
        .put("file", file.name)
        .put("accepted", file.rules.accepted().size())
        .put(
            "refused",
            file.rules.refused().stream()
                .map(
                    refused ->
                        Json.object()
                            .put("rule", refused.id())
                            .put("reason", refused.reason())
                            .build())
                .toList())
        .put("skipped", file.rules.skipped())
        .build();
  }

  static String names(Iterable<Label> labels) {
    Set<String> names = new LinkedHashSet<>();
    labels.forEach(label -> names.add(label.name()));
    return names.stream().sorted().collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    model.ifPresent(named -> named.model.close());
  }
}
