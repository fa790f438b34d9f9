package org.obol.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The peer one would write in an afternoon: each string value of the JSON through regular
 * expressions, one after another. {@code FILE PATTERNS WARM MEASURED}, from memory to nowhere.
 */
public final class RegexAnonymizer {

  private record Rule(String label, Pattern pattern) {}

  private static final JsonFactory JSON = new JsonFactory();

  private final List<Rule> rules;
  private final Map<String, Map<String, Integer>> numbers = new HashMap<>();
  private long spans;

  private RegexAnonymizer(List<Rule> rules) {
    this.rules = rules;
  }

  /** Measures. */
  public static void main(String[] args) throws IOException {
    byte[] corpus = Files.readAllBytes(Path.of(args[0]));
    List<Rule> rules = rules(Path.of(args[1]));
    Repeated.print(
        "java.util.regex",
        corpus.length,
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        () -> {
          var anonymizer = new RegexAnonymizer(rules);
          anonymizer.copy(corpus, OutputStream.nullOutputStream());
          return anonymizer.spans;
        });
  }

  /** Lines of a label, a tab and a pattern. */
  private static List<Rule> rules(Path file) throws IOException {
    List<Rule> rules = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        int tab = line.indexOf('\t');
        rules.add(new Rule(line.substring(0, tab), Pattern.compile(line.substring(tab + 1))));
      }
    }
    return rules;
  }

  private void copy(byte[] corpus, OutputStream out) throws IOException {
    try (JsonParser in = JSON.createParser(corpus);
        JsonGenerator to = JSON.createGenerator(out)) {
      to.setRootValueSeparator(null);
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
          to.writeString(anonymized(in.getText()));
        } else if (in.currentToken().isNumeric()) {
          to.writeNumber(in.getText());
        } else {
          to.copyCurrentEvent(in);
        }
        if (to.getOutputContext().inRoot()) {
          to.writeRaw('\n');
        }
      }
    }
  }

  private String anonymized(String text) {
    String result = text;
    for (Rule rule : rules) {
      result = rule.pattern.matcher(result).replaceAll(found -> placeholder(rule, found.group()));
    }
    return result;
  }

  private String placeholder(Rule rule, String value) {
    spans++;
    Map<String, Integer> known = numbers.computeIfAbsent(rule.label, label -> new HashMap<>());
    int number = known.computeIfAbsent(value, fresh -> known.size() + 1);
    return "<" + rule.label + "_" + number + ">";
  }
}
