package org.obol.trainer.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;

/** Files in the manner of well-known models, with merges learned from a small text. */
final class Tokenizers {

  static final String TEXT =
"""
      The quick brown fox jumps over the lazy dog, and the dog doesn't mind: it's asleep. They're \
      all asleep, we've seen 1234 of them, I'd say 99.5 percent. THE END'S NEAR, isn't it?
      Überraschung! Das Schöne daran: es ist größer als früher. Żółć, naïve, façade, Ελληνικά, \
      русский текст, 日本語のテキスト, 한국어 텍스트, नमस्ते दुनिया, 😀😀 family.\t\tindented    code {
          return value + 1;   // the value of the thing
      }

      the the the thing then there these those that this them they their\r\n\r\n1000000 2024 12



end


end


end
""";

  private static final String LLAMA3 =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  static final String QWEN2 = LLAMA3.replace("{1,3}", "");

  private Tokenizers() {}

  /** Merges as texts, one special token that is in the vocabulary itself. */
  static Json.Obj gpt2() {
    return byteLevel(List.of("<|endoftext|>"), false, false)
        .put("pre_tokenizer", bytes(false, true))
        .build();
  }

  /** The same, with a space in front and each digit alone. */
  static Json.Obj digits() {
    return byteLevel(List.of("<|endoftext|>"), false, false)
        .put(
            "pre_tokenizer",
            sequence(
                Json.object().put("type", "Digits").put("individual_digits", true).build(),
                bytes(true, true)))
        .build();
  }

  /** Merges as lists, whole words first, special tokens beyond the vocabulary. */
  static Json.Obj llama3() {
    return byteLevel(List.of("<|begin_of_text|>", "<|start_header_id|>", "<|eot_id|>"), true, true)
        .put("pre_tokenizer", sequence(split(LLAMA3, "Isolated", false), bytes(false, false)))
        .put("post_processor", bos("<|begin_of_text|>"))
        .build();
  }

