package org.obol.finetune.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.trainer.text.Sample;
import org.obol.trainer.text.Turn;
import org.obol.trainer.text.Turn.Role;

/**
 * Records as backends read them: one of three shapes, no nulls, no other columns, keys in order.
 */
final class CanonicalRecord {

  /** Version of the way from records to samples and of their bytes. */
  static final String VERSION = "obol-records/1";

  private CanonicalRecord() {}

  /**
   * The line with its LF.
   *
   * @param weights whether each message says if it is learned; the same for all records of a file,
   *     because loaders want one type
   */
  static byte[] line(Sample sample, boolean weights) {
    return (json(sample, weights).text() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static Json.Obj json(Sample sample, boolean weights) {
    return switch (sample) {
      case Sample.Chat chat -> Json.object().put("messages", messages(chat, weights)).build();
      case Sample.Completion pair ->
          Json.object().put("prompt", pair.prompt()).put("completion", pair.completion()).build();
      case Sample.PlainText plain -> Json.object().put("text", plain.text()).build();
    };
  }

  private static List<Json> messages(Sample.Chat chat, boolean weights) {
    return chat.turns().stream()
        .map(
            turn -> {
              JsonObject message =
                  Json.object().put("role", name(turn.role())).put("content", turn.content());
              if (weights) {
                message.put("weight", turn.trained() ? 1 : 0);
              }
              return (Json) message.build();
            })
        .toList();
  }

  /** Whether the sample can only be written with weights: an answer of it is not learned. */
  static boolean needsWeights(Sample sample) {
    return sample instanceof Sample.Chat chat
        && chat.turns().stream().anyMatch(turn -> turn.role() == Role.ASSISTANT && !turn.trained());
  }

  /** How JSON names a role. */
  static String name(Role role) {
    return switch (role) {
      case SYSTEM -> "system";
      case USER -> "user";
      case ASSISTANT -> "assistant";
      case TOOL -> "tool";
    };
  }

  /** A turn of a line that {@link #line} wrote. */
  static Turn turn(Json.Obj message) {
    Role role = role(message.requireText("role"));
    boolean trained = role == Role.ASSISTANT && message.integer("weight").orElse(1L) == 1;
    return new Turn(role, message.requireText("content"), trained);
  }

  private static Role role(String name) {
    for (Role role : Role.values()) {
      if (name(role).equals(name)) {
        return role;
      }
    }
    throw new JsonException("role " + Quoted.of(name) + " is not known");
  }
}
