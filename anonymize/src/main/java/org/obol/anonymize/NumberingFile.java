package org.obol.anonymize;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a {@link Numbering} in a file: its key and, line by line, label, keyed hash and number. It
 * holds no value, but with its key values can be tried: it belongs to the owner alone (mode 0600)
 * and is never shipped.
 *
 * <pre>
 * obol-numbering 1
 * key 64 hex digits
 * EMAIL 32 hex digits 1
 * </pre>
 */
public final class NumberingFile {
  private static final String HEADER = "obol-numbering 1";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private NumberingFile() {}

  /**
   * The numbering in {@code file}, or a new one with a new key where there is no file.
   *
   * @throws AnonymizeException when the file is no numbering, with the line
   */
  public static Numbering load(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Numbering.kept(DatasetKey.random());
    }
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
      return read(file, lines);
    }
  }

  private static Numbering read(Path file, BufferedReader lines) throws IOException {
    if (!HEADER.equals(lines.readLine())) {
      throw damaged(file, 1, "'" + HEADER + "' expected");
    }
    int number = 2;
    try {
      String key = lines.readLine();
      if (key == null || !key.startsWith("key ")) {
        throw damaged(file, number, "'key' and 64 hex digits expected");
      }
      Numbering numbering =
          Numbering.kept(DatasetKey.of(HexFormat.of().parseHex(key.substring(4))));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        entry(numbering, line);
      }
      numbering.labels().values().forEach(label -> label.lastBefore = label.last);
      return numbering;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw damaged(file, number, "label, 32 hex digits and a number expected");
    }
  }

  private static void entry(Numbering numbering, String line) {
    String[] parts = line.split(" ", -1);
    byte[] hash = HexFormat.of().parseHex(parts[1]);
    long index = Long.parseLong(parts[2]);
    if (parts.length != 3 || hash.length != DatasetKey.Truncated.LENGTH || index < 1) {
      throw new IllegalArgumentException("not an entry");
    }
    Numbering.OfLabel label = numbering.of(Label.of(parts[0]));
    label.earlier.put(DatasetKey.Truncated.of(hash), index);
    label.last = Math.max(label.last, index);
  }

  private static AnonymizeException damaged(Path file, int line, String expected) {
    return new AnonymizeException(
        file
            + " is no numbering: line "
            + line
            + ": "
            + expected
            + "; restore it, or start a new one under another name");
  }

  /** Writes the numbering so that either the old or the new file is there, whatever happens. */
  public static void save(Numbering numbering, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path fresh = Files.createTempFile(folder, "." + file.getFileName(), ".new");
    try {
      if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(fresh, OWNER_ONLY);
      }
      try (BufferedWriter out = Files.newBufferedWriter(fresh, StandardCharsets.US_ASCII)) {
        write(numbering, out);
      }
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void write(Numbering numbering, BufferedWriter out) throws IOException {
    HexFormat hex = HexFormat.of();
    DatasetKey key =
        numbering
            .key()
            .orElseThrow(() -> new IllegalStateException("a numbering without key is not kept"));
    out.write(HEADER + "\nkey " + hex.formatHex(key.bytes()) + "\n");
    var byName =
        numbering.labels().entrySet().stream()
            .sorted(Comparator.comparing(e -> e.getKey().name()))
            .toList();
    for (Map.Entry<Label, Numbering.OfLabel> label : byName) {
      var byNumber =
          label.getValue().earlier.entrySet().stream()
              .sorted(Map.Entry.comparingByValue())
              .toList();
      for (var entry : byNumber) {
        out.write(
            label.getKey()
                + " "
                + hex.formatHex(entry.getKey().bytes())
                + " "
                + entry.getValue()
                + "\n");
      }
    }
  }
}
