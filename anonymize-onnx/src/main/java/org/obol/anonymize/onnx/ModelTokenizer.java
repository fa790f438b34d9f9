package org.obol.anonymize.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.scan.Text;

/** The tokenizer of a model, a {@code tokenizer.json}. For any number of threads. */
final class ModelTokenizer implements AutoCloseable {
  /** Windows are cut here, and batches have no padding. */
  private static final Map<String, String> OPTIONS =
      Map.of("truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final long[] prefix;
  private final long[] suffix;

  private ModelTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    Encoding letter = tokenizer.encode("a", true, false);
    long[] ids = letter.getIds();
    long[] special = letter.getSpecialTokenMask();
    int first = 0;
    while (first < ids.length && special[first] == 1) {
      first++;
    }
    int last = ids.length;
    while (last > first && special[last - 1] == 1) {
      last--;
    }
    if (first == last) {
      throw new IllegalArgumentException("it has no token for a letter, not even an unknown one");
    }
    prefix = Arrays.copyOf(ids, first);
    suffix = Arrays.copyOfRange(ids, last, ids.length);
  }

  /**
   * @throws AnonymizeException when the file is not a tokenizer, or none can run here
   */
  static ModelTokenizer open(Path file) {
    Offline.enforce();
    try (InputStream in = Files.newInputStream(file)) {
      HuggingFaceTokenizer opened = HuggingFaceTokenizer.newInstance(in, OPTIONS);
      try {
        return new ModelTokenizer(opened);
      } catch (RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new AnonymizeException("cannot load the tokenizer " + file + ": " + e.getMessage(), e);
    }
  }

  /** How many tokens mark the begin and the end of what the model sees. */
  int extra() {
    return prefix.length + suffix.length;
  }

  /** The tokens {@code [from, to)} of a text as the model wants to see them. */
  long[] framed(Tokenized tokens, int from, int to) {
    long[] framed = new long[prefix.length + to - from + suffix.length];
    System.arraycopy(prefix, 0, framed, 0, prefix.length);
    System.arraycopy(tokens.ids(), from, framed, prefix.length, to - from);
    System.arraycopy(suffix, 0, framed, framed.length - suffix.length, suffix.length);
    return framed;
  }

  /** Where in {@link #framed} the tokens of the text begin. */
  int lead() {
    return prefix.length;
  }

  /**
   * @throws AnonymizeException when the tokenizer fails
   */
  Tokenized tokens(Text text) {
    String string = new String(text.bytes, text.from, text.to - text.from, StandardCharsets.UTF_8);
    Encoding encoding;
    try {
      encoding = tokenizer.encode(string, false, false);
    } catch (RuntimeException e) {
      // Without the cause: nobody knows what its message quotes.
      throw new AnonymizeException(
          "the model's tokenizer failed on a text of "
              + (text.to - text.from)
              + " bytes ("
              + e.getClass().getSimpleName()
              + ")");
    }
    long[] ids = encoding.getIds();
    CharSpan[] spans = encoding.getCharTokenSpans();
    int[] from = new int[ids.length];
    int[] to = new int[ids.length];
    int[] bytes = bytesOfCharacters(text);
    for (int i = 0; i < ids.length; i++) {
      // The spans count code points.
      from[i] = spans[i] == null ? text.from : bytes[spans[i].getStart()];
      to[i] = spans[i] == null ? text.from : bytes[spans[i].getEnd()];
      trim(text, from, to, i);
    }
    return new Tokenized(text, ids, from, to);
  }

  /** Where each code point begins, and the end. */
  private static int[] bytesOfCharacters(Text text) {
    int[] at = new int[text.to - text.from + 1];
    int count = 0;
    for (int i = text.from; i < text.to; i++) {
      if ((text.bytes[i] & 0xC0) != 0x80) {
        at[count++] = i;
      }
    }
    at[count] = text.to;
    return at;
  }

  private static void trim(Text text, int[] from, int[] to, int token) {
    int start = from[token];
    int end = to[token];
    while (start < end && !Tokenized.mayBegin(text, start)) {
      start += width(text.bytes[start]);
    }
    while (end > start && !Tokenized.isPart(text.codePointBefore(end))) {
      do {
        end--;
      } while ((text.bytes[end] & 0xC0) == 0x80);
    }
    from[token] = start;
    to[token] = end;
  }

  private static int width(int lead) {
    return lead >= 0 ? 1 : Integer.numberOfLeadingZeros(~(lead << 24));
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
