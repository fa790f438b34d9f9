package org.obol.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A body of type {@value #TYPE} (WHATWG URL standard, section 5.1), read as strictly as a query.
 */
public final class FormBody {

  /** The media type of a form. */
  public static final String TYPE = "application/x-www-form-urlencoded";

  private FormBody() {}

  /** The parameters in the order of their first appearance; empty when the text is not a form. */
  public static Optional<Map<String, List<String>>> read(String form) {
    try {
      return Optional.of(RequestTarget.query(form));
    } catch (BadRequest e) {
      return Optional.empty();
    }
  }
}
