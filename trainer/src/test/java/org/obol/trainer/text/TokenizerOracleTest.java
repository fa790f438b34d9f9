package org.obol.trainer.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.Utils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.obol.crypto.Json;

/** Our tokens are those of Hugging Face's own tokenizers, and so is the text that comes back. */
class TokenizerOracleTest {

  private static final int TEXTS = Boolean.getBoolean("obol.long") ? 50_000 : 1_000;

  @BeforeAll
  static void keepTheLibraryOffTheNetwork() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    assertThat(Utils.isOfflineMode()).isTrue();
  }

  static Stream<Arguments> files() {
    return Stream.concat(
        Stream.of(
            Arguments.of("gpt2", Tokenizers.gpt2()),
            Arguments.of("digits", Tokenizers.digits()),
            Arguments.of("llama3", Tokenizers.llama3()),
            Arguments.of("qwen2", Tokenizers.qwen2()),
            Arguments.of("llama2", Tokenizers.llama2())),
        Stream.of("Isolated", "Removed", "MergedWithPrevious", "MergedWithNext", "Contiguous")
            .flatMap(
                behavior ->
                    Stream.of(true, false)
                        .map(
                            invert ->
                                Arguments.of(
                                    behavior + invert, Tokenizers.behavior(behavior, invert)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void tokensAndTextsAreThoseOfTheLibrary(String name, Json.Obj file) throws IOException {
    long seed = Long.getLong("obol.seed", System.nanoTime());
    System.out.println(name + ": seed " + seed);
    var random = new SplittableRandom(seed);
    Tokenizer ours = Tokenizer.read(file.utf8());
    try (var library =
        HuggingFaceTokenizer.newInstance(
            new ByteArrayInputStream(file.utf8()),
            Map.of("truncation", "false", "padding", "false"))) {
      for (int i = 0; i < TEXTS; i++) {
        String text = i == 0 ? Tokenizers.TEXT : RandomText.of(random);
        long[] expected = library.encode(text, false, false).getIds();
        assertThat(Arrays.stream(ours.encode(text)).asLongStream().toArray())
            .as(
                () ->
                    "seed "
                        + seed
                        + ": "
                        + Json.of(text).text()
                        + " "
                        + text.codePoints().mapToObj(Integer::toHexString).toList())
            .isEqualTo(expected);
        long[] ids = i % 2 == 0 ? expected : any(random, file);
        assertThat(ours.decode(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray()))
            .as(() -> "seed " + seed + ": " + Arrays.toString(ids))
            .isEqualTo(library.decode(ids, false));
      }
    }
  }

  private static long[] any(SplittableRandom random, Json.Obj file) {
    List<Integer> known =
        file.object("model").orElseThrow().object("vocab").orElseThrow().members().values().stream()
            .map(id -> Integer.parseInt(id.text()))
            .toList();
    return IntStream.range(0, random.nextInt(12))
        .mapToLong(i -> known.get(random.nextInt(known.size())))
        .toArray();
  }
}