  /** Composed characters, and tokens that are no special ones. */
  static Json.Obj qwen2() {
    Json.Obj base =
        byteLevel(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"), false, true)
            .put("normalizer", Json.object().put("type", "NFC").build())
            .put("pre_tokenizer", sequence(split(QWEN2, "Isolated", false), bytes(false, false)))
            .build();
    List<Json> added = new ArrayList<>(base.list("added_tokens").orElseThrow());
    int id = Tokenizer.read(base.utf8()).size();
    added.add(added(id++, "<tool_call>", false, false, false, false, false));
    added.add(added(id++, "word", false, true, true, false, false));
    added.add(added(id++, "<left>", false, true, false, true, false));
    added.add(added(id++, "<right>", false, false, false, false, true));
    added.add(added(id++, "<rig", false, false, false, false, false));
    return with(base, "added_tokens", Json.of(added));
  }

  /** A splitter of each behavior, on something that all texts have. */
  static Json.Obj behavior(String behavior, boolean invert) {
    return byteLevel(List.of("<|endoftext|>"), false, true)
        .put("pre_tokenizer", sequence(split("[\\s,]|the", behavior, invert), bytes(false, false)))
        .build();
  }

  /** Spaces as letters, and bytes where there is no letter. */
  static Json.Obj llama2() {
    String text = TEXT.replace(' ', '▁');
    List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    for (int b = 0; b < 256; b++) {
      tokens.add("<0x%02X>".formatted(b));
    }
    Map<List<String>, Integer> words = new HashMap<>();
    for (String word : text.split("(?=▁)")) {
      words.merge(word.codePoints().mapToObj(Character::toString).toList(), 1, Integer::sum);
    }
    List<MergeLearner.Merge> merges = MergeLearner.learn(words, 250);
    tokens.addAll(
        new TreeSet<>(
            text.codePoints().filter(c -> c < 0x3000).mapToObj(Character::toString).toList()));
    merges =
        merges.stream()
            .filter(merge -> merge.merged().codePoints().allMatch(c -> c < 0x3000))
            .toList();
    merges.stream()
        .map(MergeLearner.Merge::merged)
        .distinct()
        .filter(t -> !tokens.contains(t))
        .forEach(tokens::add);
    return Json.object()
        .put("version", "1.0")
        .put(
            "added_tokens",
            List.of(
                added(0, "<unk>", true, false, false, false, false),
                added(1, "<s>", true, false, false, false, false),
                added(2, "</s>", true, false, false, false, false)))
        .put(
            "normalizer",
            Json.object()
                .put("type", "Sequence")
                .put(
                    "normalizers",
                    List.of(
                        Json.object().put("type", "Prepend").put("prepend", "▁").build(),
                        replace(" ", "▁")))
                .build())
        .put("pre_tokenizer", new Json.Null())
        .put("post_processor", bos("<s>"))
        .put(
            "decoder",
            Json.object()
                .put("type", "Sequence")
                .put(
                    "decoders",
                    List.of(
                        replace("▁", " "),
                        Json.object().put("type", "ByteFallback").build(),
                        Json.object().put("type", "Fuse").build(),
                        Json.object()
                            .put("type", "Strip")
                            .put("content", " ")
                            .put("start", 1)
                            .put("stop", 0)
                            .build()))
                .build())
        .put(
            "model",
            Json.object()
                .put("type", "BPE")
                .put("dropout", new Json.Null())
                .put("unk_token", "<unk>")
                .put("continuing_subword_prefix", new Json.Null())
                .put("end_of_word_suffix", new Json.Null())
                .put("fuse_unk", true)
                .put("byte_fallback", true)
                .put("ignore_merges", false)
                .put("vocab", vocab(tokens))
                .put("merges", spelled(merges, false))
                .build())
        .build();
  }

  /** A copy with another member. */
  static Json.Obj with(Json.Obj object, String key, Json value) {
    JsonObject copy = Json.object();
    object.members().forEach(copy::put);
    return copy.put(key, value).build();
  }

  static Json added(
      int id,
      String content,
      boolean special,
      boolean normalized,
      boolean word,
      boolean left,
      boolean right) {
    return Json.object()
        .put("id", id)
        .put("content", content)
        .put("single_word", word)
        .put("lstrip", left)
        .put("rstrip", right)
        .put("normalized", normalized)
        .put("special", special)
        .build();
  }

  private static JsonObject byteLevel(List<String> special, boolean whole, boolean lists) {
    List<MergeLearner.Merge> merges = MergeLearner.learn(TEXT, 250);
    List<String> tokens = new ArrayList<>(MergeLearner.letters());
    merges.forEach(merge -> tokens.add(merge.merged()));
    if (whole) {
      // Words without merges, of which one can be had only whole.
      tokens.add("Ġasleep");
      tokens.add("zzzz");
    }
    List<String> distinct = tokens.stream().distinct().toList();
    List<Json> added = new ArrayList<>();
    for (String token : special) {
      added.add(added(distinct.size() + added.size(), token, true, false, false, false, false));
    }
    return Json.object()
        .put("version", "1.0")
        .put("added_tokens", added)
        .put("normalizer", new Json.Null())
        .put("post_processor", bytes(false, true))
        .put("decoder", bytes(true, true))
        .put(
            "model",
            Json.object()
                .put("type", "BPE")
                .put("dropout", new Json.Null())
                .put("unk_token", new Json.Null())
                .put("continuing_subword_prefix", "")
                .put("end_of_word_suffix", "")
                .put("fuse_unk", false)
                .put("byte_fallback", false)
                .put("ignore_merges", whole)
                .put("vocab", vocab(distinct))
                .put("merges", spelled(merges, lists))
                .build());
  }

  private static Json vocab(List<String> tokens) {
    JsonObject vocab = Json.object();
    for (int i = 0; i < tokens.size(); i++) {
      vocab.put(tokens.get(i), i);
    }
    return vocab.build();
  }

  private static List<Json> spelled(List<MergeLearner.Merge> merges, boolean lists) {
    return merges.stream()
        .map(
            m ->
                lists
                    ? Json.of(List.of(Json.of(m.left()), Json.of(m.right())))
                    : Json.of(m.left() + " " + m.right()))
        .toList();
  }

  static Json bytes(boolean prefixSpace, boolean regex) {
    return Json.object()
        .put("type", "ByteLevel")
        .put("add_prefix_space", prefixSpace)
        .put("trim_offsets", true)
        .put("use_regex", regex)
        .build();
  }

  static Json sequence(Json... steps) {
    return Json.object().put("type", "Sequence").put("pretokenizers", List.of(steps)).build();
  }

  static Json split(String regex, String behavior, boolean invert) {
    return Json.object()
        .put("type", "Split")
        .put("pattern", Json.object().put("Regex", regex).build())
        .put("behavior", behavior)
        .put("invert", invert)
        .build();
  }

  private static Json replace(String what, String by) {
    return Json.object()
        .put("type", "Replace")
        .put("pattern", Json.object().put("String", what).build())
        .put("content", by)
        .build();
  }

  private static Json bos(String token) {
    Json special =
        Json.object()
            .put("SpecialToken", Json.object().put("id", token).put("type_id", 0).build())
            .build();
    Json sequence =
        Json.object()
            .put("Sequence", Json.object().put("id", "A").put("type_id", 0).build())
            .build();
    Json ids =
        Json.object()
            .put(
                token,
                Json.object()
                    .put("id", token)
                    .put("ids", List.of(Json.of(1)))
                    .put("tokens", List.of(Json.of(token)))
                    .build())
            .build();
    return Json.object()
        .put("type", "TemplateProcessing")
        .put("single", List.of(special, sequence))
        .put("pair", List.of(special, sequence, sequence))
        .put("special_tokens", ids)
        .build();
  }
}
