package org.obol.trainer.text;

/**
 * One turn of a conversation.
 *
 * @param content already text; parts are joined, calls of tools are rendered as JSON
 * @param trained whether the model learns to say it; only turns of the assistant can be
 */
public record Turn(Role role, String content, boolean trained) {

  /** Who speaks. */
  public enum Role {
    /** Instructions for the whole conversation. */
    SYSTEM,
    /** Who asks. */
    USER,
    /** Who is trained. */
    ASSISTANT,
    /** What a tool answered. */
    TOOL
  }

  /**
   * Checks who is trained.
   *
   * @throws IllegalArgumentException when it is not the assistant
   */
  public Turn {
    if (trained && role != Role.ASSISTANT) {
      throw new IllegalArgumentException("a turn of " + role + " cannot be trained");
    }
  }
}
