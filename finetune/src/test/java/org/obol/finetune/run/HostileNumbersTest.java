package org.obol.finetune.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.obol.crypto.JsonException;
import org.obol.crypto.ObolException;
import org.obol.finetune.provenance.RunDocument;
import org.obol.finetune.provenance.RunManifest;
import org.obol.finetune.provenance.Training;
import org.obol.finetune.verify.Outcome;
import org.obol.finetune.verify.Step;
import org.obol.finetune.verify.Verdict;
import org.obol.finetune.verify.VerifyReport;

/** Numbers that would keep a verifier busy, or take its verdict away. */
final class HostileNumbersTest extends ForgedRunFixture {

  private static final Pattern VALUE = Pattern.compile(":(\"[^\"\\\\]*\"|[0-9]+)(?=[,}])");

  @Test
  void numbers_that_would_keep_a_verifier_busy_for_ever_are_refused() throws IOException {
    RunManifest honest = train("jvm", noTools());
    for (String huge :
        List.of("1e-999999999", "1E+2147483647", "NaN", "", "0x1p3", "9".repeat(1000))) {
      Training training = honest.training();
      for (String name : List.of("warmup", "lora_alpha", "weight_decay", "epochs", "lora_rank")) {
        var forged =
            with(
                honest,
                training(training, with(training, name, huge), training.seed(), training.steps()));
        assertThatThrownBy(() -> checks().rerun().orElseThrow().rerun(inputs(forged)))
            .as(name + " " + huge)
            .isInstanceOf(ObolException.class);
      }
    }
  }

  @Test
  void settings_whose_products_no_machine_counts_are_refused() throws IOException {
    RunManifest honest = train("jvm", noTools());
    Training t = honest.training();
    Map<String, String> batch = with(t, "batch_size", "65536");
    batch.put("gradient_accumulation", "65536");
    for (var forged : List.of(batch, with(t, "epochs", "2147483647"))) {
      RunManifest manifest = with(honest, training(t, forged, t.seed(), t.steps()));

      assertThatThrownBy(() -> checks().rerun().orElseThrow().rerun(inputs(manifest)))
          .isInstanceOf(ObolException.class);
    }
  }

  @Test
  void weights_that_are_no_numbers_are_a_failure_and_nothing_else() throws IOException {
    train("jvm", noTools());
    Path weights = run.resolve("adapter/adapter_model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    // The last number is a NaN.
    bytes[bytes.length - 1] = 0x7f;
    bytes[bytes.length - 2] = (byte) 0xff;
    Files.write(weights, bytes);

    VerifyReport report = verify();

    assertThat(report.outcome(Step.ADAPTER)).isInstanceOf(Outcome.Failed.class);
    assertThat(report.outcome(Step.EVAL)).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void whatever_a_value_of_the_manifest_is_changed_to_the_verifier_ends() throws IOException {
    train("jvm", noTools());
    Path file = run.resolve("run.manifest");
    String manifest = Files.readString(file);
    List<MatchResult> values = VALUE.matcher(manifest).results().toList();
    assertThat(values).hasSizeGreaterThan(50);
    int consistent = 0;
    for (MatchResult value : values) {
      String other = value.group(1).startsWith("\"") ? "\"2147483647\"" : "9007199254740991";
      String forged =
          manifest.substring(0, value.start(1)) + other + manifest.substring(value.end(1));
      Files.writeString(file, withDigest(forged));

      VerifyReport report = verify();

      assertThat(report.verdict()).as(forged).isEqualTo(Verdict.FAILED);
      consistent += report.outcome(Step.SCHEMA) instanceof Outcome.Passed ? 1 : 0;
    }
    assertThat(consistent).isGreaterThan(20);
  }

  /** With the digest that the reader says it has to have. */
  private static String withDigest(String manifest) {
    try {
      RunDocument.read(manifest.getBytes(UTF_8));
      return manifest;
    } catch (JsonException e) {
      Matcher wanted =
          Pattern.compile("not the one of the members, ([0-9a-f]{64})").matcher(e.getMessage());
      return wanted.find()
          ? manifest.replaceFirst(
              "\"reproducible_digest\":\"[0-9a-f]*\"",
              "\"reproducible_digest\":\"" + wanted.group(1) + "\"")
          : manifest;
    }
  }
}
