package org.obol.anonymize.rules;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the rules of a configuration file of gitleaks, version 8. */
final class GitleaksFile {
  private static final Set<String> TOP =
      Set.of("title", "description", "minversion", "extend", "allowlist", "allowlists", "rules");
  private static final Set<String> RULE =
      Set.of(
          "id",
          "description",
          "regex",
          "secretgroup",
          "entropy",
          "keywords",
          "path",
          "tags",
          "allowlist",
          "allowlists",
          "required",
          "skipreport");
  private static final Set<String> ALLOWLIST =
      Set.of(
          "description",
          "condition",
          "commits",
          "paths",
          "regexes",
          "regextarget",
          "stopwords",
          "targetrules");

  /** An allowlist of the whole file, for the rules that it names, or for all. */
  private record Global(Allowlist allowlist, Set<String> rules) {}

  private final TomlReading file;
  private final List<Global> globals = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final List<UserRules.Refused> refused = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private GitleaksFile(TomlReading file) {
    this.file = file;
  }

  static UserRules.Contents read(RuleSource source, String toml) {
    GitleaksFile read = new GitleaksFile(TomlReading.parse(source, toml));
    read.file();
    return new UserRules.Contents(read.rules, read.refused, 0);
  }

  private void file() {
    file.requireOnly("a gitleaks file", TOP);
    if (file.has("extend")) {
      throw file.sourceOf("extend")
          .wrong(
              "[extend] is not read, for it means rules from elsewhere: put them into this file");
    }
    if (!file.has("rules")) {
      throw file.source().wrong("it has no [[rules]], so it is no gitleaks file of rules");
    }
    for (TomlReading allowlist : allowlists(file)) {
      String who = "the allowlist";
      globals.add(
          new Global(allowlist(who, allowlist), new HashSet<>(allowlist.texts("targetrules"))));
    }
    for (TomlReading rule : file.tables("rules")) {
      rule(rule);
    }
    for (Global global : globals) {
      for (String target : global.rules) {
        if (!ids.contains(target)) {
          throw file.sourceOf("allowlists").wrong("an allowlist is for " + target + ", no rule");
        }
      }
    }
  }

  private static List<TomlReading> allowlists(TomlReading table) {
    List<TomlReading> all = new ArrayList<>(table.tables("allowlist"));
    all.addAll(table.tables("allowlists"));
    return all;
  }

  private void rule(TomlReading rule) {
    String id = rule.text("id").orElseThrow(() -> rule.source().wrong("a rule has no id"));
    String who = "the rule " + id;
    rule.requireOnly(who, RULE);
    if (!ids.add(id)) {
      throw rule.sourceOf("id").wrong(who + " is there twice");
    }
    try {
      rules.add(rule(id, who, rule));
    } catch (RuleSource.Refusal e) {
      refused.add(new UserRules.Refused(id, e.reason()));
    }
  }

  private Rule rule(String id, String who, TomlReading rule) throws RuleSource.Refusal {
    Optional<String> text = rule.text("regex");
    if (text.isEmpty()) {
      if (rule.has("path")) {
        throw new RuleSource.Refusal("it looks at paths of files, and texts have none");
      }
      throw rule.source().wrong(who + " has no regex");
    }
    if (rule.has("required") || rule.flag("skipreport")) {
      throw new RuleSource.Refusal("it counts only together with other rules");
    }
    RuleSource.Regex regex = rule.sourceOf("regex").compile(who, text.get(), 0);
    double group = rule.number("secretgroup");
    if (group != Math.rint(group) || group < 0 || group > regex.pattern().groupCount()) {
      throw rule.sourceOf("secretgroup")
          .wrong(who + " names a secretGroup that its regex does not have");
    }
    List<Allowlist> allowed = new ArrayList<>();
    for (TomlReading allowlist : allowlists(rule)) {
      allowed.add(allowlist(who, allowlist));
    }
    for (Global global : globals) {
      if (global.rules.isEmpty() || global.rules.contains(id)) {
        allowed.add(global.allowlist);
      }
    }
    Set<String> keywords = new LinkedHashSet<>(rule.texts("keywords"));
    keywords.remove("");
    return new Rule(
        id,
        LabelNames.ofId(id),
        regex.pattern(),
        keywords.isEmpty() ? regex.gates() : keywords,
        new SecretJudge((int) group, rule.number("entropy"), List.copyOf(allowed)));
  }

  private static Allowlist allowlist(String who, TomlReading table) {
    table.requireOnly("an allowlist of " + who, ALLOWLIST);
    List<Pattern> regexes = new ArrayList<>();
    for (String regex : table.texts("regexes")) {
      try {
        regexes.add(
            table.sourceOf("regexes").compile("an allowlist of " + who, regex, 0).pattern());
      } catch (RuleSource.Refusal e) {
        throw table
            .sourceOf("regexes")
            .wrong("an allowlist of " + who + " has a regex that cannot run: " + e.reason());
      }
    }
    return new Allowlist(
        switch (table.text("regextarget").orElse("secret")) {
          case "", "secret" -> Allowlist.Target.SECRET;
          case "match" -> Allowlist.Target.MATCH;
          case "line" -> Allowlist.Target.LINE;
          default ->
              throw table.sourceOf("regextarget").wrong("regexTarget is secret, match or line");
        },
        switch (table.text("condition").orElse("OR").toUpperCase(Locale.ROOT)) {
          case "", "OR", "||" -> false;
          case "AND", "&&" -> true;
          default -> throw table.sourceOf("condition").wrong("condition is AND or OR");
        },
        table.has("paths") || table.has("commits"),
        List.copyOf(regexes),
        table.texts("stopwords").stream()
            .filter(word -> !word.isEmpty())
            .map(word -> word.toLowerCase(Locale.ROOT))
            .toList());
  }
}
