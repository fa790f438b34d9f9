package org.obol.discovery.indexer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.obol.crypto.JsonException;
import org.obol.crypto.Shown;
import org.obol.discovery.registry.AgentUri;
import org.obol.discovery.registry.RegistrationFile;
import org.obol.discovery.registry.RegistrationReader;

/**
 * What is known of an agent's registration file.
 *
 * @param content the file's JSON as it came
 * @param error why there is none, or why the newest one could not be had
 */
record AgentDocument(Optional<String> content, Optional<String> error) {

  private static final int LONGEST_ERROR = 300;

  /** Nothing yet. */
  static final AgentDocument NONE = new AgentDocument(Optional.empty(), Optional.empty());

  /** No file, for that reason. */
  static AgentDocument failed(String why) {
    return new AgentDocument(Optional.empty(), Optional.of(shortened(why)));
  }

  /** The file in these bytes, or why they are none. */
  static AgentDocument of(byte[] bytes) {
    try {
      RegistrationReader.read(bytes);
      return new AgentDocument(
          Optional.of(new String(bytes, StandardCharsets.UTF_8)), Optional.empty());
    } catch (JsonException e) {
      return failed("it is no registration file: " + e.getMessage());
    }
  }

  /** The file that the URI itself holds. */
  static AgentDocument in(AgentUri.Inline uri) {
    return of(uri.content());
  }

  /** The file, read. */
  Optional<RegistrationFile> file() {
    return content.map(text -> RegistrationReader.read(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String shortened(String why) {
    return Shown.head(why, LONGEST_ERROR);
  }
}
