package org.obol.trainer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.obol.crypto.Json;
import org.obol.trainer.text.Turn.Role;

class EncoderTest {

  private static final List<String> ALL =
      List.of(
          "<|endoftext|>",
          "<|im_start|>",
          "<|im_end|>",
          "<|begin_of_text|>",
          "<|start_header_id|>",
          "<|end_header_id|>",
          "<|eot_id|>");

  private static final SpecialTokens TOKENS =
      new SpecialTokens(Optional.of("<|begin_of_text|>"), "<|endoftext|>", Optional.empty());

  private static final Sample CHAT =
      new Sample.Chat(
          List.of(
              new Turn(Role.SYSTEM, "Be kind.", false),
              new Turn(Role.USER, "one", false),
              new Turn(Role.ASSISTANT, "two", false),
              new Turn(Role.TOOL, "{}", false),
              new Turn(Role.ASSISTANT, "\nthree ", true)));

  private final Tokenizer tokenizer = withTokens(Tokenizers.gpt2(), ALL);

  @Test
  void chatmlLearnsTheAnswerAndItsEnd() {
    assertThat(marked(ChatTemplate.CHATML, CHAT))
        .isEqualTo(
            """
            <|im_start|>system
            Be kind.<|im_end|>
            <|im_start|>user
            one<|im_end|>
            <|im_start|>assistant
            two<|im_end|>
            <|im_start|>tool
            {}<|im_end|>
            <|im_start|>assistant
            [
            three <|im_end|>]
            """);
  }

  @Test
  void llama3LearnsTheAnswerAndItsEnd() {
    assertThat(marked(ChatTemplate.LLAMA3, CHAT))
        .isEqualTo(
            "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe kind.<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\none<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\ntwo<|eot_id|>"
                + "<|start_header_id|>ipython<|end_header_id|>\n\n{}<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n[\nthree <|eot_id|>]");
  }

  @Test
  void plainLearnsTheAnswerAndItsEnd() {
    assertThat(marked(ChatTemplate.PLAIN, CHAT))
        .isEqualTo(
            """
            <|begin_of_text|>System:
            Be kind.

            User:
            one

            Assistant:
            two<|endoftext|>

            Tool:
            {}

            Assistant:
            [
            three <|endoftext|>]

            """);
  }

  @Test
  void alpacaLearnsTheAnswerAndItsEnd() {
    assertThat(marked(ChatTemplate.ALPACA, CHAT))
        .isEqualTo(
            """
            <|begin_of_text|>Be kind.

            ### Instruction:
            one

            ### Response:
            two<|endoftext|>

            ### Input:
            {}

            ### Response:
            [
            three <|endoftext|>]

            """);
  }

  @Test
  void aCompletionIsATurnOrGoesOn() {
    Sample sample = new Sample.Completion("Say it", " now");
    assertThat(marked(ChatTemplate.PLAIN, sample))
        .isEqualTo("<|begin_of_text|>Say it[ now<|endoftext|>]");
    assertThat(marked(ChatTemplate.CHATML, sample))
        .isEqualTo("<|im_start|>user\nSay it<|im_end|>\n<|im_start|>assistant\n[ now<|im_end|>]\n");
  }

  @ParameterizedTest
  @EnumSource
  void ofPlainTextEverythingIsLearned(ChatTemplate template) {
    assertThat(marked(template, new Sample.PlainText("word")))
        .isEqualTo("<|begin_of_text|>[word<|endoftext|>]");
  }

  @Test
  void theFirstTokenIsNeverLearned() {
    var none = new SpecialTokens(Optional.empty(), "<|endoftext|>", Optional.empty());
    Example example =
        new Encoder(tokenizer, none, ChatTemplate.PLAIN, 8).encode(new Sample.PlainText("a"));
    assertThat(example.ids()).hasSize(2);
    assertThat(example.trained()).isEqualTo(BitSet.valueOf(new long[] {2}));
  }

  @ParameterizedTest
  @EnumSource
  void noTextOfARecordBecomesASpecialToken(ChatTemplate template) {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    var encoder = new Encoder(tokenizer, TOKENS, template, 10_000);
    BitSet special = new BitSet();
    ALL.forEach(token -> special.set(tokenizer.id(token).orElseThrow()));
    List<Integer> expected = specialOf(encoder.encode(chat("a", "b", "c")), special);
    for (int i = 0; i < 500; i++) {
      Sample sample = chat(text(random), text(random), text(random));
      assertThat(specialOf(encoder.encode(sample), special))
          .as("seed %s", seed)
          .isEqualTo(expected);
    }
  }

