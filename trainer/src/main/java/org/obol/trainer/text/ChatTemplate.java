package org.obol.trainer.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.obol.crypto.Sha256;

/**
 * How a record becomes text. A manifest records {@link #id} and {@link #digest}: a change of what
 * is rendered must change {@link #description}, and with it the digest.
 */
public enum ChatTemplate {
  /** Turns between {@code <|im_start|>} and {@code <|im_end|>}, as Qwen has them. */
  CHATML(
      """
      chat: turns
      turn: <|im_start|> role "\\n" content <|im_end|> "\\n"
      roles: system, user, assistant, tool
      learned: content and <|im_end|> of trained turns of the assistant
      completion: a turn of the user with the prompt, a trained turn of the assistant
      plain text: BEGIN text END; learned: text and END
      """,
      List.of("<|im_start|>", "<|im_end|>")) {
    @Override
    void beginChat(Rendering out) {
      // Qwen has none, and others who took the form over do not put theirs there.
    }

    @Override
    void turn(Turn turn, Rendering out) {
      out.special("<|im_start|>", false);
      out.text(roleName(turn.role()) + "\n", false);
      out.text(turn.content(), turn.trained());
      out.special("<|im_end|>", turn.trained());
      out.text("\n", false);
    }
  },
  /** Turns that begin with a header and end with {@code <|eot_id|>}, as Llama 3 has them. */
  LLAMA3(
      """
      chat: <|begin_of_text|> turns
      turn: <|start_header_id|> role <|end_header_id|> "\\n\\n" content <|eot_id|>
      roles: system, user, assistant, ipython (for tools)
      learned: content and <|eot_id|> of trained turns of the assistant
      completion: a turn of the user with the prompt, a trained turn of the assistant
      plain text: <|begin_of_text|> text END; learned: text and END
      """,
      List.of("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>")) {
    @Override
    void beginChat(Rendering out) {
      out.special("<|begin_of_text|>", false);
    }

    @Override
    void beginText(Rendering out) {
      beginChat(out);
    }

    @Override
    void turn(Turn turn, Rendering out) {
      out.special("<|start_header_id|>", false);
      out.text(turn.role() == Turn.Role.TOOL ? "ipython" : roleName(turn.role()), false);
      out.special("<|end_header_id|>", false);
      out.text("\n\n", false);
      out.text(turn.content(), turn.trained());
      out.special("<|eot_id|>", turn.trained());
    }
  },
  /** No tokens of its own: roles are words. */
  PLAIN(
      """
      chat: BEGIN turns
      turn: role ":\\n" content "\\n\\n", for the assistant role ":\\n" content END "\\n\\n"
      roles: System, User, Assistant, Tool
      learned: content and END of trained turns of the assistant
      completion: BEGIN prompt completion END; learned: completion and END
      plain text: BEGIN text END; learned: text and END
      """,
      List.of()) {
    @Override
    void turn(Turn turn, Rendering out) {
      String role = roleName(turn.role());
      out.text(role.substring(0, 1).toUpperCase(Locale.ROOT) + role.substring(1) + ":\n", false);
      out.text(turn.content(), turn.trained());
      if (turn.role() == Turn.Role.ASSISTANT) {
        out.special(out.end(), turn.trained());
      }
      out.text("\n\n", false);
    }

    @Override
    void completion(Sample.Completion sample, Rendering out) {
      out.text(sample.prompt(), false);
      out.text(sample.completion(), true);
      out.special(out.end(), true);
    }
  },
  /** Headings of instructions and responses, without a preamble. */
  ALPACA(
      """
      chat: BEGIN turns
      turn of the system: content "\\n\\n"
      turn of the user: "### Instruction:\\n" content "\\n\\n"
      turn of a tool: "### Input:\\n" content "\\n\\n"
      turn of the assistant: "### Response:\\n" content END "\\n\\n"
      learned: content and END of trained turns of the assistant
      completion: a turn of the user with the prompt, a trained turn of the assistant
      plain text: BEGIN text END; learned: text and END
      """,
      List.of()) {
    @Override
    void turn(Turn turn, Rendering out) {
      out.text(
          switch (turn.role()) {
            case SYSTEM -> "";
            case USER -> "### Instruction:\n";
            case ASSISTANT -> "### Response:\n";
            case TOOL -> "### Input:\n";
          },
          false);
      out.text(turn.content(), turn.trained());
      if (turn.role() == Turn.Role.ASSISTANT) {
        out.special(out.end(), turn.trained());
      }
      out.text("\n\n", false);
    }
  };

  /** Collects the segments of one record. */
  static final class Rendering {
    private final SpecialTokens tokens;
    private final List<Segment> segments = new ArrayList<>();

    Rendering(SpecialTokens tokens) {
      this.tokens = tokens;
    }

    void special(String token, boolean trained) {
      segments.add(new Segment(token, true, trained));
    }

    void text(String text, boolean trained) {
      if (!text.isEmpty()) {
        segments.add(new Segment(text, false, trained));
      }
    }

    void begin() {
      tokens.begin().ifPresent(token -> special(token, false));
    }

    String end() {
      return tokens.end();
    }
  }

  private final String description;
  private final List<String> special;

  ChatTemplate(String description, List<String> special) {
    this.description = description;
    this.special = special;
  }

  /** Its name in options and manifests. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All that it does, in words; BEGIN and END are the model's own tokens. */
  public String description() {
    return description;
  }

  /** SHA-256 of the {@link #description}. */
  public Sha256 digest() {
    return Sha256.hash(description);
  }

  /** Special tokens that a model must have for it. */
  public List<String> specialTokens() {
    return special;
  }

  /** The record as text and tokens, in order. */
  public List<Segment> render(Sample sample, SpecialTokens tokens) {
    var out = new Rendering(tokens);
    switch (sample) {
      case Sample.Chat chat -> {
        beginChat(out);
        chat.turns().forEach(turn -> turn(turn, out));
      }
      case Sample.Completion completion -> {
        beginChat(out);
        completion(completion, out);
      }
      case Sample.PlainText text -> {
        beginText(out);
        out.text(text.text(), true);
        out.special(out.end(), true);
      }
    }
    return List.copyOf(out.segments);
  }

  void beginChat(Rendering out) {
    out.begin();
  }

  void beginText(Rendering out) {
    out.begin();
  }

  abstract void turn(Turn turn, Rendering out);

  void completion(Sample.Completion sample, Rendering out) {
    turn(new Turn(Turn.Role.USER, sample.prompt(), false), out);
    turn(new Turn(Turn.Role.ASSISTANT, sample.completion(), true), out);
  }

  private static String roleName(Turn.Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
