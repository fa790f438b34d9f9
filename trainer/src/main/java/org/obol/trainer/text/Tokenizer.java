package org.obol.trainer.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/**
 * Byte pair encoding as a {@code tokenizer.json} (huggingface/tokenizers) describes it: the
 * byte-level kind of GPT-2, Llama 3 and Qwen, and the kind of Llama 2 that falls back to bytes.
 * Every text has tokens; there is no unknown one. The {@code post_processor} is not applied: what
 * stands around a text is the business of {@link ChatTemplate}. For any number of threads.
 */
public final class Tokenizer {

  /** Longest file that is read. */
  private static final int MAX_BYTES = 64 << 20;

  private final TokenizerParts parts;
  private final AddedTokens raw;
  private final AddedTokens normalized;

  private Tokenizer(TokenizerParts parts) {
    this.parts = parts;
    List<AddedToken> before = new ArrayList<>();
    List<AddedToken> after = new ArrayList<>();
    parts.added().forEach(token -> (token.normalized() ? after : before).add(token));
    raw = new AddedTokens(before, content -> content);
    normalized = new AddedTokens(after, content -> parts.normalization().apply(content, true));
  }

  /**
   * Reads a {@code tokenizer.json}.
   *
   * @throws TokenizerException naming the file and the place in it that is not supported
   */
  public static Tokenizer open(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new TokenizerException("it has more than " + MAX_BYTES + " bytes");
      }
      return read(Files.readAllBytes(file));
    } catch (TokenizerException | JsonException e) {
      throw new TokenizerException(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new TokenizerException("cannot read " + file + ": " + e.getMessage());
    }
  }

  /**
   * Reads the content of a {@code tokenizer.json}.
   *
   * @throws TokenizerException naming the place that is not supported
   * @throws JsonException when it is no JSON
   */
  public static Tokenizer read(byte[] json) {
    return new Tokenizer(
        new TokenizerReader(new Located("", JsonReader.read(json, MAX_BYTES))).read());
  }

  /**
   * The tokens of a text in which added tokens, special ones too, stand for themselves. Only for
   * text that is trusted: {@link #encodePlain} is for all other.
   *
   * @throws IllegalArgumentException when the text has an unpaired surrogate
   */
  public int[] encode(String text) {
    return encode(text, true, token -> true);
  }

  /**
   * The tokens of a text whose author must not control the model: a special token that is written
   * out in it is text like any other.
   *
   * @param start false when the text goes on from another, so that nothing is put in front
   * @param reserved tokens that are to be taken for special, whatever the file says
   * @throws IllegalArgumentException when the text has an unpaired surrogate
   */
  public int[] encodePlain(String text, boolean start, BitSet reserved) {
    return encode(text, start, token -> !token.special() && !reserved.get(token.id()));
  }

  private int[] encode(String text, boolean start, Predicate<AddedToken> allowed) {
    if (!Json.isPaired(text)) {
      throw new IllegalArgumentException("the text has an unpaired surrogate");
    }
    IntStream.Builder out = IntStream.builder();
    boolean first = start;
    for (AddedTokens.Part part : raw.split(text, allowed)) {
      if (part.token().isPresent()) {
        out.add(part.token().get().id());
      } else {
        encodeBetween(parts.normalization().apply(part.text(), first), first, allowed, out);
      }
      first = true;
    }
    return out.build().toArray();
  }

  private void encodeBetween(
      String text, boolean start, Predicate<AddedToken> allowed, IntStream.Builder out) {
    boolean first = start;
    for (AddedTokens.Part part : normalized.split(text, allowed)) {
      if (part.token().isPresent()) {
        out.add(part.token().get().id());
      } else {
        List<String> words = new ArrayList<>();
        parts.splitter().split(part.text(), first, words);
        words.forEach(word -> parts.bpe().encode(word, out));
      }
      first = true;
    }
  }

  /**
   * The text of tokens; bytes that are no UTF-8 become U+FFFD.
   *
   * @throws IllegalArgumentException when there is no such token
   */
  public String decode(int... ids) {
    List<String> tokens = new ArrayList<>(ids.length);
    for (int id : ids) {
      tokens.add(
          token(id).orElseThrow(() -> new IllegalArgumentException("there is no token " + id)));
    }
    return String.join("", parts.decoder().apply(tokens));
  }

  /** One more than the largest number of a token. */
  public int size() {
    return parts.vocabulary().size();
  }

  /** The number of a token, written as in the file. */
  public Optional<Integer> id(String token) {
    return parts.vocabulary().id(token);
  }

  /** A token, written as in the file. */
  public Optional<String> token(int id) {
    return parts.vocabulary().token(id);
  }

  /** Whether some text becomes that token without being written as an added token. */
  public boolean isReachable(int id) {
    return parts.reachable().get(id);
  }

  /** The token that the {@code post_processor} would put in front of a text. */
  public Optional<String> first() {
    return parts.first();
  }
}
