package org.obol.anonymize.rules;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.obol.anonymize.Label;

/**
 * Makes the rules of one recognizer.
 *
 * @param least the score that a match must have
 * @param context lower-case words that raise it
 * @param flags of {@link Pattern}
 */
record RecognizerRules(String name, Label label, double least, Set<String> context, int flags) {
  private static final int LONGEST_WORD = 1000;

  void pattern(
      YamlReading source,
      Map<String, YamlReading> pattern,
      List<Rule> rules,
      List<UserRules.Refused> refused) {
    YamlReading regex = pattern.get("regex");
    YamlReading score = pattern.get("score");
    YamlReading title = pattern.get("name");
    if (regex == null || score == null) {
      throw source.source().wrong("a pattern of " + name + " needs a regex and a score");
    }
    String id = title == null ? name : name + "/" + title.text("name");
    ScoreJudge judge = new ScoreJudge(score.score("score"), least, context);
    try {
      RuleSource.Regex compiled =
          regex.source().compile("the rule " + id, ofPython(regex.text("regex")), flags);
      if (judge.hopeless()) {
        throw new RuleSource.Refusal("its score never reaches " + least);
      }
      rules.add(new Rule(id, label, compiled.pattern(), compiled.gates(), judge));
    } catch (RuleSource.Refusal e) {
      refused.add(new UserRules.Refused(id, e.reason()));
    }
  }

  void words(YamlReading words, double score, List<Rule> rules, List<UserRules.Refused> refused) {
    String id = name + "/deny_list";
    ScoreJudge judge = new ScoreJudge(score, least, context);
    if (judge.hopeless()) {
      refused.add(new UserRules.Refused(id, "its score never reaches " + least));
      return;
    }
    for (YamlReading word : words.items("deny_list")) {
      String text = word.text("deny_list");
      if (text.isEmpty() || text.length() > LONGEST_WORD) {
        throw word.source().wrong("a word of the deny_list is empty or too long");
      }
      try {
        RuleSource.Regex compiled =
            word.source().compile("the rule " + id, Pattern.quote(text), flags);
        rules.add(new Rule(id, label, compiled.pattern(), compiled.gates(), new WordJudge(judge)));
      } catch (RuleSource.Refusal e) {
        refused.add(new UserRules.Refused(id, e.reason()));
      }
    }
  }

  /** Writes Python's end of text as RE2 does. */
  private static String ofPython(String regex) {
    StringBuilder re2 = new StringBuilder(regex.length());
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      re2.append(c);
      if (c == '\\' && i + 1 < regex.length()) {
        char escaped = regex.charAt(++i);
        re2.append(escaped == 'Z' ? 'z' : escaped);
      }
    }
    return re2.toString();
  }
}
