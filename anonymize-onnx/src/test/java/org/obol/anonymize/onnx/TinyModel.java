package org.obol.anonymize.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Writes a real, if simple-minded, model: each piece of a word has one label, always. */
final class TinyModel {
  private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]");
  private static final float SURE = 9;

  private final List<String> labels;
  private final Map<String, String> pieces = new LinkedHashMap<>();
  private final Map<String, Float> scores = new LinkedHashMap<>();
  private int length = 64;

  private TinyModel(List<String> labels) {
    this.labels = new ArrayList<>(labels);
  }

  static TinyModel of(String... labels) {
    return new TinyModel(List.of(labels));
  }

  /** Knows people and places, in several alphabets. */
  static TinyModel people() {
    return of("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-STREET_ADDRESS", "I-STREET_ADDRESS")
        .says("B-PER", "Ada", "Zoë", "Müller", "张", "Jean", "Ольга")
        .says("I-PER", "Love", "三", "Pierre", "Hopper")
        .says("B-LOC", "London", "Zürich")
        .says("B-STREET_ADDRESS", "Elm")
        .says("I-STREET_ADDRESS", "Street")
        .says("O", "##lace", "lives", "in", "and", "the", "sea", "is", "a", ",", ".", "-", "##s");
  }

  /** Gives the pieces the label; those that begin with {@code ##} continue a word. */
  TinyModel says(String label, String... words) {
    return says(label, SURE, words);
  }

  TinyModel says(String label, float score, String... words) {
    for (String word : words) {
      pieces.put(word, label);
      scores.put(word, score);
    }
    return this;
  }

  TinyModel length(int tokens) {
    length = tokens;
    return this;
  }

  /** Writes the model into a folder. */
  Path write(Path folder) {
    try {
      Files.createDirectories(folder.resolve("onnx"));
      Files.writeString(folder.resolve("config.json"), config());
      Files.writeString(folder.resolve("tokenizer.json"), tokenizer());
      Files.write(folder.resolve("onnx").resolve("model.onnx"), OnnxBytes.gather(table()));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String config() {
    String names =
        IntStream.range(0, labels.size())
            .mapToObj(i -> "\"" + i + "\": \"" + labels.get(i) + "\"")
            .collect(Collectors.joining(", "));
    return "{\"model_type\": \"bert\", \"max_position_embeddings\": "
        + length
        + ", \"architectures\": [{}], \"id2label\": {"
        + names
        + "}}";
  }

  float[][] table() {
    float[][] table = new float[SPECIAL.size() + pieces.size()][labels.size()];
    for (int i = 0; i < SPECIAL.size(); i++) {
      table[i][0] = SURE;
    }
    int row = SPECIAL.size();
    for (Map.Entry<String, String> piece : pieces.entrySet()) {
      table[row++][labels.indexOf(piece.getValue())] = scores.getOrDefault(piece.getKey(), SURE);
    }
    return table;
  }

  private String tokenizer() {
    List<String> all = new ArrayList<>(SPECIAL);
    all.addAll(pieces.keySet());
    String vocabulary =
        IntStream.range(0, all.size())
            .mapToObj(i -> "\"" + all.get(i) + "\": " + i)
            .collect(Collectors.joining(", "));
    return """
    {"version": "1.0", "truncation": null, "padding": null,
     "added_tokens": [],
     "normalizer": {"type": "BertNormalizer", "clean_text": true,
       "handle_chinese_chars": true, "strip_accents": false, "lowercase": false},
     "pre_tokenizer": {"type": "BertPreTokenizer"},
     "post_processor": {"type": "TemplateProcessing",
       "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
         {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
       "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
       "special_tokens": {
         "[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
         "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
     "decoder": null,
     "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
       "max_input_chars_per_word": 100, "vocab": {%s}}}
    """
        .formatted(vocabulary);
  }

  /** What the detector finds, as {@code LABEL:value}. */
  static List<String> found(OnnxDetector detector, String text) {
    return found(detector, List.of(Text.of(text))).getFirst();
  }

  static List<List<String>> found(OnnxDetector detector, List<Text> texts) {
    List<Spans> spans = texts.stream().map(t -> new Spans()).toList();
    detector.detect(texts, spans);
    List<List<String>> found = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      found.add(shown(texts.get(i), spans.get(i)));
    }
    return found;
  }

  private static List<String> shown(Text text, Spans spans) {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      int length = spans.end(i) - spans.start(i);
      String value = new String(text.bytes, spans.start(i), length, StandardCharsets.UTF_8);
      shown.add(spans.label(i) + ":" + value);
    }
    return shown;
  }
}
