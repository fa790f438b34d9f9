package org.obol.finetune.provenance;

import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.FileName;

/**
 * What was asked of which trainer, and what it did.
 *
 * @param hyperparams the normalised ones, numbers in their own text
 * @param config what was written for the trainer to read; absent for one in this process
 * @param seed any 64 bits
 * @param maxLength tokens that a record is cut to
 * @param effectiveBatch records in one update
 * @param steps updates done
 * @param tokens seen in training
 * @param resumedFrom digest of the checkpoint that the run went on from
 */
public record Training(
    Backend backend,
    Map<String, String> hyperparams,
    Optional<Config> config,
    long seed,
    Template template,
    long maxLength,
    long effectiveBatch,
    long steps,
    long tokens,
    Optional<Sha256> resumedFrom,
    Determinism determinism) {

  /** The trainer, for example {@code jvm} and its version. */
  public record Backend(String id, String version) {}

  /** How a conversation becomes text: the template's name and the digest of its exact text. */
  public record Template(String id, Sha256 sha256) {}

  /**
   * A trainer's own configuration, in its own words.
   *
   * @param text left out when it names places on this machine
   */
  public record Config(FileName name, Sha256 sha256, Optional<String> text) {

    /**
     * Checks the digest against the text.
     *
     * @throws JsonException when they differ
     */
    public Config {
      if (text.isPresent() && !Sha256.hash(text.get()).equals(sha256)) {
        throw new JsonException("config \"" + name + "\" does not have the digest " + sha256);
      }
    }

    Json.Obj toJson() {
      return Json.object()
          .put("name", name.text())
          .put("sha256", sha256.hex())
          .putIfPresent("text", RunFields.text(text))
          .build();
    }

    static Config fromJson(Json.Obj json) {
      return new Config(
          RunFields.name(json, "name"), RunFields.hash(json, "sha256"), json.text("text"));
    }
  }

  /** Copies the hyperparameters and checks the counts. */
  public Training {
    hyperparams = RunFields.copy(hyperparams);
    RunFields.requireCount("max_length", maxLength);
    RunFields.requireCount("effective_batch", effectiveBatch);
    RunFields.requireCount("steps", steps);
    RunFields.requireCount("tokens", tokens);
  }

  /** All but backend and hyperparams, which stand at the top of the manifest. */
  Json.Obj toJson() {
    return Json.object()
        .put("backend_version", backend.version())
        .putIfPresent("config", config.map(Config::toJson))
        .put("seed", Long.toString(seed))
        .put(
            "template",
            Json.object().put("id", template.id()).put("sha256", template.sha256().hex()).build())
        .put("max_length", maxLength)
        .put("effective_batch", effectiveBatch)
        .put("steps", steps)
        .put("tokens", tokens)
        .putIfPresent("resumed_from", RunFields.hash(resumedFrom))
        .put("determinism", determinism.word())
        .build();
  }

  static Training fromJson(String backend, Map<String, String> hyperparams, Json.Obj json) {
    Json.Obj template = RunFields.object(json, "template");
    return new Training(
        new Backend(backend, json.requireText("backend_version")),
        hyperparams,
        json.object("config").map(Config::fromJson),
        RunFields.value(json.requireText("seed"), "seed", Seed::parse),
        new Template(template.requireText("id"), RunFields.hash(template, "sha256")),
        json.requireInteger("max_length"),
        json.requireInteger("effective_batch"),
        json.requireInteger("steps"),
        json.requireInteger("tokens"),
        RunFields.optionalHash(json, "resumed_from"),
        Determinism.of(json.requireText("determinism")));
  }
}
