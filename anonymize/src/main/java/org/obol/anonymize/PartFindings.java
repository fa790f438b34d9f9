package org.obol.anonymize;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@link PartWorker#find} says of a part; holds no value. */
public sealed interface PartFindings extends Serializable {
  /**
   * The whole part was read.
   *
   * @param values of each different value, in reading order, its label as position in {@code
   *     labels} in 2 bytes, and its keyed hash in 16
   * @param labels the labels that {@code values} speaks of
   * @param counts spans by label
   * @param placeholders numbers that the part has given to a label already
   * @param bytes bytes read
   * @param lines lines read, empty and dropped ones included
   * @param droppedLines lines left out because they were not JSON
   * @param checksum CRC-32C of the bytes read
   */
  record Complete(
      byte[] values,
      List<Label> labels,
      Map<Label, Long> counts,
      Map<Label, Set<Long>> placeholders,
      long bytes,
      long lines,
      long droppedLines,
      long checksum)
      implements PartFindings {
    /** Bytes of {@code values} for each value. */
    static final int WIDTH = 2 + DatasetKey.Truncated.LENGTH;

    /** How many different values there are. */
    public int distinct() {
      return values.length / WIDTH;
    }

    Label label(int value) {
      return labels.get(ByteBuffer.wrap(values).getShort(value * WIDTH) & 0xFFFF);
    }

    /** Where the hash of a value begins. */
    static int hashAt(int value) {
      return value * WIDTH + 2;
    }
  }

  /**
   * A line is not JSON.
   *
   * @param line the line in the part, from 0
   * @param column the byte in the line, from 1
   */
  record BadLine(long line, int column, String reason) implements PartFindings {
    /**
     * What ends the run.
     *
     * @param name of the file
     * @param linesBefore how many lines of the file are before the part
     */
    public AnonymizeException in(String name, long linesBefore) {
      return new AnonymizeException(
          name
              + ", line "
              + (linesBefore + line + 1)
              + ", column "
              + column
              + ": "
              + reason
              + "; mend the line, or leave such lines out with --drop-bad-lines");
    }
  }

  /** The part cannot be worked on. */
  record Failed(String message) implements PartFindings {}
}
