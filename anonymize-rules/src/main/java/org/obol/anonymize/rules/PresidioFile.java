package org.obol.anonymize.rules;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads the recognizers with patterns or deny lists of a YAML file of Presidio. */
final class PresidioFile {
  /** What a context word raises any score to; weaker patterns count with context only. */
  private static final double LEAST_SCORE = 0.4;

  private static final Set<String> TOP =
      Set.of(
          "recognizers",
          "recognizer_registry",
          "supported_languages",
          "supported_countries",
          "global_regex_flags",
          "default_score_threshold",
          "nlp_configuration");
  private static final Set<String> RECOGNIZER =
      Set.of(
          "name",
          "class_name",
          "type",
          "enabled",
          "version",
          "country_code",
          "supported_language",
          "supported_languages",
          "supported_entity",
          "supported_entities",
          "patterns",
          "context",
          "deny_list",
          "deny_list_score",
          "score_thresholds");
  private static final Set<String> PATTERN = Set.of("name", "regex", "score");

  /** Bits of Python's regex flags: ignore case, multi-line, dot matches all, Unicode. */
  private static final int IGNORECASE = 2;

  private static final int MULTILINE = 8;
  private static final int DOTALL = 16;
  private static final int UNICODE = 32;

  private final OptionalDouble askedScore;
  private final List<Rule> rules = new ArrayList<>();
  private final List<UserRules.Refused> refused = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private int skipped;
  private int flags = Pattern.CASE_INSENSITIVE | Pattern.MULTILINE | Pattern.DOTALL;
  private double leastScore = LEAST_SCORE;

  private PresidioFile(OptionalDouble askedScore) {
    this.askedScore = askedScore;
  }

  static UserRules.Contents read(RuleSource source, String yaml, OptionalDouble leastScore) {
    PresidioFile read = new PresidioFile(leastScore);
    read.file(YamlReading.parse(source, yaml));
    return new UserRules.Contents(read.rules, read.refused, read.skipped);
  }

  private void file(YamlReading file) {
    Map<String, YamlReading> top = file.fields("a Presidio file", TOP);
    YamlReading score = top.get("default_score_threshold");
    if (score != null) {
      leastScore = score.score("default_score_threshold");
    }
    leastScore = askedScore.orElse(leastScore);
    YamlReading registry = top.get("recognizer_registry");
    Map<String, YamlReading> fields =
        registry == null ? top : registry.fields("recognizer_registry", TOP);
    YamlReading recognizers = fields.get("recognizers");
    if (recognizers == null) {
      throw file.source().wrong("it has no recognizers, so it is no Presidio file of rules");
    }
    YamlReading flagBits = fields.get("global_regex_flags");
    if (flagBits != null) {
      flags = flags(flagBits);
    }
    for (YamlReading recognizer : recognizers.items("recognizers")) {
      recognizer(recognizer);
    }
  }

  private static int flags(YamlReading number) {
    String text = number.text("global_regex_flags");
    int bits = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
    if (bits < 0 || (bits & ~(IGNORECASE | MULTILINE | DOTALL | UNICODE)) != 0) {
      throw number.source().wrong("global_regex_flags is a sum of 2, 8, 16 and 32");
    }
    return ((bits & IGNORECASE) != 0 ? Pattern.CASE_INSENSITIVE : 0)
        | ((bits & MULTILINE) != 0 ? Pattern.MULTILINE : 0)
        | ((bits & DOTALL) != 0 ? Pattern.DOTALL : 0);
  }

  private void recognizer(YamlReading recognizer) {
    if (recognizer.isText() || isCode(recognizer.fields("a recognizer", Set.of()))) {
      skipped++;
      return;
    }
    Map<String, YamlReading> fields = recognizer.fields("a recognizer", RECOGNIZER);
    YamlReading nameField = fields.get("name");
    if (nameField == null) {
      throw recognizer.source().wrong("a recognizer has no name");
    }
    String name = nameField.text("name");
    if (!names.add(name)) {
      throw nameField.source().wrong("the recognizer " + name + " is there twice");
    }
    String entity = entity(recognizer, name, fields);
    RecognizerRules read =
        new RecognizerRules(
            name, LabelNames.ofEntity(entity), least(fields, entity), context(fields), flags);
    int before = rules.size() + refused.size();
    YamlReading patterns = fields.get("patterns");
    for (YamlReading pattern :
        patterns == null ? List.<YamlReading>of() : patterns.items("patterns")) {
      read.pattern(pattern, pattern.fields("a pattern of " + name, PATTERN), rules, refused);
    }
    YamlReading words = fields.get("deny_list");
    if (words != null) {
      YamlReading score = fields.get("deny_list_score");
      read.words(words, score == null ? 1 : score.score("deny_list_score"), rules, refused);
    }
    if (before == rules.size() + refused.size()) {
      throw recognizer
          .source()
          .wrong("the recognizer " + name + " has no patterns and no deny_list");
    }
  }

  /** Whether the recognizer is a class of Presidio's, or turned off. */
  private static boolean isCode(Map<String, YamlReading> fields) {
    YamlReading enabled = fields.get("enabled");
    if (enabled != null && !enabled.flag("enabled")) {
      return true;
    }
    YamlReading type = fields.get("type");
    return type == null
        ? !fields.containsKey("patterns") && !fields.containsKey("deny_list")
        : !type.text("type").equals("custom");
  }

  private static String entity(
      YamlReading recognizer, String name, Map<String, YamlReading> fields) {
    YamlReading one = fields.get("supported_entity");
    YamlReading several = fields.get("supported_entities");
    List<String> entities = several == null ? List.of() : several.texts("supported_entities");
    if (one == null && entities.size() == 1) {
      return entities.getFirst();
    }
    if (one == null || several != null) {
      throw recognizer.source().wrong("the recognizer " + name + " must have one supported_entity");
    }
    return one.text("supported_entity");
  }

  /** What is asked for, else what the recognizer states, else what the file does. */
  private double least(Map<String, YamlReading> recognizer, String entity) {
    YamlReading thresholds = recognizer.get("score_thresholds");
    if (thresholds == null || askedScore.isPresent()) {
      return leastScore;
    }
    Map<String, YamlReading> byEntity = thresholds.fields("score_thresholds", Set.of());
    YamlReading own = byEntity.getOrDefault(entity, byEntity.get("default"));
    return own == null ? leastScore : own.score("score_thresholds");
  }

  /** The context words, also those that are given by language. */
  private static Set<String> context(Map<String, YamlReading> fields) {
    Set<String> words = new LinkedHashSet<>();
    YamlReading context = fields.get("context");
    if (context != null) {
      words.addAll(context.texts("context"));
    }
    YamlReading languages = fields.get("supported_languages");
    if (languages != null) {
      for (YamlReading language : languages.items("supported_languages")) {
        YamlReading more =
            language.isMap()
                ? language.fields("a language", Set.of("language", "context")).get("context")
                : null;
        if (more != null) {
          words.addAll(more.texts("context"));
        }
      }
    }
    Set<String> normal = new LinkedHashSet<>();
    words.forEach(word -> normal.add(Piece.words(word)));
    normal.remove("");
    return Set.copyOf(normal);
  }
}
