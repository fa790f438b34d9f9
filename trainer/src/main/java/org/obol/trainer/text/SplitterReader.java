package org.obol.trainer.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the {@code pre_tokenizer}. */
final class SplitterReader {

  private static final Pattern NUMERIC = Pattern.compile("\\p{N}");

  private SplitterReader() {}

  /** Whether words are handed to the model as bytes. */
  static boolean isByteLevel(Located json) {
    String type = json.require("type").text();
    return type.equals("ByteLevel")
        || (type.equals("Sequence")
            && json.require("pretokenizers").items().stream()
                .anyMatch(SplitterReader::isByteLevel));
  }

  /**
   * Reads a pre-tokenizer with all that are in it.
   *
   * @throws TokenizerException naming what is not supported
   */
  static Splitter read(Located json) {
    String type = json.require("type").text();
    return switch (type) {
      case "Sequence" -> sequence(json);
      case "ByteLevel" -> byteLevel(json);
      case "Digits" ->
          new Splitter.Split(
              NUMERIC,
              json.bool("individual_digits", false)
                  ? Splitter.Behavior.ISOLATED
                  : Splitter.Behavior.CONTIGUOUS,
              false);
      case "Split" -> split(json);
      default -> throw TokenizerReader.unknown(json, type, "Sequence, ByteLevel, Digits, Split");
    };
  }

  private static Splitter sequence(Located json) {
    List<Splitter> splitters = new ArrayList<>();
    List<Located> items = json.require("pretokenizers").items();
    for (Located item : items) {
      // What follows it would see letters for bytes instead of text.
      if (isByteLevel(item) && !item.equals(items.getLast())) {
        throw item.refused("must be the last one");
      }
      splitters.add(read(item));
    }
    return new Splitter.Chain(splitters);
  }

  private static Splitter byteLevel(Located json) {
    List<Splitter> splitters = new ArrayList<>();
    if (json.bool("add_prefix_space", true)) {
      splitters.add(new Splitter.PrefixSpace());
    }
    if (json.bool("use_regex", true)) {
      splitters.add(new Splitter.Split(Splitter.GPT2, Splitter.Behavior.ISOLATED, false));
    }
    return new Splitter.Chain(splitters);
  }

  private static Splitter split(Located json) {
    Located pattern = json.require("pattern");
    Pattern compiled =
        pattern
            .get("Regex")
            .map(SplitPattern::compile)
            .orElseGet(() -> literal(pattern.require("String")));
    return new Splitter.Split(
        compiled, behavior(json.require("behavior")), json.bool("invert", false));
  }

  private static Pattern literal(Located text) {
    if (text.text().isEmpty()) {
      throw text.refused("must not be empty");
    }
    return Pattern.compile(text.text(), Pattern.LITERAL);
  }

  private static Splitter.Behavior behavior(Located json) {
    return switch (json.text()) {
      case "Isolated" -> Splitter.Behavior.ISOLATED;
      case "Removed" -> Splitter.Behavior.REMOVED;
      case "MergedWithPrevious" -> Splitter.Behavior.MERGED_WITH_PREVIOUS;
      case "MergedWithNext" -> Splitter.Behavior.MERGED_WITH_NEXT;
      case "Contiguous" -> Splitter.Behavior.CONTIGUOUS;
      default ->
          throw json.refused(
              "must be Isolated, Removed, MergedWithPrevious, MergedWithNext or Contiguous");
    };
  }
}
