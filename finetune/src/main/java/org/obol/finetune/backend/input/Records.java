package org.obol.finetune.backend.input;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.DataFile;

/** Writes records in the form that a tool reads, one at a time. */
public final class Records {

  private Records() {}

  /**
   * Writes {@code data} below {@code run}.
   *
   * @throws IOException when a file cannot be read, is there already, or cannot be written
   * @throws ObolException when a record does not fit the form, naming its line, or when their
   *     number is not the one announced
   */
  public static void write(DataFile data, Path run) throws IOException {
    Path source = data.source().file();
    Path target = run.resolve(data.path());
    Files.createDirectories(target.toAbsolutePath().getParent());
    long lines = 0;
    try (BufferedReader in = Files.newBufferedReader(source, StandardCharsets.UTF_8);
        BufferedWriter out =
            Files.newBufferedWriter(
                target, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines++;
        out.write(converted(line, data.form(), source, lines));
        // Not newLine(): it is another one on Windows, and these bytes are hashed.
        out.write('\n');
      }
    }
    if (lines != data.source().records()) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          source
              + " has "
              + lines
              + " records, not "
              + data.source().records()
              + ": it was changed after it was checked; start the run again");
    }
  }

  private static String converted(String line, DataFile.Form form, Path source, long number) {
    try {
      return switch (form) {
        case CANONICAL -> line;
        case MESSAGES -> messages(object(line));
        case ALTERNATING -> {
          requireAlternating(object(line));
          yield line;
        }
      };
    } catch (JsonException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, source + ", line " + number + ": " + e.getMessage(), e);
    }
  }

  private static Json.Obj object(String line) {
    return JsonReader.read(line).asObject("a record");
  }

  private static String messages(Json.Obj pair) {
    List<Json> turns =
        List.of(
            turn("user", pair.requireText("prompt")),
            turn("assistant", pair.requireText("completion")));
    return Json.object().put("messages", turns).build().text();
  }

  private static Json turn(String role, String content) {
    return Json.object().put("role", role).put("content", content).build();
  }

  private static void requireAlternating(Json.Obj chat) {
    List<Json> turns = chat.list("messages").orElse(List.of());
    List<String> roles =
        turns.stream().map(turn -> turn.asObject("a message").requireText("role")).toList();
    int first = !roles.isEmpty() && roles.getFirst().equals("system") ? 1 : 0;
    for (int i = first; i < roles.size(); i++) {
      boolean answers = (i - first) % 2 == 1;
      boolean fits =
          answers
              ? roles.get(i).equals("assistant")
              : roles.get(i).equals("user") || roles.get(i).equals("tool");
      if (!fits) {
        throw new JsonException(
            "message "
                + (i + 1)
                + " is of "
                + roles.get(i)
                + ", but this backend wants user and assistant to alternate; merge the turns or use"
                + " another backend");
      }
    }
    if ((roles.size() - first) % 2 != 0 || roles.size() == first) {
      throw new JsonException(
          "the last message is not of the assistant; drop it or use another backend");
    }
  }
}
