package org.obol.cli.anonymize;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.anonymize.scan.ModelProvider;
import picocli.CommandLine.Option;

/** What looks besides the built-in matchers. */
final class DetectorOptions {

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "Look for what these rules of gitleaks (.toml) or Presidio (.yaml) find too.")
  private List<Path> rules = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "Look for names and places with the model there; else with "
              + ModelProvider.VARIABLE
              + ".")
  private @Nullable String model;

  @Option(
      names = "--model-labels",
      split = ",",
      paramLabel = "LABEL",
      description = "Take these only from the model, for example PERSON,ADDRESS.")
  private List<String> modelLabels = new ArrayList<>();

  /** Whether one of them was given. */
  boolean given() {
    return !rules.isEmpty() || model != null || !modelLabels.isEmpty();
  }

  List<Path> rules() {
    return List.copyOf(rules);
  }

  /** The model that is asked for, by the option or else by the variable. */
  Optional<String> model(Map<String, String> environment) {
    return Optional.ofNullable(model)
        .or(
            () ->
                Optional.ofNullable(environment.get(ModelProvider.VARIABLE))
                    .filter(name -> !name.isBlank()));
  }

  List<String> modelLabels() {
    return List.copyOf(modelLabels);
  }
}
