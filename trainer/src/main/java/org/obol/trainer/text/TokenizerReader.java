package org.obol.trainer.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.Shown;

/** Takes a {@code tokenizer.json} apart; what it does not know, it refuses. */
final class TokenizerReader {

  private static final int LONGEST_ADDED = 1024;

  private final Located root;

  TokenizerReader(Located root) {
    this.root = root;
  }

  /**
   * Reads everything.
   *
   * @throws TokenizerException naming the place that is wrong or not supported
   */
  TokenizerParts read() {
    Located model = root.require("model");
    Vocabulary vocabulary = new Vocabulary();
    for (Located entry : model.require("vocab").members()) {
      vocabulary.put(entry, lastKey(entry), entry.integer(Vocabulary.MAX_ID));
    }
    List<AddedToken> added = added(vocabulary);
    Optional<Located> preTokenizer = root.get("pre_tokenizer");
    boolean byteLevel = preTokenizer.map(SplitterReader::isByteLevel).orElse(false);
    BitSet special = new BitSet();
    added.stream().filter(AddedToken::special).forEach(token -> special.set(token.id()));
    var merging = new BpeReader(model, vocabulary, byteLevel, special);
    return new TokenizerParts(
        vocabulary,
        added,
        root.get("normalizer").map(TokenizerReader::normalization).orElse(nothing()),
        preTokenizer.map(SplitterReader::read).orElse(new Splitter.Chain(List.of())),
        merging.read(),
        decoder(),
        merging.reachable(),
        root.get("post_processor").flatMap(TokenizerReader::first));
  }

  /** The key of a member, out of its pointer. */
  private static String lastKey(Located member) {
    String pointer = member.pointer();
    return pointer.substring(pointer.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
  }

  private List<AddedToken> added(Vocabulary vocabulary) {
    List<AddedToken> added = new ArrayList<>();
    int next = vocabulary.size();
    for (Located token : root.get("added_tokens").map(Located::items).orElse(List.of())) {
      Located content = token.require("content");
      if (content.text().isEmpty() || content.text().length() > LONGEST_ADDED) {
        throw content.refused("must have 1 to " + LONGEST_ADDED + " characters");
      }
      int id = token.require("id").integer(Vocabulary.MAX_ID);
      if (vocabulary.id(content.text()).isEmpty() && id != next) {
        // The library would ignore the number and give it this one.
        throw token.refused("has number " + id + ", and must follow on as " + next);
      }
      vocabulary.put(token, content.text(), id);
      next = vocabulary.size();
      boolean special = token.bool("special", false);
      added.add(
          new AddedToken(
              id,
              content.text(),
              special,
              token.bool("normalized", !special),
              token.bool("single_word", false),
              token.bool("lstrip", false),
              token.bool("rstrip", false)));
    }
    return added;
  }

  private static Normalization nothing() {
    return new Normalization.Chain(List.of());
  }

  private static Normalization normalization(Located json) {
    String type = json.require("type").text();
    return switch (type) {
      case "NFC" -> new Normalization.Composed();
      case "Prepend" -> new Normalization.Prepend(json.require("prepend").text());
      case "Replace" -> new Normalization.Replace(pattern(json), json.require("content").text());
      case "Sequence" ->
          new Normalization.Chain(
              json.require("normalizers").items().stream()
                  .map(TokenizerReader::normalization)
                  .toList());
      default -> throw unknown(json, type, "NFC, Prepend, Replace, Sequence");
    };
  }

  private static String pattern(Located json) {
    Located text = json.require("pattern").require("String");
    if (text.text().isEmpty()) {
      throw text.refused("must not be empty");
    }
    return text.text();
  }

  private TokenDecoder decoder() {
    return root.get("decoder")
        .map(TokenizerReader::decoder)
        .orElseThrow(() -> root.refused("has no \"decoder\""));
  }

  private static TokenDecoder decoder(Located json) {
    String type = json.require("type").text();
    return switch (type) {
      case "ByteLevel" -> new TokenDecoder.Letters();
      case "Replace" -> new TokenDecoder.Replace(pattern(json), json.require("content").text());
      case "ByteFallback" -> new TokenDecoder.ByteFallback();
      case "Fuse" -> new TokenDecoder.Fuse();
      case "Strip" -> strip(json);
      case "Sequence" ->
          new TokenDecoder.Chain(
              json.require("decoders").items().stream().map(TokenizerReader::decoder).toList());
      default ->
          throw unknown(json, type, "ByteLevel, Replace, ByteFallback, Fuse, Strip, Sequence");
    };
  }

  private static TokenDecoder strip(Located json) {
    Located stop = json.require("stop");
    if (stop.integer(Vocabulary.MAX_ID) != 0) {
      throw stop.refused("must be 0; taking away from the end is not supported");
    }
    Located content = json.require("content");
    if (content.text().isEmpty()) {
      throw content.refused("must not be empty");
    }
    return new TokenDecoder.Strip(content.text(), json.require("start").integer(Vocabulary.MAX_ID));
  }

  /** Read for one thing: whether texts of this model begin with a token of their own. */
  private static Optional<String> first(Located json) {
    return switch (json.require("type").text()) {
      case "Sequence" ->
          json.require("processors").items().stream()
              .flatMap(step -> first(step).stream())
              .findFirst();
      case "TemplateProcessing" ->
          json.require("single").items().stream()
              .findFirst()
              .filter(piece -> piece.value() instanceof Json.Obj)
              .flatMap(piece -> piece.get("SpecialToken"))
              .map(token -> token.require("id").text());
      default -> Optional.empty();
    };
  }

  static TokenizerException unknown(Located json, String type, String known) {
    return json.refused(
        "is of type \"" + Shown.brief(type, 40) + "\", which is not supported; known: " + known);
  }
}
