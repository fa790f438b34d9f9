package org.obol.cli.finetune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.cli.Answer;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.Probe;
import org.obol.finetune.data.DataReport;
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.run.DryRun;

/**
 * What {@code --dry-run} tells: everything that can be known before training. It exits with the
 * status that the run itself would have had.
 */
final class DryRunAnswer {

  /** Says whose the dataset is. */
  @FunctionalInterface
  interface Binding {
    /** The binding that the run would have, or why it would have none. */
    DatasetBinding bind() throws IOException;
  }

  private final List<String> lines = new ArrayList<>();
  private final JsonObject json = Json.object();
  private final String backend;
  private int status;

  private DryRunAnswer(String backend) {
    this.backend = backend;
  }

  /**
   * The answer.
   *
   * @param file where the report of the records lies
   * @param dry what would be started; absent when the records are refused
   */
  static Answer of(
      String backend, DataReport report, Path file, Optional<DryRun> dry, Binding binding)
      throws IOException {
    var answer = new DryRunAnswer(backend);
    answer.lines.addAll(report.text().lines().toList());
    answer.json.put("validation", report.toJson()).put("validationFile", file.toString());
    if (report instanceof DataReport.Refused) {
      answer.fails(ObolException.Exit.VERIFICATION);
    }
    answer.dataset(binding);
    dry.ifPresent(answer::started);
    answer.lines.add("The report of the records is in " + file);
    answer.lines.add(
        answer.status == 0
            ? "Nothing was trained. The run would begin."
            : "Nothing was trained. The run would stop with exit status " + answer.status + ".");
    answer.json.put("wouldRun", answer.status == 0).put("exit", answer.status);
    return new Answer(answer.json.build(), answer.lines, answer.status);
  }

  /** The first reason counts, as it would stop the run. */
  private void fails(ObolException.Exit exit) {
    status = status == 0 ? exit.code() : status;
  }

  private void dataset(Binding binding) throws IOException {
    JsonObject out = Json.object();
    try {
      switch (binding.bind()) {
        case DatasetBinding.Unverified nobody -> {
          out.put("binding", "unverified");
          lines.add("dataset: UNVERIFIED, nobody signed for it");
        }
        case DatasetBinding.Verified signed -> {
          out.put("binding", "verified")
              .put("owner", signed.evidence().owner().hex())
              .put("dataset", signed.evidence().origin().dataset().text())
              .put("version", signed.entry().seq())
              .put("manifestHash", signed.entry().manifestHash().hex())
              .put("receipts", signed.evidence().sale().receipts().size())
              .put("training", signed.permission().word())
              .put("reason", signed.permission().reason());
          lines.add(
              "dataset: v%d of %s, %d receipt(s); training %s: %s"
                  .formatted(
                      signed.entry().seq(),
                      signed.evidence().origin(),
                      signed.evidence().sale().receipts().size(),
                      signed.permission().word(),
                      signed.permission().reason()));
        }
      }
    } catch (ObolException e) {
      fails(e.exit());
      out.put("binding", "none").put("reason", String.valueOf(e.getMessage()));
      lines.add("dataset: " + e.getMessage());
    }
    json.put("dataset", out.build());
  }

  private void started(DryRun dry) {
    json.put("backend", backend(dry.probe()))
        .put("template", dry.template())
        .put("steps", dry.prepared().steps())
        .put("notes", dry.prepared().notes().stream().map(Json::of).toList());
    lines.add("template " + dry.template() + ", " + dry.prepared().steps() + " steps");
    dry.prepared().notes().forEach(note -> lines.add("note: " + note));
    configuration(dry);
    commands(dry);
  }

  private Json.Obj backend(Probe probe) {
    JsonObject out = Json.object().put("id", backend);
    switch (probe) {
      case Probe.Ready ready -> {
        out.put("installed", true).put("version", ready.version());
        ready.python().ifPresent(python -> out.put("python", python.executable().toString()));
        lines.add(
            "backend %s %s%s"
                .formatted(
                    backend,
                    ready.version(),
                    ready
                        .python()
                        .map(
                            python ->
                                ", in Python " + python.version() + " at " + python.executable())
                        .orElse(", in this program")));
      }
      case Probe.Missing missing -> {
        fails(ObolException.Exit.FAILED);
        out.put("installed", false).put("reason", missing.reason()).put("hint", missing.hint());
        lines.add("backend " + backend + " is not here: " + missing.reason());
        lines.add("    " + missing.hint());
      }
    }
    return out.build();
  }

  private void configuration(DryRun dry) {
    List<Json.Obj> files = new ArrayList<>();
    dry.prepared()
        .configuration()
        .forEach(
            file -> {
              files.add(Json.object().put("path", file.path()).put("text", file.text()).build());
              lines.add("--- " + file.path());
              lines.addAll(file.text().lines().toList());
            });
    json.put("configuration", files);
  }

  private void commands(DryRun dry) {
    List<Json.Obj> commands = new ArrayList<>();
    for (DryRun.Started started : dry.commands()) {
      JsonObject environment = Json.object();
      started.environment().forEach(environment::put);
      commands.add(
          Json.object()
              .put("argv", started.argv().stream().map(Json::of).toList())
              .put("environment", environment.build())
              .build());
      List<String> words = new ArrayList<>();
      started.environment().forEach((name, value) -> words.add(name + "=" + quoted(value)));
      started.argv().forEach(word -> words.add(quoted(word)));
      lines.add("$ " + String.join(" ", words));
    }
    if (commands.isEmpty()) {
      lines.add("no command: it runs inside this program");
    }
    json.put("commands", commands);
  }

  /** As a shell takes it for one word. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
