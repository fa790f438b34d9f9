package org.obol.x402.facilitator;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.x402.wire.IncomingPayment;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentPayloadV1;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.PaymentRequirementsV1;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.VerifyResponse;

/**
 * The server's side of POST /verify, POST /settle and GET /supported (x402 v2 section 7) without a
 * server: whatever HTTP server there is passes method, path and body and sends what comes back.
 * Version 1 is answered in version 1.
 */
public final class FacilitatorApi {

  /** Longest body that is read, in bytes; a server need not take in more. */
  public static final int MAX_BODY = 64 * 1024;

  private final Facilitator facilitator;

  /** An answer; the body is {@code application/json}. */
  public record Answer(int status, Json.Obj body) {}

  /** What is asked about, in version 2. */
  private record Question(
      PaymentPayload payment, PaymentRequirements requirements, boolean version1) {}

  /** What a request's body comes to. */
  private sealed interface Reading {

    record Asked(Question question) implements Reading {}

    record Refused(int status, Reason reason, String network) implements Reading {}
  }

  /** The interface of {@code facilitator}. */
  public FacilitatorApi(Facilitator facilitator) {
    this.facilitator = facilitator;
  }

  /**
   * Answers a request.
   *
   * @param path below the facilitator's base URL, without query
   */
  public Answer handle(String method, String path, byte[] body) {
    String allowed =
        switch (path) {
          case "/verify", "/settle" -> "POST";
          case "/supported" -> "GET";
          default -> "";
        };
    if (allowed.isEmpty()) {
      return error(404, "there is /verify, /settle and /supported");
    }
    if (!method.equals(allowed)) {
      return error(405, path + " is for " + allowed);
    }
    if (body.length > MAX_BODY) {
      return error(413, "a body of more than " + MAX_BODY + " bytes");
    }
    try {
      return switch (path) {
        case "/verify" -> verify(body);
        case "/settle" -> settle(body);
        default -> new Answer(200, facilitator.supported().json());
      };
    } catch (FacilitatorUnavailableException e) {
      // Its words may name nodes of ours.
      return error(503, "the chain cannot be asked now");
    }
  }

  private Answer verify(byte[] body) {
    return switch (read(body)) {
      case Reading.Refused r ->
          new Answer(r.status(), new VerifyResponse.Invalid(r.reason(), Optional.empty()).json());
      case Reading.Asked a ->
          new Answer(
              200, facilitator.verify(a.question().payment(), a.question().requirements()).json());
    };
  }

  private Answer settle(byte[] body) {
    return switch (read(body)) {
      case Reading.Refused r -> {
        var failed = new SettleResponse.Outcome.Failed(r.reason());
        yield new Answer(
            r.status(), SettleResponse.of(failed, Optional.empty(), r.network()).json());
      }
      case Reading.Asked a -> {
        Question question = a.question();
        SettleResponse response = facilitator.settle(question.payment(), question.requirements());
        yield new Answer(200, (question.version1() ? response.forVersion1() : response).json());
      }
    };
  }

  private static Reading read(byte[] body) {
    try {
      Json.Obj json = JsonReader.read(body, MAX_BODY).asObject("the body");
      Json.Obj payment = member(json, "paymentPayload");
      Json.Obj requirements = member(json, "paymentRequirements");
      return switch (IncomingPayment.of(payment)) {
        case IncomingPayment.V2 v ->
            new Reading.Asked(
                new Question(v.payload(), new PaymentRequirements(requirements), false));
        case IncomingPayment.V1 v -> version1(v.payload(), new PaymentRequirementsV1(requirements));
        case IncomingPayment.Malformed m -> new Reading.Refused(400, m.reason(), "");
        case IncomingPayment.None n -> malformed();
      };
    } catch (JsonException e) {
      return malformed();
    }
  }

  private static Reading version1(PaymentPayloadV1 payment, PaymentRequirementsV1 requirements) {
    String network = requirements.network();
    if (!payment.scheme().equals(requirements.scheme())) {
      return new Reading.Refused(200, Reason.of(Reasons.INVALID_SCHEME), network);
    }
    Optional<PaymentRequirements> inVersion2 = requirements.toV2();
    if (inVersion2.isEmpty() || !payment.network().equals(network)) {
      return new Reading.Refused(200, Reason.of(Reasons.NETWORK_MISMATCH), network);
    }
    return new Reading.Asked(new Question(payment.toV2(inVersion2.get()), inVersion2.get(), true));
  }

  private static Json.Obj member(Json.Obj json, String key) {
    return json.object(key).orElseThrow(() -> new JsonException(key + " is missing"));
  }

  private static Reading malformed() {
    return new Reading.Refused(
        400,
        Reason.of(
            Reasons.INVALID_PAYLOAD,
            "the body is JSON with x402Version, paymentPayload and paymentRequirements"),
        "");
  }

  private static Answer error(int status, String sentence) {
    return new Answer(status, Json.object().put("error", sentence).build());
  }
}
