package org.obol.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * {@code obol sell data …}, as the reference calls {@code obol dataset …} in its later releases.
 */
@Command(
    name = "sell",
    description = "sell data … is the same as dataset ….",
    footer = {"", "Example:", "  obol sell data list"})
final class SellAlias {

  /** The words with {@code sell data} in front replaced by {@code dataset}. */
  static List<String> expand(List<String> words) {
    int first = 0;
    while (first < words.size() && words.get(first).startsWith("-")) {
      first++;
    }
    if (first + 1 >= words.size()
        || !words.get(first).equals("sell")
        || !words.get(first + 1).equals("data")) {
      return words;
    }
    List<String> expanded = new ArrayList<>(words.subList(0, first));
    expanded.add("dataset");
    expanded.addAll(words.subList(first + 2, words.size()));
    return expanded;
  }
}
