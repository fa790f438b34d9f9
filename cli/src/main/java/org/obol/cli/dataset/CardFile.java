package org.obol.cli.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.Card;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A {@link Card} as its owner writes it in YAML. What is not understood is refused by its line. */
final class CardFile {

  private static final int MAX_BYTES = 64 << 10;
  private static final Set<String> PERMISSIONS = Set.of("allowed", "notAllowed", "constrained");

  /** What a program asks for; a use that nobody knows would forbid nothing. */
  private static final String TRAIN = "train";

  private static final String LICENSE_ID = "\\(*[A-Za-z0-9.+:-]+\\)*";
  private static final Pattern LICENSE =
      Pattern.compile(
          LICENSE_ID + "( (and|or|with) " + LICENSE_ID + ")*", Pattern.CASE_INSENSITIVE);

  private final Path file;
  private Optional<String> title = Optional.empty();
  private Optional<String> description = Optional.empty();
  private Optional<String> license = Optional.empty();
  private Optional<Sha256> licenseSha256 = Optional.empty();
  private List<String> keywords = List.of();
  private Map<String, String> permissions = Map.of();

  private CardFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the file.
   *
   * @throws ObolException (usage) with the line that is wrong
   */
  static Card read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new ObolException(
          ObolException.Exit.USAGE, file + ": a card has at most " + MAX_BYTES + " bytes");
    }
    var card = new CardFile(file);
    card.fill(Files.readString(file, StandardCharsets.UTF_8));
    return new Card(
        card.title,
        card.description,
        card.license,
        card.licenseSha256,
        card.keywords,
        card.permissions);
  }

  /** Demands a use that is known, and one of the three words that a permission can be. */
  static void requirePermission(String where, String use, String value) {
    if (!use.equals(TRAIN)) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          where
              + " is for a use that no program knows, and would forbid nothing; the known one is "
              + TRAIN
              + ". Other terms belong into the licence");
    }
    if (!PERMISSIONS.contains(value)) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          where + " is \"" + value + "\"; it must be allowed, notAllowed or constrained");
    }
  }

  /** Demands what looks like an SPDX expression; no list of ids is consulted. */
  static String requireLicense(String where, String value) {
    if (!LICENSE.matcher(value).matches()) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          where
              + " is \""
              + value
              + "\"; it must be an SPDX id or expression, such as CC-BY-4.0 or MIT OR Apache-2.0."
              + " One of your own is LicenseRef-NAME, with its text as license file");
    }
    return value;
  }

  private void fill(String yaml) throws IOException {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file.toString()).setCodePointLimit(MAX_BYTES).build();
    try {
      for (Event event : new Parse(settings).parseString(yaml)) {
        if (event instanceof AliasEvent alias) {
          throw wrong(alias.getStartMark(), "aliases are not read; write the value out");
        }
      }
      Optional<Node> root = new Compose(settings).composeString(yaml);
      for (Map.Entry<ScalarNode, Node> field :
          fields(root.orElseThrow(() -> wrong(Optional.empty(), "the file is empty")))) {
        set(field.getKey(), field.getValue());
      }
    } catch (MarkedYamlEngineException e) {
      throw wrong(e.getProblemMark(), "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw wrong(Optional.empty(), "not YAML: " + e.getMessage());
    }
  }

  private void set(ScalarNode key, Node value) throws IOException {
    switch (key.getValue()) {
      case "title" -> title = Optional.of(text(value));
      case "description" -> description = Optional.of(text(value));
      case "license" -> license = Optional.of(requireLicense(file + ": license", text(value)));
      case "license_file" ->
          licenseSha256 = Optional.of(CardOptions.licenseHash(file.resolveSibling(text(value))));
      case "keywords" -> keywords = texts(value);
      case "permissions" -> permissions = permissions(value);
      default ->
          throw wrong(
              key.getStartMark(),
              "unknown key \""
                  + key.getValue()
                  + "\"; known are title, description, license, license_file, keywords,"
                  + " permissions");
    }
  }

  private Map<String, String> permissions(Node node) {
    Map<String, String> read = new LinkedHashMap<>();
    for (Map.Entry<ScalarNode, Node> field : fields(node)) {
      String value = text(field.getValue());
      String use = field.getKey().getValue();
      requirePermission(file + ": permission " + use, use, value);
      read.put(use, value);
    }
    return read;
  }

  private List<Map.Entry<ScalarNode, Node>> fields(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node.getStartMark(), "expected \"key: value\" lines");
    }
    List<Map.Entry<ScalarNode, Node>> fields = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw wrong(tuple.getKeyNode().getStartMark(), "a key must be a plain word");
      }
      if (!seen.add(key.getValue())) {
        throw wrong(key.getStartMark(), "the key \"" + key.getValue() + "\" is there twice");
      }
      fields.add(Map.entry(key, tuple.getValueNode()));
    }
    return fields;
  }

  private List<String> texts(Node node) {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong(node.getStartMark(), "expected a list");
    }
    return sequence.getValue().stream().map(this::text).toList();
  }

  private String text(Node node) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      return scalar.getValue();
    }
    throw wrong(node.getStartMark(), "expected a text; put numbers and true or false in quotes");
  }

  private ObolException wrong(Optional<Mark> where, String what) {
    String line = where.map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
    return new ObolException(ObolException.Exit.USAGE, file + line + ": " + what);
  }
}
