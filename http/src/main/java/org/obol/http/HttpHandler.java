package org.obol.http;

/** What a server does with a request. */
@FunctionalInterface
public interface HttpHandler {

  /**
   * Answers one request. Runs on a virtual thread and may block; several run at once. Whatever it
   * throws becomes a 500 without detail, and one line in the log.
   */
  HttpReply handle(HttpRequest request) throws Exception;
}
