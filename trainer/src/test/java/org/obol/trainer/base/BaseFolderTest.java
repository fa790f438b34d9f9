package org.obol.trainer.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.trainer.safetensors.SafetensorsWriter;
import org.obol.trainer.safetensors.Tensor;
import org.obol.trainer.text.ChatTemplate;

class BaseFolderTest {

  @TempDir private Path folder;
  private Path base;

  @BeforeEach
  void makeABase() {
    base = folder.resolve("base");
    BaseInit.create(base, Preset.TINY_LLAMA, 1);
  }

  @Test
  void aGoodFolderIsOpened() {
    try (BaseFolder open = BaseFolder.open(base)) {
      assertThat(open.maxLength()).contains(512L);
      assertThat(open.config().text("model_type")).contains("llama");
      assertThat(open.weights().shape("model.embed_tokens.weight")).containsExactly(512, 64);
      assertThat(open.specialTokens().end()).isEqualTo("<|im_end|>");
      assertThat(open.specialTokens().begin()).isEmpty();
    }
  }

  @Test
  void theRootIsTheDigestOfAllNamesAndDigests() throws IOException {
    Files.writeString(base.resolve("LICENSE"), "free");
    Files.writeString(base.resolve(".gitattributes"), "not part of it");
    Files.createDirectory(base.resolve("below"));
    Files.writeString(base.resolve("below/file"), "not part of it");
    StringBuilder lines = new StringBuilder();
    for (String name :
        List.of(
            "LICENSE",
            "config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json")) {
      lines
          .append(name)
          .append('\0')
          .append(Sha256.hash(Files.readAllBytes(base.resolve(name))).hex())
          .append('\n');
    }
    try (BaseFolder open = BaseFolder.open(base)) {
      assertThat(open.digest().root()).isEqualTo(Sha256.hash(lines.toString()));
      assertThat(open.digest().files().getFirst())
          .isEqualTo(new BaseFile("LICENSE", 4, Sha256.hash("free")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"})
  void aFileThatIsMissingIsNamed(String name) throws IOException {
    Files.delete(base.resolve(name));
    assertRefused(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "modeling_llama.py ; print() ; brings code",
        "pytorch_model.bin ; x ; can run code",
        "config.json ; {\"auto_map\":{}} ; config.json has auto_map",
        "tokenizer_config.json ; {\"eos_token\":\"<|im_end|>\",\"auto_map\":{}} ;"
            + " tokenizer_config.json has auto_map",
        "tokenizer_config.json ; {} ; no eos_token",
        "tokenizer_config.json ; {\"eos_token\":\"<none>\"} ; names <none> as eos_token",
        "tokenizer_config.json ; {\"eos_token\":5} ; /eos_token must be a string",
        "tokenizer_config.json ; {\"eos_token\":{\"content\":\"<|im_end|>\"},\"chat_template\":5} ;"
            + " chat_template must be",
        "tokenizer_config.json ;"
            + " {\"eos_token\":\"<|im_end|>\",\"bos_token\":\"<|im_start|>\",\"add_bos_token\":7} ;"
            + " add_bos_token",
        "config.json ; [] ; config.json: the document must be",
        "tokenizer.json ; {} ; tokenizer.json",
      })
  void whatIsWrongIsRefused(String name, String content, String complaint) throws IOException {
    Files.writeString(base.resolve(name), content);
    assertRefused(complaint);
  }

  @Test
  void aVocabularyBeyondTheRowsIsRefused() throws IOException {
    Path weights = base.resolve("model.safetensors");
    Files.delete(weights);
    SafetensorsWriter.write(
        weights,
        Map.of("model.embed_tokens.weight", new Tensor(List.of(511, 1), new float[511])),
        Map.of());
    assertRefused("512 tokens");
    Files.delete(weights);
    SafetensorsWriter.write(weights, Map.of(), Map.of());
    assertRefused("no tensor model.embed_tokens.weight");
  }

  @Test
  void aTemplateInAFileOfItsOwnCounts() throws IOException {
    Files.writeString(
        base.resolve("chat_template.jinja"), "<|start_header_id|><|end_header_id|><|eot_id|>");
    try (BaseFolder open = BaseFolder.open(base)) {
      assertThat(open.templateHint().suggestion()).isEqualTo(ChatTemplate.LLAMA3);
    }
  }

  @Test
  void whatIsNoFolderIsRefused() {
    assertThatThrownBy(() -> BaseFolder.open(folder.resolve("none")).close())
        .isInstanceOf(BaseException.class)
        .hasMessageContaining("is no folder");
  }

  private void assertRefused(String complaint) {
    assertThatThrownBy(() -> BaseFolder.open(base).close())
        .isInstanceOf(ObolException.class)
        .hasMessageContaining(complaint);
  }
}
