package org.obol.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

/** Writes a signed version log, the same for the same length: {@code FILE ENTRIES}. */
public final class LongLog {

  private static final PrivateKey KEY = PrivateKey.ofHex("42".repeat(32));

  private LongLog() {}

  /** Writes the log. */
  public static void main(String[] args) throws IOException {
    int length = Integer.parseInt(args[1]);
    List<VersionEntry> entries = new ArrayList<>(length);
    String previous = "";
    for (int seq = 1; seq <= length; seq++) {
      Sha256 content = Sha256.hash(("version " + seq).getBytes(StandardCharsets.US_ASCII));
      VersionEntry entry =
          new EntryClaim(seq, content, content, 1000L + seq, previous)
              .sign(KEY, "2026-11-22T00:00:00Z");
      entries.add(entry);
      previous = entry.signature().hex();
    }
    Files.write(Path.of(args[0]), LogDocument.toJson("bench", new VersionLog(entries)).utf8());
  }
}
