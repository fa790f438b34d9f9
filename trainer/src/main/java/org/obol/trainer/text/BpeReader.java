package org.obol.trainer.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.obol.crypto.Json;

/** Reads the {@code model}. */
final class BpeReader {

  private static final int BYTES = 256;

  private final Located model;
  private final Vocabulary vocabulary;
  private final boolean byteLevel;
  private final BitSet special;
  private final BitSet reachable = new BitSet();

  /**
   * @param vocabulary of the model, with the added tokens
   * @param byteLevel whether words come as bytes
   * @param special tokens that no word is, even where words are looked up whole
   */
  BpeReader(Located model, Vocabulary vocabulary, boolean byteLevel, BitSet special) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.byteLevel = byteLevel;
    this.special = special;
  }

  /** Tokens that {@link #read} found to be made out of text. */
  BitSet reachable() {
    return reachable;
  }

  /**
   * Reads merges and letters.
   *
   * @throws TokenizerException naming the place that is wrong or not supported
   */
  Bpe read() {
    Located type = model.require("type");
    if (!type.text().equals("BPE")) {
      throw TokenizerReader.unknown(model, type.text(), "BPE");
    }
    for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
      model
          .get(affix)
          .filter(value -> !value.text().isEmpty())
          .ifPresent(
              value -> {
                throw value.refused("must be empty; it is not supported");
              });
    }
    model
        .get("dropout")
        .ifPresent(
            value -> {
              throw value.refused("must be null: the same text must have the same tokens");
            });
    return new Bpe(letters(), merges(), whole());
  }

  private Function<String, int[]> letters() {
    if (byteLevel) {
      int[] ofByte = byteTokens(b -> String.valueOf(ByteLetters.of(b)));
      return word -> {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < tokens.length; i++) {
          tokens[i] = ofByte[bytes[i] & 0xff];
        }
        return tokens;
      };
    }
    if (!model.bool("byte_fallback", false)) {
      throw model.refused("has neither byte-level words nor byte_fallback; not supported");
    }
    int[] ofByte = byteTokens("<0x%02X>"::formatted);
    Map<Integer, Integer> ofCharacter = new HashMap<>();
    vocabulary
        .ids()
        .forEach(
            (token, id) -> {
              if (token.codePointCount(0, token.length()) == 1 && isOfModel(token)) {
                ofCharacter.put(token.codePointAt(0), id);
                reachable.set(id);
              }
            });
    return word -> word.codePoints().flatMap(c -> character(c, ofCharacter, ofByte)).toArray();
  }

  /** Added tokens are in the vocabulary too, but words are made of the model's own. */
  private boolean isOfModel(String token) {
    return model.require("vocab").get(token).isPresent();
  }

  private static IntStream character(int c, Map<Integer, Integer> ofCharacter, int[] ofByte) {
    Integer token = ofCharacter.get(c);
    if (token != null) {
      return IntStream.of(token);
    }
    byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, bytes.length).map(i -> ofByte[bytes[i] & 0xff]);
  }

  private int[] byteTokens(Function<Integer, String> name) {
    Located vocab = model.require("vocab");
    int[] tokens = new int[BYTES];
    for (int b = 0; b < BYTES; b++) {
      String token = name.apply(b);
      if (vocab.get(token).isEmpty()) {
        throw vocab.refused("has no token for byte " + b + " (" + token + ")");
      }
      tokens[b] = id(vocab, token);
      reachable.set(tokens[b]);
    }
    return tokens;
  }

  private MergeTable merges() {
    List<Located> merges = model.require("merges").items();
    MergeTable table = new MergeTable(merges.size());
    for (int rank = 0; rank < merges.size(); rank++) {
      Located merge = merges.get(rank);
      List<String> pair = pair(merge);
      int merged = id(merge, pair.get(0) + pair.get(1));
      table.put(id(merge, pair.get(0)), id(merge, pair.get(1)), rank, merged);
      reachable.set(merged);
    }
    return table;
  }

  /** Old files write a pair as one text with a space, new ones as a list. */
  private static List<String> pair(Located merge) {
    List<String> pair =
        merge.value() instanceof Json.Arr
            ? merge.items().stream().map(Located::text).toList()
            : List.of(merge.text().split(" ", -1));
    if (pair.size() != 2) {
      throw merge.refused("must be two tokens");
    }
    return pair;
  }

  private int id(Located where, String token) {
    return vocabulary
        .id(token)
        .orElseThrow(() -> where.refused("needs a token that is not in the vocabulary: " + token));
  }

  private Map<String, Integer> whole() {
    Map<String, Integer> whole = new HashMap<>();
    if (!model.bool("ignore_merges", false)) {
      return whole;
    }
    for (Located entry : model.require("vocab").members()) {
      int id = entry.integer(Vocabulary.MAX_ID);
      if (!special.get(id)) {
        word(vocabulary.token(id).orElseThrow()).ifPresent(word -> whole.put(word, id));
        reachable.set(id);
      }
    }
    return whole;
  }

  /** The word that a token of the vocabulary is, if it is UTF-8. */
  private Optional<String> word(String token) {
    if (!byteLevel) {
      return Optional.of(token);
    }
    Optional<byte[]> bytes = ByteLetters.bytes(token);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.get())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
