package org.obol.trainer.text;

import org.obol.crypto.ObolException;
import org.obol.crypto.Shown;

/** A tokenizer or template that cannot be used; the message names the place in its file. */
public final class TokenizerException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong and where; control characters that it quotes are shown as "?". */
  public TokenizerException(String message) {
    super(Exit.FAILED, Shown.line(message));
  }
}
