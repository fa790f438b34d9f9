package org.obol.anonymize.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.ModelProvider;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/**
 * Finds names, places and addresses with a token classification model. What it finds depends on
 * each text alone: a run sees texts of equal length together and without padding, so neither
 * neighbours nor threads nor the memory of earlier texts change a span.
 */
public final class OnnxDetector implements ModelProvider.Model {
  /** Tokens in one run: enough to keep a core busy, few enough for its caches. */
  private static final int BATCH = 256;

  private final ModelTokenizer tokenizer;
  private final ModelSession session;
  private final Tags tags;
  private final FoundBefore before;
  private final double floor;
  private final int capacity;

  private OnnxDetector(
      ModelTokenizer tokenizer, ModelSession session, Tags tags, OnnxSettings settings, int seen) {
    this.tokenizer = tokenizer;
    this.session = session;
    this.tags = tags;
    this.before = new FoundBefore(settings.cacheBytes());
    this.floor = settings.floor();
    this.capacity = seen - tokenizer.extra();
  }

  /** A model asked as usual. */
  public static OnnxDetector open(Path model) {
    return open(model, OnnxSettings.DEFAULT);
  }

  /**
   * Loads the model in a directory, or the ONNX file in one, and tries it on a letter.
   *
   * @throws AnonymizeException when a file is missing or damaged, or they do not fit together
   */
  public static OnnxDetector open(Path model, OnnxSettings settings) {
    ModelFiles files = ModelFiles.in(model);
    ModelConfig config = ModelConfig.read(files);
    Tags tags = tags(files, config);
    ModelTokenizer tokenizer = ModelTokenizer.open(files.tokenizer());
    try {
      ModelSession session = ModelSession.open(files.model(), tags.size());
      try {
        int seen = Math.min(settings.window(), config.length());
        if (tokenizer.extra() > seen / 2) {
          throw new AnonymizeException(
              "cannot use the tokenizer "
                  + files.tokenizer()
                  + ": it frames texts in "
                  + tokenizer.extra()
                  + " tokens");
        }
        OnnxDetector detector = new OnnxDetector(tokenizer, session, tags, settings, seen);
        detector.detect(List.of(Text.of("a")), List.of(new Spans()));
        return detector;
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static Tags tags(ModelFiles files, ModelConfig config) {
    try {
      return new Tags(config.labels());
    } catch (IllegalArgumentException e) {
      throw new AnonymizeException(
          "cannot use the model of " + files.config() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public List<Label> labels() {
    return tags.labels();
  }

  /** What the model finds too, by its own names, and this detector leaves. */
  public Set<String> ignored() {
    return tags.ignored();
  }

  /** How many texts so far were answered from memory. */
  public long known() {
    return before.hits();
  }

  /** A text with no twin among those being looked at. */
  private static final class Asked {
    final Tokenized tokens;
    final int[] tag;
    final double[] probability;

    Asked(Tokenized tokens) {
      this.tokens = tokens;
      this.tag = new int[tokens.size()];
      this.probability = new double[tokens.size()];
    }
  }

  private record Row(Asked asked, Windows.Window window) {}

  /**
   * {@inheritDoc}
   *
   * @throws AnonymizeException when the model fails
   */
  @Override
  public void detect(List<Text> texts, List<Spans> spans) {
    FoundBefore.Keys hash = before.keys();
    List<FoundBefore.Key> keys = new ArrayList<>();
    List<Text> withLetters = new ArrayList<>();
    List<Spans> into = new ArrayList<>();
    Map<FoundBefore.Key, Found> found = new LinkedHashMap<>();
    Map<FoundBefore.Key, Asked> asked = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      Text text = texts.get(i);
      if (!hasLetters(text)) {
        continue;
      }
      FoundBefore.Key key = hash.of(text);
      keys.add(key);
      withLetters.add(text);
      into.add(spans.get(i));
      if (found.containsKey(key) || asked.containsKey(key)) {
        continue;
      }
      Optional<Found> known = before.get(key);
      if (known.isPresent()) {
        found.put(key, known.get());
      } else {
        asked.put(key, new Asked(tokenizer.tokens(text)));
      }
    }
    ask(List.copyOf(asked.values()));
    asked.forEach(
        (key, each) -> {
          Found spansOf = Words.spans(each.tokens, tags, each.tag, each.probability);
          found.put(key, spansOf);
          before.put(key, spansOf);
        });
    for (int i = 0; i < keys.size(); i++) {
      Found spansOf = found.getOrDefault(keys.get(i), Found.NOTHING);
      spansOf.addTo(withLetters.get(i), into.get(i));
    }
  }

  private static boolean hasLetters(Text text) {
    for (int at = text.from; at < text.to; at++) {
      int b = text.bytes[at];
      if ((b & 0xC0) != 0x80 && Character.isLetter(text.codePointAt(at))) {
        return true;
      }
    }
    return false;
  }

  private void ask(List<Asked> texts) {
    List<Row> rows = new ArrayList<>();
    for (Asked text : texts) {
      Windows.of(text.tokens, capacity).forEach(window -> rows.add(new Row(text, window)));
    }
    rows.sort(Comparator.comparingInt(row -> row.window().size()));
    for (int i = 0; i < rows.size(); ) {
      int size = rows.get(i).window().size();
      int end = i + 1;
      while (end < rows.size()
          && rows.get(end).window().size() == size
          && (end - i + 1) * (size + tokenizer.extra()) <= BATCH) {
        end++;
      }
      ask(rows.subList(i, end), size);
      i = end;
    }
  }

  private void ask(List<Row> rows, int size) {
    List<long[]> ids =
        rows.stream()
            .map(Row::window)
            .map(window -> tokenizer.framed(window.tokens(), window.from(), window.to()))
            .toList();
    float[] scores = session.scores(ids);
    Tags.Judge judge = tags.new Judge(floor);
    int perRow = (size + tokenizer.extra()) * tags.size();
    for (int r = 0; r < rows.size(); r++) {
      Asked asked = rows.get(r).asked();
      Windows.Window window = rows.get(r).window();
      for (int token = window.judgedFrom(); token < window.judgedTo(); token++) {
        int at = (tokenizer.lead() + token - window.from()) * tags.size();
        try {
          asked.tag[token] = judge.tag(scores, (r * perRow) + at);
        } catch (ArithmeticException e) {
          throw new AnonymizeException("the model gives scores that are not numbers", e);
        }
        asked.probability[token] = judge.probability();
      }
    }
  }

  @Override
  public void close() {
    session.close();
    tokenizer.close();
  }
}
