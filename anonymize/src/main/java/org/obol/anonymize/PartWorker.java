package org.obol.anonymize;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.obol.anonymize.scan.Hits;

/**
 * Anonymizes parts of a dataset where {@link Anonymizer} cannot see the whole of it, such as on the
 * machines of a cluster. Parts are whole lines; together, in order, they are the dataset.
 *
 * <ol>
 *   <li>{@link #find} each part, anywhere and in any order; values leave it as keyed hashes only.
 *   <li>{@link Numbering#number(List)} what was found, in the order of the parts, in one place.
 *   <li>{@link #render} each part with its numbers.
 *   <li>{@link Report#ofParts} says what was done.
 * </ol>
 *
 * The bytes are then those of the Anonymizer. A worker has no state and can be sent with Java
 * serialization, if the detectors of its policy can; it takes {@code key} along, which belongs to
 * nobody but the owner of the dataset.
 *
 * @param key hashes the values
 */
public record PartWorker(Policy policy, DatasetKey key) implements Serializable {
  private static final int BLOCK = 1 << 20;

  /**
   * A worker whose findings {@code numbering} can number.
   *
   * @throws AnonymizeException when an operator needs a key and the numbering has none
   */
  public static PartWorker of(Policy policy, Numbering numbering) {
    numbering.requireKeyFor(policy);
    return new PartWorker(policy, numbering.hashKey());
  }

  /** Reads a part to its end, or to its first bad line, and says what is to be numbered. */
  public PartFindings find(InputStream in) throws IOException {
    CheckedInputStream checked = new CheckedInputStream(in, new CRC32C());
    Slot slot = new Slot(policy, Optional.of(key));
    Finder finder = new Finder(key.hasher());
    try {
      Blocks blocks = new Blocks(checked, BLOCK);
      while (slot.next(blocks)) {
        if (slot.bad().isPresent()) {
          var bad = slot.bad().get();
          return new PartFindings.BadLine(finder.lines + bad.line(), bad.column(), bad.reason());
        }
        finder.add(slot.hits, slot.length);
      }
      return finder.complete(checked.getChecksum().getValue());
    } catch (AnonymizeException e) {
      return new PartFindings.Failed(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads the part once more and writes it with its values replaced. What was written counts only
   * when the result is {@link PartResult.Rendered}.
   *
   * @param numbers of the different values, in reading order
   * @param checksum of the findings; another one means that the input has changed
   */
  public PartResult render(InputStream in, OutputStream out, long[] numbers, long checksum)
      throws IOException {
    CheckedInputStream checked = new CheckedInputStream(in, new CRC32C());
    Slot slot = new Slot(policy, Optional.of(key));
    Seen seen = new Seen();
    long bytes = 0;
    try {
      Blocks blocks = new Blocks(checked, BLOCK);
      while (slot.next(blocks)) {
        if (slot.bad().isPresent() || !give(slot.hits, seen, numbers)) {
          return changed();
        }
        slot.render();
        out.write(slot.renderer.out(), 0, slot.renderer.size());
        bytes += slot.renderer.size();
      }
    } catch (AnonymizeException e) {
      return new PartResult.Failed(String.valueOf(e.getMessage()));
    }
    if (checked.getChecksum().getValue() != checksum) {
      return changed();
    }
    Map<String, Map<String, Long>> places = new TreeMap<>();
    slot.tally.addTo(places, slot.scanner.paths());
    return new PartResult.Rendered(bytes, places);
  }

  private static PartResult changed() {
    return new PartResult.Failed("the input changed while it was read");
  }

  /** False when there are more values than numbers. */
  private static boolean give(Hits hits, Seen seen, long[] numbers) {
    for (int i = 0; i < hits.size(); i++) {
      int ordinal = seen.ordinal(hits, i);
      if (ordinal >= numbers.length) {
        return false;
      }
      hits.number(i, numbers[ordinal]);
    }
    return true;
  }

  /** Tells the different values of a part apart, in reading order from 0. */
  private static final class Seen {
    private final Values values = new Values();
    private int size;

    int ordinal(Hits hits, int hit) {
      Label label = hits.label(hit);
      byte[] bytes = hits.values();
      int from = hits.valueFrom(hit);
      int to = hits.valueTo(hit);
      int slot = values.slot(label, bytes, from, to);
      long known = values.index(slot);
      if (known == 0) {
        known = ++size;
        values.put(slot, label, bytes, from, to, known);
      }
      return (int) known - 1;
    }
  }

  private static final class Finder {
    private final DatasetKey.Hasher hasher;
    private final Seen seen = new Seen();
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private final List<Label> labels = new ArrayList<>();
    private final Map<Label, Integer> positions = new HashMap<>();
    private final LabelCounts counts = new LabelCounts();
    private final Map<Label, Set<Long>> placeholders = new HashMap<>();
    private int distinct;
    private long bytes;
    private long lines;
    private long dropped;

    Finder(DatasetKey.Hasher hasher) {
      this.hasher = hasher;
    }

    void add(Hits hits, int length) {
      for (int i = 0; i < hits.literals(); i++) {
        placeholders
            .computeIfAbsent(hits.literalLabel(i), l -> new HashSet<>())
            .add(hits.literal(i));
      }
      for (int i = 0; i < hits.size(); i++) {
        counts.add(hits.label(i));
        if (seen.ordinal(hits, i) == distinct) {
          distinct++;
          keep(hits, i);
        }
      }
      bytes += length;
      lines += hits.lines();
      dropped += hits.dropped();
    }

    private void keep(Hits hits, int hit) {
      Label label = hits.label(hit);
      int position = positions.computeIfAbsent(label, l -> labels.size());
      if (position == labels.size()) {
        labels.add(label);
      }
      byte[] hash = hasher.hash(label, hits.values(), hits.valueFrom(hit), hits.valueTo(hit));
      values.writeBytes(
          ByteBuffer.allocate(PartFindings.Complete.WIDTH)
              .putShort((short) position)
              .put(hash, 0, DatasetKey.Truncated.LENGTH)
              .array());
    }

    PartFindings complete(long checksum) {
      return new PartFindings.Complete(
          values.toByteArray(),
          List.copyOf(labels),
          counts.byLabel(),
          Map.copyOf(placeholders),
          bytes,
          lines,
          dropped,
          checksum);
    }
  }
}
