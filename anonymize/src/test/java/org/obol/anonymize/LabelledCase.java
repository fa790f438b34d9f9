package org.obol.anonymize;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with its gold spans, and the name of the JSON key whose value it is (empty without one).
 */
public record LabelledCase(String id, String key, String text, SortedSet<GoldSpan> spans) {
  private static final Pattern LINE = Pattern.compile("([A-Z0-9_-]+)(?:\\((\\w+)\\))?: (.*)");
  private static final Pattern MARK = Pattern.compile("⟦([A-Z0-9_]+):([^⟧]*)⟧");

  /** The cases of {@code labelled.txt}, in its order; the head of that file says how it is read. */
  public static List<LabelledCase> all() {
    List<LabelledCase> cases = new ArrayList<>();
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(LabelledCase.class.getResourceAsStream("labelled.txt")),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          cases.add(parse(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static LabelledCase parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("Not a case: " + line);
    }
    String marked = parts.group(3).replace('⏎', '\n').replace('⇥', '\t').replace("¦", "");
    StringBuilder text = new StringBuilder();
    SortedSet<GoldSpan> spans = new TreeSet<>();
    Matcher mark = MARK.matcher(marked);
    while (mark.find()) {
      mark.appendReplacement(text, "");
      int start = text.codePointCount(0, text.length());
      text.append(mark.group(2));
      int end = text.codePointCount(0, text.length());
      spans.add(new GoldSpan(Label.known(mark.group(1)).orElseThrow(), start, end));
    }
    mark.appendTail(text);
    return new LabelledCase(
        parts.group(1), Objects.requireNonNullElse(parts.group(2), ""), text.toString(), spans);
  }

  public boolean isNegative() {
    return spans.isEmpty();
  }

  /** This case with the spans of {@code labels} only. */
  public LabelledCase only(Set<Label> labels) {
    SortedSet<GoldSpan> kept = new TreeSet<>(spans);
    kept.removeIf(span -> !labels.contains(span.label()));
    return new LabelledCase(id, key, text, kept);
  }
}
