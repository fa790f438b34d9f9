package org.obol.finetune.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;

/**
 * What the folder of a base model says of its licence: {@code license} in the front matter of its
 * README.md, as model hubs have it, else in config.json. It is the folder's word, and not checked.
 */
final class BaseLicense {

  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern FIELD =
      Pattern.compile(
          "(license|license_name):\\s*[\"']?([A-Za-z0-9][A-Za-z0-9.+_ -]{0,99}?)[\"']?\\s*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_ -]{0,99}");

  private BaseLicense() {}

  /** The licence's id or name, if the folder names one. */
  static Optional<String> of(Path folder, Json.Obj config) {
    Map<String, String> fields = frontMatter(folder.resolve("README.md"));
    // The hub's own word for a licence that it has no id for.
    Optional<String> named =
        Optional.ofNullable(fields.get("license"))
            .map(id -> id.equals("other") ? fields.getOrDefault("license_name", id) : id);
    return named.or(
        () ->
            config
                .get("license")
                .filter(value -> value instanceof Json.Str)
                .map(value -> value.asText("license"))
                .filter(text -> NAME.matcher(text).matches()));
  }

  private static Map<String, String> frontMatter(Path readme) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<String> lines = lines(readme);
    if (!lines.isEmpty() && lines.getFirst().strip().equals("---")) {
      for (String line : lines.subList(1, lines.size())) {
        if (line.strip().equals("---")) {
          return fields;
        }
        Matcher field = FIELD.matcher(line);
        if (field.matches()) {
          fields.put(field.group(1), field.group(2));
        }
      }
    }
    // Without an end it is no front matter.
    return Map.of();
  }

  private static List<String> lines(Path readme) {
    if (!Files.isRegularFile(readme)) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(readme)) {
      return new String(in.readNBytes(MAX_BYTES), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot read " + readme, e);
    }
  }
}
