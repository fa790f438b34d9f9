package org.obol.x402.facilitator;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.x402.facilitator.FacilitatorClient.Answer;
import org.obol.x402.facilitator.FacilitatorClient.NoAnswerException;
import org.obol.x402.wire.NetworkNames;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.Supported;
import org.obol.x402.wire.VerifyResponse;

/**
 * A facilitator somewhere else (x402 v2 section 7). It is believed when it says that it settled;
 * look at the transaction yourself where that matters.
 */
public final class HttpFacilitator implements Facilitator, AutoCloseable {

  private static final int RETRIES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Pattern EVM_HASH = Pattern.compile("0x[0-9a-fA-F]{64}");

  private final HttpFacilitatorConfig config;
  private final FacilitatorClient client;
  private final InstantSource clock;
  private final Pause pause;

  /** A facilitator with an HTTP client of its own. */
  public HttpFacilitator(HttpFacilitatorConfig config) {
    this(config, HttpClient.newBuilder());
  }

  /** A facilitator whose HTTP client is built from {@code http}, which may name a proxy. */
  public HttpFacilitator(HttpFacilitatorConfig config, HttpClient.Builder http) {
    this(config, http, InstantSource.system(), Pause.REAL);
  }

  HttpFacilitator(
      HttpFacilitatorConfig config, HttpClient.Builder http, InstantSource clock, Pause pause) {
    this.config = config;
    this.client = new FacilitatorClient(config, http);
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public VerifyResponse verify(PaymentPayload payment, PaymentRequirements requirements) {
    try {
      Answer answer = client.post("/verify", body(payment, requirements), config.verifyTimeout());
      // Whatever the status: facilitators answer refusals with 200, 400 or 412.
      if (answer.body().isPresent() && answer.body().get().get("isValid").isPresent()) {
        VerifyResponse response = VerifyResponse.parse(answer.body().get());
        if (response instanceof VerifyResponse.Invalid || answer.status() == 200) {
          return response;
        }
      }
      throw unavailable("it answered /verify with status " + answer.status());
    } catch (NoAnswerException e) {
      throw unavailable(String.valueOf(e.getMessage()));
    } catch (JsonException e) {
      throw unavailable("its answer to /verify is malformed");
    }
  }

  @Override
  public SettleResponse settle(PaymentPayload payment, PaymentRequirements requirements) {
    try {
      Answer answer = client.post("/settle", body(payment, requirements), config.settleTimeout());
      return answer
          .body()
          .filter(json -> json.get("success").isPresent())
          .map(SettleResponse::parse)
          .map(response -> clear(response, answer.status(), requirements))
          // Some leave the network out, some write its short name.
          .map(response -> response.onNetwork(requirements.network()))
          .orElseGet(() -> pending(Optional.empty(), requirements));
    } catch (NoAnswerException e) {
      return e.sent() ? pending(Optional.empty(), requirements) : notSent(requirements);
    } catch (JsonException e) {
      return pending(Optional.empty(), requirements);
    }
  }

  /** A success or a failure that leaves open whether money moved is neither. */
  private static SettleResponse clear(
      SettleResponse response, int status, PaymentRequirements requirements) {
    return switch (response.outcome()) {
      case SettleResponse.Outcome.Settled s -> {
        boolean whole =
            status == 200
                && isNetwork(response.network(), requirements.network())
                && isTransaction(s.transaction(), requirements.network());
        yield whole ? response : pending(hash(s.transaction()), requirements);
      }
      case SettleResponse.Outcome.Failed f -> {
        boolean unexpected =
            f.reason().is(Reasons.UNEXPECTED_SETTLE) || f.reason().is(Reasons.UNEXPECTED_VERIFY);
        yield unexpected ? pending(f.transaction(), requirements) : response;
      }
      case SettleResponse.Outcome.Pending p -> response;
    };
  }

  private static boolean isNetwork(String said, String asked) {
    return said.isEmpty()
        || said.equals(asked)
        || NetworkNames.caip2(said).equals(Optional.of(asked));
  }

  private static Optional<String> hash(String transaction) {
    return Optional.of(transaction).filter(text -> EVM_HASH.matcher(text).matches());
  }

  private static boolean isTransaction(String transaction, String network) {
    return network.startsWith("eip155:")
        ? EVM_HASH.matcher(transaction).matches()
        : !transaction.isEmpty();
  }

  private static SettleResponse pending(
      Optional<String> transaction, PaymentRequirements requirements) {
    return SettleResponse.of(
        new SettleResponse.Outcome.Pending(transaction), Optional.empty(), requirements.network());
  }

  private static SettleResponse notSent(PaymentRequirements requirements) {
    return SettleResponse.of(
        new SettleResponse.Outcome.Failed(
            Reason.of(Reasons.TRANSACTION_FAILED, "the facilitator could not be reached")),
        Optional.empty(),
        requirements.network());
  }

  @Override
  public Supported supported() {
    Duration backoff = FIRST_PAUSE;
    for (int attempt = 0; ; attempt++) {
      Answer answer = askSupported();
      if (answer.status() != TOO_MANY_REQUESTS || attempt == RETRIES) {
        return read(answer);
      }
      Duration wait = answer.retryAfter().flatMap(this::retryAfter).orElse(backoff);
      if (!pause.forAbout(wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait)) {
        throw unavailable("interrupted");
      }
      backoff = backoff.multipliedBy(2);
    }
  }

  private Answer askSupported() {
    try {
      return client.get("/supported", config.verifyTimeout());
    } catch (NoAnswerException e) {
      throw unavailable(String.valueOf(e.getMessage()));
    }
  }

  private Supported read(Answer answer) {
    if (answer.status() == 200 && answer.body().isPresent()) {
      try {
        return Supported.parse(answer.body().get());
      } catch (JsonException | ArithmeticException malformed) {
        throw unavailable("its answer to /supported is malformed");
      }
    }
    throw unavailable("it answered /supported with status " + answer.status());
  }

  /** Seconds, or a date (RFC 9110 section 10.2.3). */
  private Optional<Duration> retryAfter(String header) {
    try {
      if (header.matches("[0-9]{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
      }
      Instant at = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), at);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }

  /** Ends the connections; requests in flight fail. */
  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return "HttpFacilitator[" + config.host() + "]";
  }

  private static Json.Obj body(PaymentPayload payment, PaymentRequirements requirements) {
    return Json.object()
        .put("x402Version", 2)
        .put("paymentPayload", payment.json())
        .put("paymentRequirements", requirements.json())
        .build();
  }

  private FacilitatorUnavailableException unavailable(String why) {
    return new FacilitatorUnavailableException(
        "The facilitator at " + config.host() + " cannot be asked: " + why + ".");
  }
}
