package org.obol.anonymize.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Detector;

/**
 * The rules of one file of a user: {@code .toml} as of gitleaks, {@code .yaml} or {@code .yml} as
 * of Presidio.
 *
 * @param detector runs the accepted rules
 * @param accepted the rules that run
 * @param refused the rules that cannot run, each with the reason
 * @param skipped how many entries have no rule in them: recognizers that are code, or turned off
 */
public record UserRules(
    Detector detector, List<Accepted> accepted, List<Refused> refused, int skipped) {
  private static final int MAX_BYTES = 8 << 20;
  private static final int MAX_RULES = 50_000;

  /**
   * A rule that runs.
   *
   * @param gated whether a literal tells which texts it need not look at; without one it is slow
   */
  public record Accepted(String id, Label label, boolean gated) {}

  /** A rule that does not run, and why. */
  public record Refused(String id, String reason) {}

  /** What a file of rules says. */
  record Contents(List<Rule> rules, List<Refused> refused, int skipped) {}

  public UserRules {
    accepted = List.copyOf(accepted);
    refused = List.copyOf(refused);
  }

  /**
   * Reads the rules of {@code file}, with the least score that it states itself, else 0.4.
   *
   * @throws AnonymizeException when it is no file of rules or one of its rules is wrong
   */
  public static UserRules load(Path file) {
    return load(file, OptionalDouble.empty());
  }

  /**
   * Reads the rules of {@code file}.
   *
   * @param leastScore of a Presidio match that is taken; empty for what the file states, else 0.4
   * @throws AnonymizeException when it is no file of rules or one of its rules is wrong
   */
  public static UserRules load(Path file, OptionalDouble leastScore) {
    RuleSource source = new RuleSource(file, 0);
    Path name = file.getFileName();
    String lower = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    Contents contents;
    if (lower.endsWith(".toml")) {
      contents = GitleaksFile.read(source, text(source));
    } else if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      contents = PresidioFile.read(source, text(source), leastScore);
    } else {
      throw source.wrong("a file of rules ends in .toml (gitleaks) or in .yaml or .yml (Presidio)");
    }
    if (contents.rules.size() > MAX_RULES) {
      throw source.wrong("it has more than " + MAX_RULES + " rules");
    }
    return of(source, contents);
  }

  private static UserRules of(RuleSource source, Contents contents) {
    List<Accepted> accepted =
        contents.rules.stream()
            .map(rule -> new Accepted(rule.id(), rule.label(), !rule.gates().isEmpty()))
            .toList();
    try {
      return new UserRules(
          new RulesDetector(contents.rules), accepted, contents.refused, contents.skipped);
    } catch (IllegalArgumentException e) {
      throw source.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static String text(RuleSource source) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(source.file())) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new AnonymizeException("there is no file of rules " + source.file(), e);
    } catch (IOException e) {
      throw new AnonymizeException(
          "cannot read the rules in " + source.file() + ": is it a file that you may read?", e);
    }
    if (bytes.length > MAX_BYTES) {
      throw source.wrong("it has more than " + MAX_BYTES + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new AnonymizeException(source.file() + ": it is not UTF-8", e);
    }
  }

  /** The labels that the rules give; {@code Policy.labels} must have those that are built in. */
  public Set<Label> labels() {
    return accepted.stream().map(Accepted::label).collect(Collectors.toUnmodifiableSet());
  }

  /** One line on what runs, and one on each rule that does not. */
  public List<String> summary() {
    long slow = accepted.stream().filter(rule -> !rule.gated()).count();
    List<String> lines = new ArrayList<>();
    lines.add(
        count(accepted.size(), "rule")
            + " run"
            + (accepted.size() == 1 ? "s" : "")
            + (slow == 0 ? "" : ", " + slow + " of them on every text (no literal to look for)")
            + (refused.isEmpty() ? "" : "; " + count(refused.size(), "rule") + " refused")
            + (skipped == 0 ? "" : "; " + skipped + " skipped, which are code or turned off"));
    refused.forEach(rule -> lines.add("refused " + rule.id() + ": " + rule.reason()));
    return List.copyOf(lines);
  }

  private static String count(int count, String of) {
    return count + " " + of + (count == 1 ? "" : "s");
  }
}
