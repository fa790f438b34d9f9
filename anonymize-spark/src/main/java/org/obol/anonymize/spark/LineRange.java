package org.obol.anonymize.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a file that begin in {@code [from, to)}. Ranges of all files in order are the
 * dataset, wherever they are cut.
 *
 * @param file position of the file in the list of inputs
 * @param number position of the range in its file
 * @param length of the file
 */
record LineRange(String path, int file, int number, long from, long to, long length)
    implements Serializable {
  /** Cuts files into ranges of {@code bytes}; an empty file has one range. */
  static List<LineRange> cut(List<InputFile> files, long bytes) {
    List<LineRange> ranges = new ArrayList<>();
    for (int file = 0; file < files.size(); file++) {
      String path = files.get(file).path();
      long length = files.get(file).length();
      long from = 0;
      for (int number = 0; number == 0 || from < length; number++) {
        long to = length - from > bytes ? from + bytes : length;
        ranges.add(new LineRange(path, file, number, from, to, length));
        from = to;
      }
    }
    return ranges;
  }
}
