package org.obol.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/** The registration file of this seller (ERC-8004), as {@code obol register} wrote it. */
final class RegistrationDocument {

  private static final System.Logger LOG = System.getLogger(RegistrationDocument.class.getName());
  private static final int LONGEST = 1 << 18;

  private RegistrationDocument() {}

  /** The document; refused as not found when there is none, or none that can be read. */
  static Json read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return JsonReader.read(in.readNBytes(LONGEST + 1), LONGEST).asObject("a registration file");
    } catch (NoSuchFileException none) {
      throw new Refusal(404, "not_found", "this node has not been registered");
    } catch (IOException | JsonException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the registration file "
              + file
              + " is not served: "
              + e.getMessage()
              + ". Write it"
              + " again with: obol register");
      throw new Refusal(404, "not_found", "this node has not been registered");
    }
  }
}
