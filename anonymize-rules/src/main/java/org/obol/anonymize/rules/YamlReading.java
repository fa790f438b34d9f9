package org.obol.anonymize.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** A node of a YAML file. What is not understood is refused by its line. */
record YamlReading(RuleSource source, Node node) {
  private static final int DEEPEST = 50;

  static YamlReading parse(RuleSource source, String yaml) {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(Math.max(1, yaml.length())).build();
    try {
      int depth = 0;
      for (Event event : new Parse(settings).parseString(yaml)) {
        depth +=
            switch (event.getEventId()) {
              case MappingStart, SequenceStart -> 1;
              case MappingEnd, SequenceEnd -> -1;
              default -> 0;
            };
        if (depth > DEEPEST) {
          throw source.wrong("its lists or keys are nested too deeply");
        }
        if (event instanceof AliasEvent alias) {
          throw source
              .at(line(alias.getStartMark()))
              .wrong("aliases are not read; write the value out");
        }
      }
      Node root =
          new Compose(settings)
              .composeString(yaml)
              .orElseThrow(() -> source.wrong("the file is empty"));
      return new YamlReading(source.at(line(root.getStartMark())), root);
    } catch (MarkedYamlEngineException e) {
      throw source.at(line(e.getProblemMark())).wrong("it is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw source.wrong("it is not YAML: " + e.getMessage());
    }
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(m -> m.getLine() + 1).orElse(0);
  }

  private YamlReading child(Node child) {
    return new YamlReading(source.at(line(child.getStartMark())), child);
  }

  boolean isText() {
    return node instanceof ScalarNode;
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isNothing() {
    return node.getTag().equals(Tag.NULL);
  }

  String text(String what) {
    if (node instanceof ScalarNode scalar && !isNothing()) {
      return scalar.getValue();
    }
    throw source.wrong(what + " must be a text");
  }

  boolean flag(String what) {
    if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)) {
      return Boolean.parseBoolean(scalar.getValue());
    }
    throw source.wrong(what + " must be true or false");
  }

  /** A number from 0 to 1. */
  double score(String what) {
    try {
      double score = Double.parseDouble(text(what));
      if (score >= 0 && score <= 1) {
        return score;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw source.wrong(what + " must be a number from 0 to 1");
  }

  List<YamlReading> items(String what) {
    if (isNothing()) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw source.wrong(what + " must be a list");
    }
    List<YamlReading> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(child(item));
    }
    return items;
  }

  List<String> texts(String what) {
    return items(what).stream().map(item -> item.text(what)).toList();
  }

  /** The values by their keys, each of which must be in {@code known} unless that is empty. */
  Map<String, YamlReading> fields(String what, Set<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      throw source.wrong(what + " must be keys with values");
    }
    Map<String, YamlReading> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlReading key = child(tuple.getKeyNode());
      String name = key.text("a key");
      if (!known.isEmpty() && !known.contains(name)) {
        throw key.source.wrong("unknown key " + name + " in " + what);
      }
      if (fields.put(name, child(tuple.getValueNode())) != null) {
        throw key.source.wrong("the key " + name + " is there twice");
      }
    }
    return fields;
  }
}
