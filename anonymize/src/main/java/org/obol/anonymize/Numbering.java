package org.obol.anonymize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.obol.anonymize.scan.Hits;

/**
 * Gives values their numbers, from 1 for each label in reading order. With a key it knows the
 * numbers of earlier runs by keyed hashes, so that a value keeps its number from version to
 * version. Owned by one thread.
 */
public final class Numbering {
  /** A placeholder of the input has a number that another value got before it was seen. */
  static final class Taken extends Exception {
    Taken() {
      super(null, null, false, false);
    }
  }

  /** What is known of one label. */
  static final class OfLabel {
    final Map<DatasetKey.Truncated, Long> earlier = new HashMap<>();
    final Set<Long> reserved = new HashSet<>();
    long last;
    long lastBefore;
    long distinct;
    final List<String> samples = new ArrayList<>(SAMPLES);
  }

  private static final int SAMPLES = 3;
  private static final int SAMPLE_BYTES = 8;

  private final Optional<DatasetKey> key;
  private final DatasetKey hashKey;
  private final DatasetKey.Hasher hasher;
  private final Map<Label, OfLabel> labels = new HashMap<>();
  private Values values = new Values();

  private Numbering(Optional<DatasetKey> key) {
    this.key = key;
    this.hashKey = key.orElseGet(DatasetKey::random);
    this.hasher = hashKey.hasher();
  }

  /** Numbers for one run. */
  public static Numbering once() {
    return new Numbering(Optional.empty());
  }

  /** Numbers that can be kept, see {@link NumberingFile}. */
  public static Numbering kept(DatasetKey key) {
    return new Numbering(Optional.of(key));
  }

  public Optional<DatasetKey> key() {
    return key;
  }

  /** How many different values of the label this run has met. */
  public long distinct(Label label) {
    return of(label).distinct;
  }

  /**
   * Keyed hashes of the first values of the label in this run; without a kept key, under a key that
   * nobody knows.
   */
  public List<String> samples(Label label) {
    return List.copyOf(of(label).samples);
  }

  /** The kept key or, without one, a key of this run. */
  DatasetKey hashKey() {
    return hashKey;
  }

  /**
   * @throws AnonymizeException when an operator needs a kept key and there is none
   */
  void requireKeyFor(Policy policy) {
    if (policy.needsKey() && key.isEmpty()) {
      throw new AnonymizeException(
          "the operator hmac needs the key of a numbering: give --numbering FILE");
    }
  }

  /**
   * Numbers what {@link PartWorker}s found, as one run over the parts in this order. Each call
   * starts the run anew; a numbering serves either this or an {@link Anonymizer}.
   *
   * @return the numbers of each part's different values, in its reading order
   */
  public List<long[]> number(List<PartFindings.Complete> parts) {
    restart();
    for (PartFindings.Complete part : parts) {
      part.placeholders().forEach((label, indexes) -> of(label).reserved.addAll(indexes));
    }
    List<long[]> numbers = new ArrayList<>(parts.size());
    for (PartFindings.Complete part : parts) {
      long[] ofPart = new long[part.distinct()];
      for (int i = 0; i < ofPart.length; i++) {
        ofPart[i] = numberHashed(part.label(i), part.values(), PartFindings.Complete.hashAt(i));
      }
      numbers.add(ofPart);
    }
    return numbers;
  }

  private long numberHashed(Label label, byte[] hashes, int from) {
    int to = from + DatasetKey.Truncated.LENGTH;
    int slot = values.slot(label, hashes, from, to);
    long known = values.index(slot);
    if (known != 0) {
      return known;
    }
    byte[] hash = Arrays.copyOfRange(hashes, from, to);
    long index = fresh(of(label), hash);
    values.put(slot, label, hashes, from, to, index);
    return index;
  }

  void number(Hits hits) throws Taken {
    for (int i = 0; i < hits.literals(); i++) {
      reserve(hits.literalLabel(i), hits.literal(i));
    }
    for (int i = 0; i < hits.size(); i++) {
      hits.number(i, number(hits.label(i), hits.values(), hits.valueFrom(i), hits.valueTo(i)));
    }
  }

  /** Notes placeholders of the input for a second attempt. */
  void reserveOnly(Hits hits) {
    for (int i = 0; i < hits.literals(); i++) {
      of(hits.literalLabel(i)).reserved.add(hits.literal(i));
    }
  }

  /** Forgets what this run has numbered, but not the placeholders of the input. */
  void restart() {
    values = new Values();
    for (OfLabel label : labels.values()) {
      long before = label.lastBefore;
      label.earlier.values().removeIf(index -> index > before);
      label.last = before;
      label.distinct = 0;
      label.samples.clear();
    }
  }

  /** The number of a value: the one it has, or the next that is free. */
  long number(Label label, byte[] bytes, int from, int to) {
    int slot = values.slot(label, bytes, from, to);
    long known = values.index(slot);
    if (known != 0) {
      return known;
    }
    long index = fresh(label, bytes, from, to);
    values.put(slot, label, bytes, from, to, index);
    return index;
  }

  /** A number for a value that this run has not met. */
  private long fresh(Label label, byte[] bytes, int from, int to) {
    OfLabel of = of(label);
    if (key.isEmpty() && of.distinct >= SAMPLES) {
      of.distinct++;
      return next(of);
    }
    return fresh(of, hasher.hash(label, bytes, from, to));
  }

  private long fresh(OfLabel of, byte[] hash) {
    if (of.distinct++ < SAMPLES) {
      of.samples.add(HexFormat.of().formatHex(hash, 0, SAMPLE_BYTES));
    }
    return key.isEmpty() ? next(of) : keptNumber(of, DatasetKey.Truncated.of(hash));
  }

  private static long keptNumber(OfLabel of, DatasetKey.Truncated hash) {
    Long earlier = of.earlier.get(hash);
    if (earlier != null) {
      return earlier;
    }
    long index = next(of);
    of.earlier.put(hash, index);
    return index;
  }

  private static long next(OfLabel of) {
    do {
      of.last++;
    } while (!of.reserved.isEmpty() && of.reserved.contains(of.last));
    return of.last;
  }

  private void reserve(Label label, long index) throws Taken {
    OfLabel of = of(label);
    if (of.reserved.add(index) && index > of.lastBefore && index <= of.last) {
      throw new Taken();
    }
  }

  /** Everything known, for {@link NumberingFile}. */
  Map<Label, OfLabel> labels() {
    return labels;
  }

  OfLabel of(Label label) {
    return labels.computeIfAbsent(label, l -> new OfLabel());
  }
}
