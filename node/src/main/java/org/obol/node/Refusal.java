package org.obol.node;

import org.obol.http.Headers;
import org.obol.http.HttpReply;

/**
 * A request that is answered with an error: thrown by a route, turned into a reply in one place.
 */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Headers headers;

  Refusal(int status, String code, String message) {
    this(status, Headers.NONE, code, message);
  }

  Refusal(int status, Headers headers, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  static Refusal authRequired() {
    return new Refusal(
        401,
        Headers.of("WWW-Authenticate", "Bearer")
            .with(
                "WWW-Authenticate", "Basic realm=\"member token as password\", charset=\"UTF-8\""),
        "auth_required",
        "member token required");
  }

  static Refusal notAMember() {
    return new Refusal(403, "not_a_member", "the token is not of a member of this dataset");
  }

  static Refusal unknownDataset() {
    return new Refusal(404, "unknown_dataset", "no such dataset on this node");
  }

  static Refusal logInvalid() {
    return new Refusal(
        503, "log_invalid", "the log of this dataset does not verify and is not served");
  }

  static Refusal tooMany(String message, long retryAfterSeconds) {
    return new Refusal(
        429,
        Headers.of("Retry-After", Long.toString(retryAfterSeconds)),
        "too_many_requests",
        message);
  }

  int status() {
    return status;
  }

  HttpReply reply() {
    return HttpReply.error(status, headers, code, String.valueOf(getMessage()));
  }
}
