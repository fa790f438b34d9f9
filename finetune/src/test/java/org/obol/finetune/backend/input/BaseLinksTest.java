package org.obol.finetune.backend.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.finetune.backend.Plans;
import org.obol.finetune.backend.RunPlan;
import org.obol.trainer.text.ChatTemplate;

/** Tools see no file of the base that can carry code, and our template instead of its own. */
final class BaseLinksTest {

  @TempDir Path folder;
  private RunPlan plan;

  @BeforeEach
  void run() throws Exception {
    plan = new Plans(Files.createDirectory(folder.resolve("run")), folder.resolve("base")).plan();
  }

  @Test
  void only_safe_files_are_linked() throws Exception {
    for (String name :
        new String[] {
          "model.safetensors",
          "config.json",
          "merges.txt",
          "tokenizer.model",
          "pytorch_model.bin",
          "modeling_x.py",
          "chat_template.jinja",
          "weights.pt"
        }) {
      Plans.write(plan.base().resolve(name), "theirs");
    }
    BaseLinks.make(plan);
    try (Stream<Path> files = Files.list(plan.files().base())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "model.safetensors",
              "config.json",
              "merges.txt",
              "tokenizer.model",
              "chat_template.jinja");
    }
    assertThat(plan.files().base().resolve("chat_template.jinja"))
        .hasContent(Jinja.text(ChatTemplate.CHATML));
    assertThat(plan.base().resolve("chat_template.jinja")).hasContent("theirs");
  }

  @Test
  void a_base_of_pickles_is_refused() {
    Plans.write(plan.base().resolve("pytorch_model.bin"), "x");
    assertThatThrownBy(() -> BaseLinks.make(plan)).hasMessageContaining("no .safetensors file");
  }

  @Test
  void every_template_has_its_jinja_and_marks_what_is_learned() {
    for (ChatTemplate template : ChatTemplate.values()) {
      String jinja = Jinja.text(template);
      assertThat(jinja).contains("generation", "add_generation_prompt", "weight");
      assertThat(template.specialTokens()).allMatch(jinja::contains);
    }
  }
}
