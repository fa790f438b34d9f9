package org.obol.finetune.backend.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.finetune.backend.Backend;
import org.obol.finetune.backend.OraclePython;
import org.obol.finetune.backend.Plans;
import org.obol.finetune.backend.TextFile;
import org.obol.finetune.backend.tool.ConfigurationTest.Golden;

/**
 * What we write for trainers that no test runs, read by their own parsers: all plans of {@link
 * ConfigurationTest}, and mistakes in them, so that a parser that takes everything is found out.
 * Runs with the profile {@code oracle} only.
 */
final class BackendConfigOracleIT {

  private static final String LOST = "not understood: ";
  private static final String TAKEN = "all understood";

  @TempDir Path folder;

  /** A change of what we write, and what the tool's answer to it names. */
  enum Mistake {
    AXOLOTL_VALUE(
        Golden.AXOLOTL_MESSAGES,
        "micro_batch_size: 2",
        "micro_batch_size: \"many\"",
        "micro_batch_size\n  Input should be a valid integer"),
    AXOLOTL_ADAPTER(
        Golden.AXOLOTL_TEXT, "adapter: \"lora\"", "adapter: \"lorra\"", "Adapter 'lorra'"),
    AXOLOTL_NAME(
        Golden.AXOLOTL_WEIGHTS_LLAMA3_GPU, "lora_r: 4", "lora_rank: 4", LOST + "lora_rank: 4"),
    AXOLOTL_DATASET(
        Golden.AXOLOTL_TEXT, "field: \"text\"", "feld: \"text\"", LOST + "datasets[0].feld"),
    LLAMA_FACTORY_VALUE(
        Golden.LLAMA_FACTORY_MESSAGES,
        ": \"cosine\"",
        ": \"cosin\"",
        "cosin is not a valid SchedulerType"),
    LLAMA_FACTORY_TYPE(
        Golden.LLAMA_FACTORY_TEXT, ": \"lora\"", ": \"lorra\"", "Invalid fine-tuning method"),
    LLAMA_FACTORY_NAME(
        Golden.LLAMA_FACTORY_MESSAGES, "cutoff_len: 128", "cutoff_length: 128", "'cutoff_length'"),
    LLAMA_FACTORY_DATASET(
        Golden.LLAMA_FACTORY_PAIR_CPU, "\"train\":{", "\"trained\":{", "Undefined dataset train"),
    LLAMA_FACTORY_TAG(
        Golden.LLAMA_FACTORY_MESSAGES,
        "\"role_tag\":",
        "\"rule_tag\":",
        LOST + "dataset_info.json.train.tags.rule_tag"),
    TORCHTUNE_VALUE(Golden.TORCHTUNE_QWEN, "dtype: \"fp32\"", "dtype: \"fp31\"", "Dtype fp31"),
    TORCHTUNE_COMPONENT(
        Golden.TORCHTUNE_QWEN,
        "qwen2.lora_qwen2\"",
        "qwen2.lora_qwen9\"",
        "Error loading 'torchtune.models.qwen2.lora_qwen9'"),
    TORCHTUNE_NAME(
        Golden.TORCHTUNE_LLAMA_TEXT_GPU,
        "lora_rank: 4",
        "lora_ranks: 4",
        "unexpected keyword argument 'lora_ranks'"),
    TORCHTUNE_DEFAULT(
        Golden.TORCHTUNE_QWEN, "clip_grad_norm: 1.0", "clip_norm: 1.0", LOST + "clip_norm: 1.0"),
    TORCHTUNE_MISSING(Golden.TORCHTUNE_QWEN, "\nepochs: 2", "\nepoch: 2", "Missing key epochs"),
    UNSLOTH_VALUE(
        Golden.UNSLOTH_MESSAGES, "\"chatml\"", "\"chatlm\"", "data.format_type: Input should be"),
    UNSLOTH_NAME(
        Golden.UNSLOTH_PAIR, "lora_alpha: 8", "alpha: 8", "unknown key 'alpha' in section 'lora'");

    private final Golden golden;
    private final String ours;
    private final String wrong;
    private final String said;

    Mistake(Golden golden, String ours, String wrong, String said) {
      this.golden = golden;
      this.ours = ours;
      this.wrong = wrong;
      this.said = said;
    }

    private TextFile in(TextFile file) {
      return new TextFile(file.path(), file.text().replace(ours, wrong));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"axolotl", "llama-factory", "torchtune", "unsloth"})
  void the_parser_of_the_tool_takes_what_we_write_and_no_mistake(String tool) throws Exception {
    List<Golden> plans =
        Stream.of(Golden.values()).filter(golden -> golden.backend.equals(tool)).toList();
    List<Mistake> mistakes =
        Stream.of(Mistake.values()).filter(m -> m.golden.backend.equals(tool)).toList();
    List<String> arguments = new ArrayList<>(List.of(tool));
    for (Golden plan : plans) {
      Path run = folder.resolve(plan.name());
      arguments.add(write(run, prepare(run, plan)));
    }
    for (Mistake mistake : mistakes) {
      arguments.add(write(folder.resolve(mistake.name()), changed(mistake)));
    }
    Json.Obj answer =
        JsonReader.read(new OraclePython(tool).run("config.py", arguments)).asObject("config.py");
    System.out.printf("%s %s%n", tool, answer.requireText("version"));
    List<String> said = said(answer);
    assertThat(plans).isNotEmpty();
    assertThat(mistakes).isNotEmpty();
    assertThat(said).hasSize(arguments.size() - 1);
    for (int i = 0; i < plans.size(); i++) {
      assertThat(said.get(i)).as("what %s said of %s", tool, plans.get(i)).isEqualTo(TAKEN);
    }
    for (int i = 0; i < mistakes.size(); i++) {
      assertThat(said.get(plans.size() + i))
          .as("what %s said of %s", tool, mistakes.get(i))
          .contains(mistakes.get(i).said);
    }
  }

  /** What it made of each file: why it was refused, or else what of it was not understood. */
  private static List<String> said(Json.Obj answer) {
    return answer.list("answers").orElseThrow().stream()
        .map(one -> one.asObject("an answer"))
        .map(one -> one.text("refused").orElseGet(() -> lost(one)))
        .toList();
  }

  private static String lost(Json.Obj one) {
    List<Json> lost = one.list("lost").orElseThrow();
    return lost.isEmpty()
        ? TAKEN
        : LOST + String.join(", ", lost.stream().map(value -> value.asText("a value")).toList());
  }

  /** As a run in that folder is prepared. */
  private static List<TextFile> prepare(Path run, Golden plan) {
    Path base = run.resolve("given");
    TuneBases.write(base, plan == Golden.TORCHTUNE_LLAMA_TEXT_GPU ? "llama" : "qwen2");
    Backend backend = new Backends((p, o, e, c) -> Optional.empty(), "1").require(plan.backend);
    return backend.prepare(plan.change(new Plans(run, base)).plan()).configuration();
  }

  private List<TextFile> changed(Mistake mistake) {
    List<TextFile> ours = prepare(folder.resolve(mistake.name()), mistake.golden);
    List<TextFile> wrong = ours.stream().map(mistake::in).toList();
    assertThat(wrong).as("what %s changes", mistake).isNotEqualTo(ours);
    return wrong;
  }

  private static String write(Path run, List<TextFile> files) {
    files.forEach(file -> Plans.write(run.resolve(file.path()), file.text()));
    return run.resolve(files.getFirst().path()).toString();
  }
}
