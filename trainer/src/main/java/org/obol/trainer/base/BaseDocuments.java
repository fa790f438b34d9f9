package org.obol.trainer.base;

import java.util.ArrayList;
import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.trainer.text.MergeLearner;

/** The JSON files of a base model that we make. */
final class BaseDocuments {

  /** The tokens of all our chat templates. */
  private static final List<String> SPECIAL =
      List.of(
          "<|endoftext|>",
          "<|im_start|>",
          "<|im_end|>",
          "<|begin_of_text|>",
          "<|start_header_id|>",
          "<|end_header_id|>",
          "<|eot_id|>");

  private static final String PADDING = "<|endoftext|>";
  private static final String END = "<|im_end|>";

  /** 512 tokens with the letters and the special ones. */
  private static final int MERGES = 249;

  /** What our chatml renders, and at its end what begins an answer. */
  private static final String TEMPLATE =
      """
      {% for turn in messages %}<|im_start|>{{ turn['role'] }}
      {{ turn['content'] }}<|im_end|>
      {% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
      {% endif %}\
      """;

  private static final String QWEN_WORDS =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private final Preset preset;
  private final List<String> tokens = new ArrayList<>(MergeLearner.letters());
  private final List<MergeLearner.Merge> merges = MergeLearner.learn(Primer.TEXT, MERGES);

  BaseDocuments(Preset preset) {
    this.preset = preset;
    merges.forEach(merge -> tokens.add(merge.merged()));
  }

  private int id(String special) {
    return tokens.size() + SPECIAL.indexOf(special);
  }

  /** {@code config.json}. */
  Json.Obj config() {
    boolean llama = preset.type.equals("llama");
    JsonObject config =
        Json.object()
            .put("architectures", List.of(Json.of(llama ? "LlamaForCausalLM" : "Qwen2ForCausalLM")))
            .put("attention_dropout", new Json.Num("0.0"))
            .put("bos_token_id", new Json.Null())
            .put("eos_token_id", id(END))
            .put("pad_token_id", id(PADDING))
            .put("hidden_act", "silu")
            .put("hidden_size", preset.hidden)
            .put("initializer_range", new Json.Num("0.02"))
            .put("intermediate_size", preset.intermediate)
            .put("max_position_embeddings", preset.positions)
            .put("model_type", preset.type)
            .put("num_attention_heads", preset.heads)
            .put("num_hidden_layers", preset.layers)
            .put("num_key_value_heads", preset.keyValueHeads)
            .put("rms_norm_eps", new Json.Num("0.00001"))
            .put("rope_theta", new Json.Num("10000.0"))
            .put("tie_word_embeddings", preset.tied)
            .put("torch_dtype", "float32")
            .put("use_cache", true)
            .put("vocab_size", preset.vocabulary);
    if (llama) {
      config.put("attention_bias", false).put("mlp_bias", false);
    } else {
      config.put("use_sliding_window", false);
    }
    return config.build();
  }

  /**
   * {@code tokenizer.json}: byte level. Text for Llama is cut as GPT-2 does; text for Qwen as Qwen
   * does, because transformers 5 does so whatever the file says.
   */
  Json.Obj tokenizer() {
    boolean qwen = preset.type.equals("qwen2");
    JsonObject vocab = Json.object();
    for (int id = 0; id < tokens.size(); id++) {
      vocab.put(tokens.get(id), id);
    }
    return Json.object()
        .put("version", "1.0")
        .put("truncation", new Json.Null())
        .put("padding", new Json.Null())
        .put("added_tokens", SPECIAL.stream().map(this::added).toList())
        .put("normalizer", qwen ? Json.object().put("type", "NFC").build() : new Json.Null())
        .put("pre_tokenizer", qwen ? qwenWords() : byteLevel(true))
        .put("post_processor", new Json.Null())
        .put("decoder", byteLevel(true))
        .put(
            "model",
            Json.object()
                .put("type", "BPE")
                .put("dropout", new Json.Null())
                .put("unk_token", new Json.Null())
                .put("continuing_subword_prefix", new Json.Null())
                .put("end_of_word_suffix", new Json.Null())
                .put("fuse_unk", false)
                .put("byte_fallback", false)
                .put("ignore_merges", false)
                .put("vocab", vocab.build())
                .put("merges", merges.stream().map(BaseDocuments::pair).toList())
                .build())
        .build();
  }

  private Json added(String token) {
    return Json.object()
        .put("id", id(token))
        .put("content", token)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true)
        .build();
  }

  private static Json pair(MergeLearner.Merge merge) {
    return Json.of(List.of(Json.of(merge.left()), Json.of(merge.right())));
  }

  private static Json qwenWords() {
    Json split =
        Json.object()
            .put("type", "Split")
            .put("pattern", Json.object().put("Regex", QWEN_WORDS).build())
            .put("behavior", "Isolated")
            .put("invert", false)
            .build();
    return Json.object()
        .put("type", "Sequence")
        .put("pretokenizers", List.of(split, byteLevel(false)))
        .build();
  }

  private static Json byteLevel(boolean regex) {
    return Json.object()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", regex)
        .build();
  }

  /** {@code tokenizer_config.json}. */
  Json.Obj tokenizerConfig() {
    return Json.object()
        .put("tokenizer_class", "PreTrainedTokenizerFast")
        .put("chat_template", TEMPLATE)
        .put("clean_up_tokenization_spaces", false)
        .put("eos_token", END)
        .put("pad_token", PADDING)
        .put("model_max_length", preset.positions)
        .build();
  }
}
