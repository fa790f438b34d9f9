package org.obol.finetune.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.obol.crypto.DurableFile;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.finetune.data.DataReport;

/**
 * What a look at the records leaves: {@value #FILE} in the folder of the run to come, and nothing
 * else. A run may take the place of such a folder.
 */
final class Validation {

  static final String FILE = "validation.json";

  private static final long MAX_BYTES = 64L << 20;

  private Validation() {}

  /**
   * Writes the report into {@code run}, which is made; its name appears when all of it is there.
   */
  static Path write(Path run, DataReport report) {
    Path file = run.resolve(FILE);
    DurableFile.write(file, (report.toJson().text() + "\n").getBytes(UTF_8), DurableFile.READABLE);
    return file;
  }

  /** Whether {@code run} holds such a report and nothing else. */
  static boolean isAlone(Path run) {
    if (!Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(run)) {
      files.forEach(found::add);
      return found.size() == 1 && isReport(found.getFirst());
    } catch (IOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot read " + run, e);
    }
  }

  private static boolean isReport(Path file) throws IOException {
    if (!file.endsWith(FILE)
        || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) > MAX_BYTES) {
      return false;
    }
    try {
      Json.Obj json = JsonReader.read(Files.readAllBytes(file), MAX_BYTES).asObject("a report");
      return json.text("schema").filter(DataReport.SCHEMA::equals).isPresent();
    } catch (JsonException notOurs) {
      return false;
    }
  }

  /** Takes a folder away that holds such a report and nothing else. */
  static void removeAlone(Path run) throws IOException {
    if (isAlone(run)) {
      Files.delete(run.resolve(FILE));
      Files.delete(run);
    }
  }
}
