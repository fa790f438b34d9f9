package org.obol.dataset.entitlement;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The code a person reads out, {@code XXXX-XXXX} over 31 characters that are not mistaken for one
 * another (no 0, O, 1, I, L): 39.6 bits (RFC 8628 section 6.1).
 */
public record UserCode(String text) {

  private static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  private static final Pattern FORM = Pattern.compile("[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException unless it is XXXX-XXXX of the alphabet
   */
  public UserCode {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("a user code looks like ABCD-2345");
    }
  }

  /** A fresh random code. */
  public static UserCode generate() {
    var out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      out.append(i == 4 ? "-" : "").append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return new UserCode(out.toString());
  }

  /** Reads what a person typed: case, spaces and dashes do not matter. */
  public static Optional<UserCode> read(String typed) {
    String plain = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    String text = plain.length() == 8 ? plain.substring(0, 4) + "-" + plain.substring(4) : plain;
    return FORM.matcher(text).matches() ? Optional.of(new UserCode(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
