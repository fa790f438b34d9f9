package org.obol.client.source;

import java.time.Duration;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/** A whole answer of any status, for exchanges where a refusal says as much as a success. */
public final class Answered {

  private final Source source;
  private final Reply reply;
  private final byte[] body;

  Answered(Source source, Reply reply, byte[] body) {
    this.source = source;
    this.reply = reply;
    this.body = body;
  }

  /** The status code. */
  public int status() {
    return reply.head().status();
  }

  /** A header's value. */
  public Optional<String> header(String name) {
    return reply.head().headers().firstValue(name);
  }

  /**
   * The body as JSON.
   *
   * @throws JsonException when it is no JSON object
   */
  public Json.Obj json() {
    return JsonReader.read(body, body.length).asObject("the answer");
  }

  /** The error code of a refusal; empty when there is none. */
  public String code() {
    return reply.code();
  }

  /** A refusal in a sentence that is safe to show. */
  public String sentence() {
    return reply.described(source);
  }

  /** How long the server wants to be left alone; zero when it did not say. */
  public Duration retryAfter() {
    return reply.retryAfter();
  }

  /**
   * The failure that an answer other than 2xx is, when it may be tried again.
   *
   * @throws RefusedException for 401, 402, 403 and 410
   * @throws NotFoundException for 404
   */
  public FetchException failure() {
    return reply.failure(source);
  }
}
