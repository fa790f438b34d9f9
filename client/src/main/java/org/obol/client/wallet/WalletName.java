package org.obol.client.wallet;

import java.util.regex.Pattern;

/**
 * The name of a wallet on this machine: {@code [a-z0-9][a-z0-9_-]{0,63}}, so that it is safe as a
 * file name.
 */
public record WalletName(String text) implements Comparable<WalletName> {

  private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  /** What a wallet is called when nobody says otherwise. */
  public static final WalletName DEFAULT = new WalletName("default");

  /**
   * Checks the grammar.
   *
   * @throws IllegalArgumentException when the text is not the name of a wallet
   */
  public WalletName {
    if (!isValid(text)) {
      throw new IllegalArgumentException(
          "a wallet is named with 1 to 64 of a-z 0-9 _ - , starting with a letter or digit");
    }
  }

  /** Whether {@code text} follows the grammar. */
  public static boolean isValid(String text) {
    return GRAMMAR.matcher(text).matches();
  }

  @Override
  public int compareTo(WalletName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
