package org.obol.finetune.provenance;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.obol.crypto.Json;

/**
 * The README of an adapter, as model hubs read it: YAML front matter, then digests. Names and
 * licences in it are somebody else's words and are quoted. It holds no time and nothing random.
 */
final class ModelCard {

  private ModelCard() {}

  static byte[] of(RunFacts run, DatasetClaim dataset, HashedFile weights) {
    var out = new StringBuilder();
    frontMatter(run, out);
    out.append("\n# Adapter of ").append(code(run.base().id())).append("\n\n");
    warnings(run, dataset, out);
    out.append(sentence(run, dataset)).append(".\n\n## What it was made from\n\n");
    out.append("| what | value |\n|---|---|\n");
    dataset(dataset, out);
    row("base model", run.base().id(), out);
    row("base root digest", run.base().root().hex(), out);
    row("base licence", run.base().license(), out);
    row("backend", run.training().backend().id() + " " + run.training().backend().version(), out);
    run.training().hyperparams().forEach((name, value) -> row(name, value, out));
    row("seed", Long.toString(run.training().seed()), out);
    out.append("\n## What came out\n\n| what | value |\n|---|---|\n");
    row(weights.name().text() + " sha256", weights.sha256().hex(), out);
    run.eval()
        .loss()
        .ifPresent(loss -> row("eval_loss (" + run.eval().split() + ")", loss.text(), out));
    run.eval().baseLoss().ifPresent(loss -> row("base loss", loss.text(), out));
    run.eval().metrics().forEach((name, value) -> row(name, value.text(), out));
    out.append(
        "\nThis page is not signed by itself. `obol finetune verify` checks it, and everything it"
            + " names, against the signed `run.manifest` beside this folder.\n");
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What a run did, in one sentence without its full stop. */
  static String sentence(RunFacts run, DatasetClaim dataset) {
    String verb =
        run.mode() == RunMode.MOCK
            ? "MOCK, nothing was trained: a synthetic adapter"
            : "LoRA adapter trained by " + code(run.training().backend().id());
    return switch (dataset) {
      case DatasetClaim.Bound bound ->
          verb
              + " on v"
              + bound.entry().seq()
              + " of the dataset "
              + code(bound.origin().dataset().text())
              + " of "
              + bound.origin().owner();
      case DatasetClaim.Unbound nobody -> verb + " on an UNVERIFIED dataset";
    };
  }

  private static void frontMatter(RunFacts run, StringBuilder out) {
    // A JSON string is a YAML string too, whatever is in it.
    out.append("---\nbase_model: ").append(Json.of(run.base().id()).text());
    out.append("\nbase_model_relation: adapter\nlibrary_name: peft\n");
    out.append("pipeline_tag: text-generation\n");
    String license = run.base().license();
    if (license.matches("[A-Za-z0-9.+-]+")) {
      out.append("license: ").append(license.toLowerCase(Locale.ROOT)).append('\n');
    } else {
      out.append("license: other\n");
    }
    out.append("tags:\n- lora\n- obol\n");
    if (run.mode() == RunMode.MOCK) {
      out.append("- mock\n");
    }
    if (run.eval().loss().isPresent()) {
      out.append("metrics:\n- loss\n");
    }
    out.append("---\n");
  }

  private static void warnings(RunFacts run, DatasetClaim dataset, StringBuilder out) {
    if (run.mode() == RunMode.MOCK) {
      out.append("> **MOCK.** Nothing was trained. The weights and the figures are synthetic.\n\n");
    }
    if (dataset instanceof DatasetClaim.Unbound) {
      out.append(
          "> **UNVERIFIED DATASET.** Nobody signed for the bytes that this was trained on.\n\n");
    }
  }

  private static void dataset(DatasetClaim dataset, StringBuilder out) {
    switch (dataset) {
      case DatasetClaim.Unbound nobody -> row("dataset", "UNVERIFIED", out);
      case DatasetClaim.Bound bound -> {
        row("dataset", bound.origin().dataset().text() + " v" + bound.entry().seq(), out);
        row("owner", bound.origin().owner().hex(), out);
        row("dataset_hash (manifest)", bound.entry().manifestHash().hex(), out);
        row("dataset licence", bound.license().id().orElse("not stated"), out);
        row("training", bound.license().training() + ": " + bound.license().reason(), out);
      }
    }
    row("dataset_file_hash", dataset.file().sha256().hex(), out);
  }

  private static void row(String name, String value, StringBuilder out) {
    out.append("| ").append(code(name)).append(" | ").append(code(value)).append(" |\n");
  }

  /** A text that Markdown takes as it is: one line in a code span, without what would end it. */
  private static String code(String text) {
    return "`" + text.replaceAll("[\\p{Cntrl}\\u2028\\u2029`|]", " ").strip() + "`";
  }
}
