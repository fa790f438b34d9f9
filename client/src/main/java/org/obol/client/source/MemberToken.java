package org.obol.client.source;

import java.util.regex.Pattern;
import org.obol.crypto.ObolException;

/** A bearer token of one origin. It shows itself only to {@link #reveal()}. */
public record MemberToken(String reveal) {

  private static final Pattern TOKEN68 = Pattern.compile("[A-Za-z0-9._~+/=-]{1,512}");

  /**
   * Checks that it can stand in a header (RFC 6750 section 2.1).
   *
   * @throws ObolException (usage) when it cannot; the text is not repeated
   */
  public MemberToken {
    if (!TOKEN68.matcher(reveal).matches()) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "the member token is not a token: copy it again, without spaces or quotes");
    }
  }

  @Override
  public String toString() {
    return "MemberToken[…]";
  }
}
