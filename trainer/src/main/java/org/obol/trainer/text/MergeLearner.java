package org.obol.trainer.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Learns merges from a text: the pair that is most frequent in its words becomes a token, again and
 * again (Sennrich et al. 2016). Made for small texts; the same text gives the same merges.
 */
public final class MergeLearner {

  /** Two tokens that become one. */
  public record Merge(String left, String right) implements Comparable<Merge> {

    /** What they become. */
    public String merged() {
      return left + right;
    }

    @Override
    public int compareTo(Merge other) {
      return Comparator.comparing(Merge::left).thenComparing(Merge::right).compare(this, other);
    }
  }

  private MergeLearner() {}

  /** The 256 letters of a byte-level vocabulary, in the order of the bytes. */
  public static List<String> letters() {
    return IntStream.range(0, 256).mapToObj(b -> String.valueOf(ByteLetters.of(b))).toList();
  }

  /**
   * Learns byte-level merges from the words that GPT-2 would see.
   *
   * @param most how many; fewer when no pair is there twice
   */
  public static List<Merge> learn(String text, int most) {
    List<String> words = new ArrayList<>();
    new Splitter.Split(Splitter.GPT2, Splitter.Behavior.ISOLATED, false).split(text, true, words);
    Map<List<String>, Integer> counts = new HashMap<>();
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      List<String> letters =
          IntStream.range(0, bytes.length)
              .mapToObj(i -> String.valueOf(ByteLetters.of(bytes[i] & 0xff)))
              .toList();
      counts.merge(letters, 1, Integer::sum);
    }
    return learn(counts, most);
  }

  /** Learns merges from words that are cut into letters, and how often each is there. */
  static List<Merge> learn(Map<List<String>, Integer> words, int most) {
    List<Merge> merges = new ArrayList<>();
    Map<List<String>, Integer> current = words;
    while (merges.size() < most) {
      Optional<Merge> best = mostFrequent(current);
      if (best.isEmpty()) {
        break;
      }
      merges.add(best.get());
      Map<List<String>, Integer> next = new HashMap<>();
      current.forEach((word, count) -> next.merge(merged(word, best.get()), count, Integer::sum));
      current = next;
    }
    return merges;
  }

  /** Of several the first by name, so that the order of a map does not matter. */
  private static Optional<Merge> mostFrequent(Map<List<String>, Integer> words) {
    Map<Merge, Integer> pairs = new TreeMap<>();
    words.forEach(
        (word, count) -> {
          for (int i = 0; i + 1 < word.size(); i++) {
            pairs.merge(new Merge(word.get(i), word.get(i + 1)), count, Integer::sum);
          }
        });
    int most = pairs.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return most < 2
        ? Optional.empty()
        : pairs.entrySet().stream()
            .filter(pair -> pair.getValue() == most)
            .map(Map.Entry::getKey)
            .findFirst();
  }

  private static List<String> merged(List<String> word, Merge merge) {
    List<String> merged = new ArrayList<>(word.size());
    for (int i = 0; i < word.size(); i++) {
      boolean pair =
          i + 1 < word.size()
              && word.get(i).equals(merge.left())
              && word.get(i + 1).equals(merge.right());
      merged.add(pair ? merge.merged() : word.get(i));
      i += pair ? 1 : 0;
    }
    return merged;
  }
}
