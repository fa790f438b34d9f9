package org.obol.trainer.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.trainer.text.ChatTemplate;
import org.obol.trainer.text.Encoder;
import org.obol.trainer.text.Sample;
import org.obol.trainer.text.Tokenizer;

class BaseInitTest {

  /** Known digests: the same bytes on every machine. */
  private static final Map<Preset, String> ROOTS =
      Map.of(
          Preset.TINY_LLAMA, "f1e371bccea63fb5c42ce4a3a64ba2e7935791055f6d95f79972a3b828d973a2",
          Preset.TINY_QWEN2, "71a9789397fe202c9ca6de96c28882dc41ac7fed61ee77884db55a7a6da2cea9",
          Preset.SMALL_LLAMA, "573c62014ee8a1890c407329820b98e80d035da6068877e0f2e14a960bc3b72b");

  @TempDir private Path folder;

  /** The medium one is made in the same way, and half a gigabyte. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEDIUM_LLAMA")
  void theBytesAreThoseOfEveryOtherMachine(Preset preset) {
    Path base = folder.resolve("base");
    BaseInit.create(base, preset, 7);
    try (BaseFolder open = BaseFolder.open(base)) {
      assertThat(open.digest().files())
          .extracting(BaseFile::name)
          .containsExactly(
              "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");
      assertThat(open.digest().root()).extracting(Sha256::hex).isEqualTo(ROOTS.get(preset));
    }
  }

  @Test
  void anotherSeedGivesOtherWeightsAndNothingElse() {
    BaseInit.create(folder.resolve("a"), Preset.TINY_LLAMA, 1);
    BaseInit.create(folder.resolve("b"), Preset.TINY_LLAMA, 2);
    Map<String, Sha256> a = digests(folder.resolve("a"));
    Map<String, Sha256> b = digests(folder.resolve("b"));
    assertThat(a.remove("model.safetensors")).isNotEqualTo(b.remove("model.safetensors"));
    assertThat(a).isEqualTo(b);
  }

  @Test
  void theTokenizerHas512TokensAndTextsAreShorterThanTheirBytes() {
    Path base = folder.resolve("base");
    BaseInit.create(base, Preset.TINY_LLAMA, 1);
    Tokenizer tokenizer = Tokenizer.open(base.resolve("tokenizer.json"));
    assertThat(tokenizer.size()).isEqualTo(512);
    String text = "The assistant says that there are 12 records in the dataset.";
    assertThat(tokenizer.encode(text)).hasSizeLessThan(text.length() / 2);
    assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource
  void everyTemplateCanBeUsed(ChatTemplate template) {
    Path base = folder.resolve("base");
    BaseInit.create(base, Preset.TINY_QWEN2, 1);
    try (BaseFolder open = BaseFolder.open(base)) {
      var encoder = new Encoder(open.tokenizer(), open.specialTokens(), template, 512);
      assertThat(encoder.encode(new Sample.Completion("a", "b")).targets()).isEqualTo(2);
      assertThat(open.templateHint().suggestion()).isEqualTo(ChatTemplate.CHATML);
    }
  }

  @Test
  void nothingIsReplacedAndNothingIsLeftBehind() throws IOException {
    Path base = folder.resolve("base");
    Files.createDirectory(base);
    assertThatThrownBy(() -> BaseInit.create(base, Preset.TINY_LLAMA, 1))
        .isInstanceOf(BaseException.class)
        .hasMessageContaining("already there");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BaseInit.create(folder.resolve("b"), Preset.TINY_LLAMA, -1));
    BaseInit.create(folder.resolve("c"), Preset.TINY_LLAMA, 1);
    try (Stream<Path> held = Files.list(folder)) {
      assertThat(held.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("base", "c");
    }
  }

  @Test
  void theMediumOneHasTheShapeOfSmolLm2() {
    Json.Obj config = new BaseDocuments(Preset.MEDIUM_LLAMA).config();
    assertThat(
            Stream.of(
                    "hidden_size",
                    "num_hidden_layers",
                    "num_attention_heads",
                    "num_key_value_heads",
                    "intermediate_size",
                    "max_position_embeddings",
                    "vocab_size")
                .map(config::requireInteger))
        .containsExactly(576L, 30L, 9L, 3L, 1536L, 8192L, 49152L);
    assertThat(config.bool("tie_word_embeddings")).contains(true);
  }

  @Test
  void presetsHaveNames() {
    assertThat(Preset.named("tiny-qwen2")).contains(Preset.TINY_QWEN2);
    assertThat(Preset.named("huge")).isEmpty();
  }

  private static Map<String, Sha256> digests(Path base) {
    try (BaseFolder open = BaseFolder.open(base)) {
      return open.digest().files().stream()
          .collect(Collectors.toMap(BaseFile::name, BaseFile::sha256));
    }
  }
}
