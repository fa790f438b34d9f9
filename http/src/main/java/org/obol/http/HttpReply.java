package org.obol.http;

import java.nio.file.Path;
import org.obol.crypto.Json;

/** An answer; the engine adds Date, Content-Length and Connection, and leaves the body off HEAD. */
public sealed interface HttpReply {

  /** The status code, 200..599. */
  int status();

  /** The header fields, without those that the engine adds. */
  Headers headers();

  /** An answer from memory. */
  record Bytes(int status, Headers headers, byte[] body) implements HttpReply {}

  /**
   * An answer that is part of a file.
   *
   * @param offset first byte that is sent
   * @param length bytes that are sent; offset + length is within the file
   * @param listener told about the transfer; its {@link TransferListener#ended} runs exactly once
   */
  record FileSlice(
      int status, Headers headers, Path file, long offset, long length, TransferListener listener)
      implements HttpReply {}

  /** An empty answer. */
  static HttpReply empty(int status, Headers headers) {
    return new Bytes(status, headers, new byte[0]);
  }

  /** A JSON answer. */
  static HttpReply json(int status, Json body) {
    return json(status, Headers.NONE, body);
  }

  /** A JSON answer with header fields of its own. */
  static HttpReply json(int status, Headers headers, Json body) {
    return new Bytes(status, headers.with("Content-Type", "application/json"), body.utf8());
  }

  /** The error answer of every route: a code for programs and a sentence for people. */
  static HttpReply error(int status, String code, String message) {
    return error(status, Headers.NONE, code, message);
  }

  /** The error answer with header fields of its own, such as Retry-After. */
  static HttpReply error(int status, Headers headers, String code, String message) {
    return json(status, headers, Json.object().put("error", code).put("message", message).build());
  }
}
