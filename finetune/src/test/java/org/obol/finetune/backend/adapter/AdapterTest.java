package org.obol.finetune.backend.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.finetune.backend.Plans;
import org.obol.finetune.backend.RunPlan;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.lora.AdapterConfig;
import org.obol.trainer.safetensors.SafetensorsFile;
import org.obol.trainer.safetensors.SafetensorsWriter;
import org.obol.trainer.safetensors.Tensor;

/** Adapters in the forms of the tools, and adapters that cannot be what they claim. */
final class AdapterTest {

  private static final LoraSettings LORA = Plans.SETTINGS.lora();
  private static final String Q = "base_model.model.model.layers.0.self_attn.q_proj";

  @TempDir Path folder;
  private Path from;
  private Path to;
  private RunPlan plan;

  @BeforeEach
  void folders() throws Exception {
    from = Files.createDirectory(folder.resolve("from"));
    to = Files.createDirectory(folder.resolve("to"));
    plan = new Plans(folder.resolve("run"), folder.resolve("base")).writeBase().plan();
  }

  private void checked(Map<String, Tensor> tensors) {
    Path file = to.resolve(PeftAdapter.WEIGHTS);
    SafetensorsWriter.write(file, tensors, Map.of());
    AdapterCheck.check(to, plan, true);
  }

  @Test
  void a_good_adapter_passes_with_its_facts() {
    SafetensorsWriter.write(to.resolve(PeftAdapter.WEIGHTS), Plans.adapter(0.1f), Map.of());
    assertThat(AdapterCheck.check(to, plan, true))
        .isEqualTo(new AdapterFacts(4, List.of("q_proj", "v_proj"), 4, 24 + 24 + 32 + 16));
  }

  @Test
  void an_adapter_that_learned_nothing_is_refused() {
    assertThatThrownBy(() -> checked(Plans.adapter(0)))
        .hasMessageContaining("every lora_B is zero: nothing was learned");
  }

  @Test
  void a_number_that_is_none_is_refused_with_its_tensor() {
    Map<String, Tensor> tensors = Plans.adapter(0.1f);
    tensors.put(Q + ".lora_B.weight", Plans.filled(8, 4, Float.NaN));
    assertThatThrownBy(() -> checked(tensors))
        .hasMessageContaining("tensor " + Q + ".lora_B.weight holds NaN");
  }

  @Test
  void a_missing_tensor_is_refused() {
    Map<String, Tensor> tensors = Plans.adapter(0.1f);
    tensors.remove(Q + ".lora_A.weight");
    assertThatThrownBy(() -> checked(tensors))
        .hasMessageContaining(Q + ".lora_A.weight is missing");
  }

  @Test
  void a_tensor_too_many_is_refused() {
    Map<String, Tensor> tensors = Plans.adapter(0.1f);
    tensors.put("base_model.model.lm_head.weight", Plans.filled(1, 1, 1));
    assertThatThrownBy(() -> checked(tensors))
        .hasMessageContaining("lm_head.weight is no part of what was asked for");
  }

  @Test
  void a_tensor_of_another_size_is_refused() {
    Map<String, Tensor> tensors = Plans.adapter(0.1f);
    tensors.put(Q + ".lora_A.weight", Plans.filled(6, 4, 1));
    assertThatThrownBy(() -> checked(tensors))
        .hasMessageContaining("has shape [6, 4], the base model asks for [4, 6]");
  }

  @Test
  void targets_that_the_base_does_not_have_are_refused() {
    plan = new Plans(plan.folder(), plan.base()).lora(4, "8", "k_proj").plan();
    assertThatThrownBy(() -> checked(Map.of())).hasMessageContaining("none of the projections");
  }

  @Test
  void an_adapter_of_mlx_is_transposed_and_renamed() {
    SafetensorsWriter.write(
        from.resolve(MlxAdapter.FILE),
        Map.of(
            "model.layers.0.self_attn.q_proj.lora_a",
            new Tensor(List.of(3, 2), new float[] {1, 2, 3, 4, 5, 6}),
            "model.layers.0.self_attn.q_proj.lora_b",
            new Tensor(List.of(2, 2), new float[] {7, 8, 9, 10})),
        Map.of());
    MlxAdapter.convert(from, to, LORA);
    try (var file = SafetensorsFile.open(to.resolve(PeftAdapter.WEIGHTS))) {
      assertThat(file.names())
          .containsExactlyInAnyOrder(Q + ".lora_A.weight", Q + ".lora_B.weight");
      assertThat(file.shape(Q + ".lora_A.weight")).containsExactly(2, 3);
      assertThat(file.read(Q + ".lora_A.weight")).containsExactly(1, 3, 5, 2, 4, 6);
      assertThat(file.read(Q + ".lora_B.weight")).containsExactly(7, 9, 8, 10);
    }
    assertThat(to.resolve(AdapterConfig.FILE)).hasContent(AdapterConfig.text(LORA));
  }

