package org.obol.dataset;

import org.obol.crypto.Address;

/**
 * The name of one log wherever it is served: {@code <address of seq 1's signer>/<dataset id>}
 * (protocol section 3).
 */
public record LogOrigin(Address owner, DatasetId dataset) {

  /**
   * Reads the text form; there is only one for each origin.
   *
   * @throws IllegalArgumentException unless it is a lowercase 0x address, a slash and a dataset id
   */
  public static LogOrigin parse(String text) {
    int slash = text.indexOf('/');
    String dataset = text.substring(slash + 1);
    if (slash < 0 || !DatasetId.isValid(dataset)) {
      throw new IllegalArgumentException(
          "the origin of a log is <0x address>/<dataset id>, not \"" + text + "\"");
    }
    return new LogOrigin(new Address(text.substring(0, slash)), new DatasetId(dataset));
  }

  /** The text form. */
  public String text() {
    return owner.hex() + "/" + dataset.text();
  }

  @Override
  public String toString() {
    return text();
  }
}
