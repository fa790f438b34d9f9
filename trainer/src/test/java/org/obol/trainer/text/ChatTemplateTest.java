package org.obol.trainer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.obol.crypto.Json;

class ChatTemplateTest {

  /** Manifests have them; a change of what is rendered needs a new description. */
  private static final Map<String, String> DIGESTS =
      Map.of(
          "chatml", "d827501220b9af68b4e19f3fabf0d34ae6a6632c500b5f203e595dec0c0c73aa",
          "llama3", "4d4915e9f63403d52ab7714d8fb0ac4bb51f16ac6f318801fa20d1eb59d48308",
          "plain", "cf03982b0cbe2e98e95af282c22548731f20ac5e8105b4d5cd94db357fb9d4f7",
          "alpaca", "e9b8889fe6037358aa59af8f9494cffd1ce30ba411e34bdab72fff407d76307e");

  @ParameterizedTest
  @EnumSource
  void theDigestIsTheOneOfAllManifests(ChatTemplate template) {
    assertThat(template.digest().hex()).isEqualTo(DIGESTS.get(template.id()));
  }

  @Test
  void theModelsOwnTemplateIsRecognised() {
    assertThat(hint("{{ '<|im_start|>' + x + '<|im_end|>' }}").suggestion())
        .isEqualTo(ChatTemplate.CHATML);
    assertThat(hint("<|start_header_id|> <|end_header_id|> <|eot_id|>").suggestion())
        .isEqualTo(ChatTemplate.LLAMA3);
    assertThat(hint("### Instruction:").suggestion()).isEqualTo(ChatTemplate.ALPACA);
    assertThat(hint("[INST]").suggestion()).isEqualTo(ChatTemplate.PLAIN);
    TemplateHint none =
        TemplateHint.of(Json.object().put("chat_template", new Json.Null()).build());
    assertThat(none.suggestion()).isEqualTo(ChatTemplate.PLAIN);
    assertThat(none.warning(ChatTemplate.CHATML)).isEmpty();
  }

  @Test
  void ofSeveralTemplatesTheDefaultCounts() {
    Json list =
        Json.of(
            List.of(
                Json.object().put("name", "tool").put("template", "### Instruction:").build(),
                Json.object()
                    .put("name", "default")
                    .put("template", "<|im_start|><|im_end|>")
                    .build()));
    assertThat(TemplateHint.of(Json.object().put("chat_template", list).build()).kind())
        .contains(ChatTemplate.CHATML);
    assertThatThrownBy(() -> TemplateHint.of(Json.object().put("chat_template", 5).build()))
        .isInstanceOf(TokenizerException.class);
    assertThatThrownBy(
            () -> TemplateHint.of(Json.object().put("chat_template", List.of(Json.of(5))).build()))
        .isInstanceOf(TokenizerException.class);
  }

  @Test
  void anotherKindOfTemplateIsReported() {
    assertThat(hint("<|im_start|><|im_end|>").warning(ChatTemplate.CHATML)).isEmpty();
    assertThat(hint("<|im_start|><|im_end|>").warning(ChatTemplate.PLAIN))
        .hasValueSatisfying(text -> assertThat(text).contains("chatml", "plain"));
    assertThat(hint("[INST]").warning(ChatTemplate.LLAMA3))
        .hasValueSatisfying(text -> assertThat(text).contains("none that is known", "llama3"));
  }

  @Test
  void theBeginIsPutWhereTheFamilyWantsIt() {
    Tokenizer llama3 = Tokenizer.read(Tokenizers.llama3().utf8());
    String eos = "<|eot_id|>";
    Json.Obj config =
        Json.object().put("eos_token", eos).put("bos_token", "<|begin_of_text|>").build();
    assertThat(SpecialTokens.of(config, llama3).begin()).contains("<|begin_of_text|>");
    assertThat(
            SpecialTokens.of(Tokenizers.with(config, "add_bos_token", Json.of(false)), llama3)
                .begin())
        .isEmpty();
    Json.Obj other = Tokenizers.with(config, "bos_token", Json.of("<|start_header_id|>"));
    assertThat(SpecialTokens.of(other, llama3).begin()).isEmpty();
    assertThat(
            SpecialTokens.of(Tokenizers.with(other, "add_bos_token", Json.of(true)), llama3)
                .begin())
        .contains("<|start_header_id|>");
    assertThat(SpecialTokens.of(config, llama3))
        .extracting(SpecialTokens::end, SpecialTokens::padding)
        .containsExactly(eos, Optional.empty());
  }

  private static TemplateHint hint(String template) {
    return TemplateHint.of(Json.object().put("chat_template", template).build());
  }
}