  @Test
  void the_scale_of_mlx_is_alpha_over_rank() {
    assertThat(MlxAdapter.scale(LORA)).isEqualByComparingTo("2");
    assertThat(MlxAdapter.scale(new LoraSettings(3, java.math.BigDecimal.TEN, List.of("q_proj"))))
        .isEqualByComparingTo("3.333333333333333");
  }

  @Test
  void the_metadata_of_mlx_may_be_null() throws Exception {
    for (String header :
        List.of(
            "{\"__metadata__\":null,\"m.lora_a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]}}",
            "{\"m.lora_a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
                + " \"__metadata__\": null}")) {
      write(header);
      Path target = Files.createDirectory(folder.resolve("t" + header.hashCode()));
      MlxAdapter.convert(from, target, LORA);
      try (var file = SafetensorsFile.open(target.resolve(PeftAdapter.WEIGHTS))) {
        assertThat(file.read("base_model.model.m.lora_A.weight")).containsExactly(1);
      }
    }
  }

  private void write(String header) throws Exception {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(8 + json.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).putFloat(1);
    Files.write(from.resolve(MlxAdapter.FILE), bytes.array());
  }

  @Test
  void what_is_no_adapter_of_mlx_is_refused() throws Exception {
    assertThatThrownBy(() -> MlxAdapter.convert(from, to, LORA))
        .hasMessageContaining("left no adapter");
    Files.write(from.resolve(MlxAdapter.FILE), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> MlxAdapter.convert(from, to, LORA)).hasMessageContaining("cut off");
    write("{\"m.lora_c\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]}}");
    assertThatThrownBy(() -> MlxAdapter.convert(from, to, LORA))
        .hasMessageContaining("m.lora_c is no part of a LoRA adapter");
    write("{\"m.lora_a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}");
    assertThatThrownBy(() -> MlxAdapter.convert(from, to, LORA)).hasMessageContaining("shape [1]");
  }

  private void peft(String config) {
    Plans.write(from.resolve(AdapterConfig.FILE), config);
    Plans.write(from.resolve(PeftAdapter.WEIGHTS), "weights");
    Plans.write(from.resolve("training_args.bin"), "pickle");
  }

  @Test
  void of_a_peft_folder_only_weights_are_copied_and_the_configuration_is_written_anew()
      throws Exception {
    peft(
        "{\"peft_type\":\"LORA\",\"r\":4,\"lora_alpha\":8.0,\"bias\":\"none\",\"use_dora\":false,"
            + "\"target_modules\":[\"model.layers.0.self_attn.v_proj\",\"q_proj\"],"
            + "\"rank_pattern\":{},\"modules_to_save\":null,"
            + "\"base_model_name_or_path\":\"/home/me/secret\"}");
    PeftAdapter.copy(from, to, LORA);
    try (var files = Files.list(to)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(PeftAdapter.WEIGHTS, AdapterConfig.FILE);
    }
    assertThat(Files.readString(to.resolve(AdapterConfig.FILE)))
        .contains("\"r\":4", "\"lora_alpha\":8")
        .doesNotContain("secret");
  }

  @Test
  void a_pickle_is_not_read_and_no_adapter_is_a_failure() {
    assertThatThrownBy(() -> PeftAdapter.copy(from, to, LORA))
        .hasMessageContaining("left no adapter");
    Plans.write(from.resolve("adapter_model.bin"), "pickle");
    assertThatThrownBy(() -> PeftAdapter.copy(from, to, LORA)).hasMessageContaining("a pickle");
  }

  @Test
  void a_tool_that_trained_something_else_is_caught() {
    String good = "\"peft_type\":\"LORA\",\"r\":4,\"lora_alpha\":8";
    Map<String, String> bad =
        Map.of(
            "\"peft_type\":\"LOHA\",\"r\":4,\"lora_alpha\":8",
            "peft_type LOHA",
            "\"peft_type\":\"LORA\",\"r\":8,\"lora_alpha\":8",
            "r 8",
            "\"peft_type\":\"LORA\",\"r\":4,\"lora_alpha\":16",
            "lora_alpha 16",
            "\"peft_type\":\"LORA\",\"r\":4,\"lora_alpha\":\"8\"",
            "must be a number",
            good + ",\"use_rslora\":true",
            "use_rslora true",
            good + ",\"modules_to_save\":[\"lm_head\"]",
            "modules_to_save",
            good + ",\"alpha_pattern\":{\"q\":1}",
            "alpha_pattern",
            good + ",\"layers_to_transform\":0",
            "layers_to_transform",
            good + ",\"bias\":\"all\"",
            "bias all",
            good + ",\"target_modules\":[\"q_proj\"]",
            "target_modules [q_proj]");
    bad.forEach(
        (members, says) -> {
          peft("{" + members + "}");
          assertThatThrownBy(() -> PeftAdapter.copy(from, to, LORA))
              .as(members)
              .hasMessageContaining(says);
        });
  }
}
