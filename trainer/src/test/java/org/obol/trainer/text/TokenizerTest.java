package org.obol.trainer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

class TokenizerTest {

  private static final BitSet NONE = new BitSet();
  private static final int MEGABYTE = 1 << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "zzzz",
        " ",
        "\n",
        " \n",
        "!",
        "\u0301\u0323",
        "a\u0301\u0323",
        "a𝐀",
        "<",
        "<|im_start|>",
        "the ",
        "'",
        "7",
        "日"
      })
  void aMegabyteOfAnythingTakesSeconds(String letter) {
    String text = letter.repeat(MEGABYTE / letter.length());
    for (Json.Obj file :
        List.of(Tokenizers.gpt2(), Tokenizers.llama3(), Tokenizers.qwen2(), Tokenizers.llama2())) {
      Tokenizer tokenizer = Tokenizer.read(file.utf8());
      int[] tokens =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> tokenizer.encodePlain(text, true, NONE));
      assertThat(tokens.length).isBetween(1, 4 * MEGABYTE);
    }
  }

  @Test
  void aByteLevelTextComesBackWhole() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    for (Json.Obj file : List.of(Tokenizers.gpt2(), Tokenizers.llama3(), Tokenizers.llama2())) {
      Tokenizer tokenizer = Tokenizer.read(file.utf8());
      boolean spaces = tokenizer.id("<0x20>").isPresent();
      for (int i = 0; i < 500; i++) {
        String text = RandomText.of(random);
        assertThat(tokenizer.decode(tokenizer.encodePlain(text, true, NONE)))
            .as(() -> "seed " + seed)
            .isEqualTo(spaces ? text.replace("▁", " ") : text);
      }
    }
  }

  @Test
  void plainTextNeverBecomesASpecialToken() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    for (Json.Obj file :
        List.of(Tokenizers.gpt2(), Tokenizers.llama3(), Tokenizers.qwen2(), Tokenizers.llama2())) {
      Tokenizer tokenizer = Tokenizer.read(file.utf8());
      BitSet special = new BitSet();
      file.list("added_tokens").orElseThrow().stream()
          .map(token -> token.asObject("a token"))
          .filter(token -> token.bool("special").orElseThrow())
          .forEach(token -> special.set((int) token.requireInteger("id")));
      int found = 0;
      for (int i = 0; i < 1_000; i++) {
        String text = RandomText.of(random);
        assertThat(IntStream.of(tokenizer.encodePlain(text, true, NONE)).filter(special::get))
            .as(() -> "seed " + seed)
            .isEmpty();
        found += (int) IntStream.of(tokenizer.encode(text)).filter(special::get).count();
      }
      assertThat(found).isPositive();
    }
  }

  @Test
  void whatIsReservedIsPlainTextToo() {
    Tokenizer tokenizer = Tokenizer.read(Tokenizers.qwen2().utf8());
    int call = tokenizer.id("<tool_call>").orElseThrow();
    BitSet reserved = new BitSet();
    reserved.set(call);
    assertThat(tokenizer.encodePlain("a<tool_call>b", true, NONE)).contains(call);
    assertThat(tokenizer.encodePlain("a<tool_call>b", true, reserved)).doesNotContain(call);
  }

  @Test
  void textThatGoesOnHasNothingInFront() {
    Tokenizer llama2 = Tokenizer.read(Tokenizers.llama2().utf8());
    assertThat(llama2.encodePlain("the", true, NONE))
        .isEqualTo(llama2.encodePlain(" the", false, NONE));
    Tokenizer digits = Tokenizer.read(Tokenizers.digits().utf8());
    assertThat(digits.encodePlain("the", true, NONE))
        .isEqualTo(digits.encodePlain(" the", false, NONE));
  }

  @Test
  void manyThreadsSeeTheSameTokens() {
    Tokenizer tokenizer = Tokenizer.read(Tokenizers.qwen2().utf8());
    int[] alone = tokenizer.encode(Tokenizers.TEXT);
    assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> tokenizer.encode(Tokenizers.TEXT)))
        .allSatisfy(tokens -> assertThat(tokens).isEqualTo(alone));
  }

  @Test
  void tokensHaveNumbersAndNames() {
    Tokenizer tokenizer = Tokenizer.read(Tokenizers.llama3().utf8());
    int bos = tokenizer.id("<|begin_of_text|>").orElseThrow();
    assertThat(tokenizer.token(bos)).contains("<|begin_of_text|>");
    assertThat(tokenizer.token(tokenizer.size())).isEmpty();
    assertThat(tokenizer.first()).contains("<|begin_of_text|>");
    assertThat(tokenizer.isReachable(bos)).isFalse();
    assertThat(tokenizer.isReachable(tokenizer.id("zzzz").orElseThrow())).isTrue();
    assertThat(Tokenizer.read(Tokenizers.qwen2().utf8()).first()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> tokenizer.decode(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> tokenizer.encode("\ud800"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "model | 7 | /model must be an object",
        "model/type | \"WordPiece\" | /model is of type \"WordPiece\"",
        "model/dropout | 0.1 | /model/dropout must be null",
        "model/end_of_word_suffix | \"</w>\" | /model/end_of_word_suffix must be empty",
        "model/vocab | {} | /model/vocab has no token for byte 0",
        "model/vocab | {\"a\":1,\"b\":1} | /model/vocab/b gives number 1",
        "model/vocab | {\"a~/\":-1} | /model/vocab/a~0~1 must be an integer from 0",
        "model/vocab | {\"a\":4000001} | /model/vocab/a must be an integer from 0",
        "model/merges | [\"a\"] | /model/merges/0 must be two tokens",
        "model/merges | [\"a b c\"] | /model/merges/0 must be two tokens",
        "model/merges | [[\"a\",\"§§\"]] | /model/merges/0 needs a token that is not in the"
            + " vocabulary",
        "model/merges | [[\"a\",5]] | /model/merges/0/1 must be a string",
        "model/ignore_merges | 1 | /model/ignore_merges must be true or false",
        "pre_tokenizer | null | /model has neither byte-level words nor byte_fallback",
        "pre_tokenizer | {\"type\":\"Whitespace\"} | /pre_tokenizer is of type \"Whitespace\"",
        "pre_tokenizer/pretokenizers | 5 | /pre_tokenizer/pretokenizers must be a list",
        "pre_tokenizer |"
            + " {\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"ByteLevel\"},{\"type\":\"Digits\"}]}"
            + " | /pre_tokenizer/pretokenizers/0 must be the last",
        "normalizer | {\"type\":\"Lowercase\"} | /normalizer is of type \"Lowercase\"",
        "normalizer | {\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFKC\"}]} |"
            + " /normalizer/normalizers/0 is of type \"NFKC\"",
        "normalizer | {\"type\":\"Replace\",\"pattern\":{\"Regex\":\"a\"},\"content\":\"\"} |"
            + " /normalizer/pattern has no \"String\"",
        "decoder | null | has no \"decoder\"",
        "decoder | {\"type\":\"WordPiece\"} | /decoder is of type \"WordPiece\"",
        "added_tokens | [{\"id\":9999,\"content\":\"x\"}] | /added_tokens/0",
        "added_tokens | [{\"id\":0,\"content\":\"<new>\"}] | /added_tokens/0 has number 0",
        "added_tokens | [{\"id\":0,\"content\":\"\"}] | /added_tokens/0/content must have 1 to",
        "added_tokens | [{\"content\":\"x\"}] | /added_tokens/0 has no \"id\"",
      })
  void whatIsWrongOrNotSupportedIsNamed(String path, String value, String complaint) {
    Json.Obj none = Tokenizers.with(Tokenizers.qwen2(), "added_tokens", Json.of(List.of()));
    Json.Obj file = set(none, path, JsonReader.read(value));
    assertThatThrownBy(() -> Tokenizer.read(file.utf8()))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(",
        ")",
        "(a",
        "a)",
        "[a",
        "[]",
        "[^]",
        "[[a]]",
        "[a&&b]",
        "a**",
        "a{1}{2}",
        "*",
        "(a)+",
        "(a|b)*",
        "(?:a+)+",
        "(a){2}",
        "(?<=a)b",
        "(?<n>a)",
        "(?>a)",
        "a{,2}",
        "a{x}",
        "{",
        "^a",
        "a$",
        ".",
        "\\w",
        "\\b",
        "\\p{Han}",
        "\\pL",
        "\\p{L",
        "\\x41",
        "\\1",
        "\\h",
        "\\",
        "(?i)a"
      })
  void aPatternThatMeansSomethingElseInJavaOrTakesForeverIsRefused(String pattern) {
    Json.Obj file =
        set(
            Tokenizers.gpt2(),
            "pre_tokenizer",
            Tokenizers.sequence(
                Tokenizers.split(pattern, "Isolated", false), Tokenizers.bytes(false, false)));
    assertThatThrownBy(() -> Tokenizer.read(file.utf8()))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("/pre_tokenizer/pretokenizers/0/pattern/Regex is");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+",
        "[\\p{Lu}\\p{Lt}]*[\\p{Ll}\\p{M}]+(?i:'s|'t)?|(?=a)b",
        "\\s?[!-/:-~！-／]+",
        "[一-龥]+"
      })
  void patternsOfOtherModelsAreKnown(String pattern) {
    String known = pattern.replace("{1,3}+", "{1,3}");
    assertThat(SplitPattern.compile(new Located("", Json.of(known))).pattern()).isEqualTo(known);
  }

  @Test
  void aFileThatCannotBeReadIsNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    assertThatThrownBy(() -> Tokenizer.open(file))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("tokenizer.json");
    Files.writeString(file, "[");
    assertThatThrownBy(() -> Tokenizer.open(file))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("tokenizer.json: line 1");
    Files.write(file, Tokenizers.gpt2().utf8());
    assertThat(Tokenizer.open(file).encode("a")).hasSize(1);
  }

  private static Json.Obj set(Json.Obj object, String path, Json value) {
    int slash = path.indexOf('/');
    if (slash < 0) {
      return Tokenizers.with(object, path, value);
    }
    String key = path.substring(0, slash);
    return Tokenizers.with(
        object, key, set(object.object(key).orElseThrow(), path.substring(slash + 1), value));
  }
}
