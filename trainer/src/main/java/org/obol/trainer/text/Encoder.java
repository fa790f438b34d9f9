package org.obol.trainer.text;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * From records to token numbers. The tokens of a template come from the template alone: whatever
 * the text of a record says, it is text. For any number of threads.
 */
public final class Encoder {

  private final Tokenizer tokenizer;
  private final SpecialTokens special;
  private final ChatTemplate template;
  private final int maxLength;
  private final BitSet reserved = new BitSet();

  /**
   * Checks that the tokenizer and the template fit each other.
   *
   * @param maxLength tokens after which a record is cut, from 2
   * @throws TokenizerException when the tokenizer lacks a token of the template, or makes one out
   *     of plain text
   */
  public Encoder(Tokenizer tokenizer, SpecialTokens special, ChatTemplate template, int maxLength) {
    if (maxLength < 2) {
      throw new IllegalArgumentException("max length " + maxLength + " is below 2");
    }
    this.tokenizer = tokenizer;
    this.special = special;
    this.template = template;
    this.maxLength = maxLength;
    template.specialTokens().forEach(this::reserve);
    special.begin().ifPresent(this::reserve);
    special.padding().ifPresent(this::reserve);
    reserve(special.end());
  }

  private void reserve(String token) {
    int id =
        tokenizer
            .id(token)
            .orElseThrow(
                () ->
                    new TokenizerException(
                        "the tokenizer has no token "
                            + token
                            + ", which template "
                            + template.id()
                            + " needs; choose another template"));
    if (tokenizer.isReachable(id)) {
      throw new TokenizerException(
          "the tokenizer makes "
              + token
              + " out of plain text too, so that a record could end its own turn; this model"
              + " cannot be used with template "
              + template.id());
    }
    reserved.set(id);
  }

  /**
   * The record as tokens. When none of them is learned, {@link Example#targets} is 0: it is for the
   * caller to say so.
   *
   * @throws IllegalArgumentException when a text has an unpaired surrogate
   */
  public Example encode(Sample sample) {
    List<Segment> segments = template.render(sample, special);
    IntStream.Builder ids = IntStream.builder();
    BitSet trained = new BitSet();
    int length = 0;
    int at = 0;
    while (at < segments.size()) {
      Segment segment = segments.get(at);
      int end = endOfText(segments, at);
      int[] tokens =
          segment.special()
              ? new int[] {tokenizer.id(segment.text()).orElseThrow()}
              : tokenizer.encodePlain(
                  joined(segments.subList(at, end)), isStart(segments, at), reserved);
      for (int token : tokens) {
        ids.add(token);
      }
      trained.set(length, length + tokens.length, segment.trained());
      length += tokens.length;
      at = end;
    }
    int kept = Math.min(length, maxLength);
    trained.clear(kept, Math.max(length, kept));
    // There is nothing before the first token to predict it from.
    trained.clear(0);
    return new Example(Arrays.copyOf(ids.build().toArray(), kept), trained, length - kept);
  }

  /**
   * Texts beside each other are one text, as they will be for the model; only where learning begins
   * there is a cut, because there the model will go on from what it is given.
   */
  private static int endOfText(List<Segment> segments, int from) {
    int end = from + 1;
    Segment first = segments.get(from);
    while (!first.special()
        && end < segments.size()
        && !segments.get(end).special()
        && segments.get(end).trained() == first.trained()) {
      end++;
    }
    return end;
  }

  private static boolean isStart(List<Segment> segments, int at) {
    return at == 0 || segments.get(at - 1).special();
  }

  private static String joined(List<Segment> segments) {
    StringBuilder text = new StringBuilder();
    segments.forEach(segment -> text.append(segment.text()));
    return text.toString();
  }
}
