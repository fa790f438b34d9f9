package org.obol.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.ledger.DamagedObjectException;
import org.obol.ledger.ObjectStore;
import org.obol.ledger.StoredVersion;
import org.obol.node.listing.RowFormat;

/**
 * Which known form the rows of a file seem to have, from its first ones. Nothing else of them
 * leaves this class. Each file is looked at once.
 */
final class FirstRows {

  private static final int BYTES = 256 << 10;
  private static final int ROWS = 100;
  private static final int FILES = 16;

  private final ObjectStore objects;
  private final Map<Sha256, Optional<RowFormat>> known = new ConcurrentHashMap<>();

  FirstRows(ObjectStore objects) {
    this.objects = objects;
  }

  /** The forms that were recognized, by position of the file, among the first files. */
  Map<Integer, RowFormat> of(StoredVersion version) {
    Map<Integer, RowFormat> found = new HashMap<>();
    for (int i = 0; i < Math.min(version.files().size(), FILES); i++) {
      StoredVersion.StoredFile file = version.files().get(i);
      if (file.mediaType().equals(ManifestFile.JSONL)) {
        int position = i;
        format(file.sha256()).ifPresent(format -> found.put(position, format));
      }
    }
    return found;
  }

  private Optional<RowFormat> format(Sha256 file) {
    Optional<RowFormat> format = known.get(file);
    if (format == null) {
      try {
        format = look(objects.open(file));
      } catch (DamagedObjectException notNow) {
        return Optional.empty();
      }
      known.put(file, format);
    }
    return format;
  }

  private static Optional<RowFormat> look(Path file) {
    try {
      return RowFormat.of(rows(file));
    } catch (JsonException notRows) {
      return Optional.empty();
    }
  }

  /** The rows that are whole among the first bytes. */
  private static List<Json> rows(Path file) {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> lines = List.of(new String(start, StandardCharsets.UTF_8).split("\n", -1));
    return lines.stream()
        .limit(Math.min(ROWS, start.length < BYTES ? lines.size() : lines.size() - 1))
        .filter(line -> !line.isBlank())
        .map(JsonReader::read)
        .toList();
  }
}