  @Test
  void aRecordIsCutFromTheEndAndSaysSo() {
    Example whole = new Encoder(tokenizer, TOKENS, ChatTemplate.CHATML, 1_000).encode(CHAT);
    assertThat(whole.cut()).isZero();
    int length = whole.ids().length;
    for (int max = 2; max <= length; max++) {
      Example cut = new Encoder(tokenizer, TOKENS, ChatTemplate.CHATML, max).encode(CHAT);
      assertThat(cut.ids()).isEqualTo(Arrays.copyOf(whole.ids(), max));
      assertThat(cut.cut()).isEqualTo(length - max);
      assertThat(cut.trained()).isEqualTo(whole.trained().get(0, max));
    }
    assertThat(new Encoder(tokenizer, TOKENS, ChatTemplate.CHATML, 5).encode(CHAT).targets())
        .isZero();
    assertThat(whole.targets()).isPositive();
  }

  @Test
  void textsBesideEachOtherAreOneTextUpToWhereLearningBegins() {
    Tokenizer llama3 = withTokens(Tokenizers.llama3(), ALL);
    int twoLines = llama3.id("ĊĊ").orElseThrow();
    var encoder = new Encoder(llama3, TOKENS, ChatTemplate.CHATML, 1_000);
    // The line feed of the header and that of the content are one token, as they are for others.
    assertThat(encoder.encode(chat("x", "\nthe", "the")).ids()).contains(twoLines);
    assertThat(encoder.encode(chat("x", "the", "\nthe")).ids()).doesNotContain(twoLines);
  }

  @Test
  void aTokenizerThatDoesNotFitIsRefused() {
    Tokenizer gpt2 = Tokenizer.read(Tokenizers.gpt2().utf8());
    assertThatThrownBy(
            () ->
                new Encoder(
                    gpt2,
                    new SpecialTokens(Optional.empty(), "<|endoftext|>", Optional.empty()),
                    ChatTemplate.CHATML,
                    8))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("no token <|im_start|>");
    assertThatThrownBy(
            () ->
                new Encoder(
                    gpt2,
                    new SpecialTokens(Optional.empty(), "Ġthe", Optional.empty()),
                    ChatTemplate.PLAIN,
                    8))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining("out of plain text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Encoder(tokenizer, TOKENS, ChatTemplate.PLAIN, 1));
  }

  /** The text with what is learned in brackets. */
  private String marked(ChatTemplate template, Sample sample) {
    Example example = new Encoder(tokenizer, TOKENS, template, 1_000).encode(sample);
    StringBuilder text = new StringBuilder();
    boolean before = false;
    int at = 0;
    while (at < example.ids().length) {
      boolean trained = example.trained().get(at);
      text.append(trained && !before ? "[" : "").append(!trained && before ? "]" : "");
      int from = at;
      while (at < example.ids().length && example.trained().get(at) == trained) {
        at++;
      }
      text.append(tokenizer.decode(Arrays.copyOfRange(example.ids(), from, at)));
      before = trained;
    }
    return text.append(before ? "]" : "").toString();
  }

  private static Sample chat(String system, String user, String assistant) {
    return new Sample.Chat(
        List.of(
            new Turn(Role.SYSTEM, system, false),
            new Turn(Role.USER, user, false),
            new Turn(Role.ASSISTANT, assistant, true)));
  }

  private static String text(SplittableRandom random) {
    return RandomText.of(random) + ALL.get(random.nextInt(ALL.size())) + RandomText.of(random);
  }

  private static List<Integer> specialOf(Example example, BitSet special) {
    return IntStream.of(example.ids()).filter(special::get).boxed().toList();
  }

  private static Tokenizer withTokens(Json.Obj file, List<String> tokens) {
    int first = Tokenizer.read(file.utf8()).size() - file.list("added_tokens").orElseThrow().size();
    List<Json> added =
        IntStream.range(0, tokens.size())
            .mapToObj(
                i -> Tokenizers.added(first + i, tokens.get(i), true, false, false, false, false))
            .toList();
    return Tokenizer.read(Tokenizers.with(file, "added_tokens", Json.of(added)).utf8());
  }
}
