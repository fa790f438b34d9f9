package org.obol.cli.anonymize;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.ModelProvider;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Stands where the module of models would: any folder is a model that knows three words. */
public final class PretendedModel implements ModelProvider {
  static final AtomicInteger OPEN = new AtomicInteger();

  private static final Map<String, Label> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("Mira", Label.PERSON);
    WORDS.put("Lyon", Label.LOCATION);
    WORDS.put("T-77", Label.of("TAX_ID"));
  }

  @Override
  public Model open(String model, Map<String, String> environment) {
    if (!Files.isDirectory(Path.of(model))) {
      throw new AnonymizeException("no model at " + model);
    }
    OPEN.incrementAndGet();
    return new Words();
  }

  private static final class Words implements Model {
    private volatile boolean closed;

    @Override
    public List<Label> labels() {
      return List.copyOf(WORDS.values());
    }

    @Override
    public void detect(List<Text> texts, List<Spans> spans) {
      for (int i = 0; i < texts.size(); i++) {
        Text text = texts.get(i);
        String chars =
            new String(text.bytes, text.from, text.to - text.from, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, Label> word : WORDS.entrySet()) {
          int at = chars.indexOf(word.getKey());
          while (at >= 0) {
            int from = text.from + at;
            spans.get(i).add(word.getValue(), from, from + word.getKey().length());
            at = chars.indexOf(word.getKey(), at + 1);
          }
        }
        if (closed) {
          throw new IllegalStateException("asked after it was closed");
        }
      }
    }

    @Override
    public void close() {
      closed = true;
      OPEN.decrementAndGet();
    }
  }
}
