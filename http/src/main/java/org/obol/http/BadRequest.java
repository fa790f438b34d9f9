package org.obol.http;

/** A request that breaks the syntax of HTTP or of URIs; the message goes to the client. */
final class BadRequest extends Exception {

  private static final long serialVersionUID = 1L;

  private final String sentence;

  BadRequest(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** What is wrong, for the client. */
  String sentence() {
    return sentence;
  }
}
