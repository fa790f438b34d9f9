package org.obol.client.device;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.obol.client.source.FetchException;
import org.obol.client.source.MemberToken;
import org.obol.client.source.NetworkException;
import org.obol.client.source.NotFoundException;
import org.obol.client.source.Patience;
import org.obol.client.source.RefusedException;
import org.obol.client.source.Source;
import org.obol.client.source.Wire;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;

/**
 * Joins a dataset by device code, in the JSON dialect of the reference: ask for a code, show it,
 * ask again and again until the owner has approved it.
 */
public final class DeviceJoin {

  private static final long MAX_REPLY = 64 << 10;
  private static final Duration SLOWER = Duration.ofSeconds(5);

  private final Wire wire;
  private final Source source;
  private final Patience patience;

  /** A join at {@code source}, which needs no token yet. */
  public DeviceJoin(Wire wire, Source source, Patience patience) {
    this.wire = wire;
    this.source = source;
    this.patience = patience;
  }

  /**
   * Runs the whole flow; the token belongs to the source and is the caller's to store.
   *
   * @param worker label that the owner sees
   * @param show prints the code for the user
   * @throws RefusedException when the code expired or was denied
   */
  public MemberToken run(DatasetId dataset, String worker, Consumer<DeviceCode> show) {
    requirePrivate();
    try {
      Json.Obj reply =
          json(
              wire.patiently(
                  source, Wire.Ask.post("/auth/device/code", ask(dataset, worker)), MAX_REPLY));
      DeviceCode code = DeviceCode.fromJson(reply);
      show.accept(code);
      return poll(reply.requireText("device_code"), code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObolException(ObolException.Exit.FAILED, "interrupted", e);
    } catch (IOException e) {
      throw new IllegalStateException("a reply kept in memory cannot fail to be stored", e);
    }
  }

  private MemberToken poll(String deviceCode, DeviceCode code)
      throws InterruptedException, IOException {
    byte[] ask = Json.object().put("device_code", deviceCode).build().utf8();
    long end = System.nanoTime() + code.expires().toNanos();
    Duration interval = code.interval();
    int failures = 0;
    while (System.nanoTime() - end < 0) {
      // The protocol's own pace (RFC 8628 section 3.5), not a way to wait for another thread.
      TimeUnit.NANOSECONDS.sleep(interval.toNanos());
      try {
        Json.Obj reply =
            json(wire.small(source, Wire.Ask.post("/auth/device/token", ask), MAX_REPLY));
        Optional<MemberToken> token = token(reply);
        if (token.isPresent()) {
          return token.get();
        }
        failures = 0;
        interval = said(reply, "slow_down") ? interval.plus(SLOWER) : interval;
      } catch (FetchException e) {
        if (e.reason().contains("slow_down")) {
          interval = interval.plus(SLOWER);
        } else if (e.reason().contains("authorization_pending")) {
          failures = 0;
        } else if (++failures >= patience.failures() || isFinal(e)) {
          throw new NetworkException(e.reason());
        } else {
          interval = longer(interval, e.retryAfter());
        }
      } catch (NotFoundException e) {
        throw new RefusedException(
            e.code(), "the device code is unknown or was used: " + e.getMessage());
      }
    }
    throw expired();
  }

  /** The token when the owner has approved, nothing while they have not. */
  private static Optional<MemberToken> token(Json.Obj reply) {
    if (said(reply, "authorized")) {
      return Optional.of(new MemberToken(reply.requireText("token")));
    }
    if (said(reply, "access_denied")) {
      throw new RefusedException("access_denied", "the owner denied the request");
    }
    if (said(reply, "expired_token")) {
      throw expired();
    }
    return Optional.empty();
  }

  private static boolean said(Json.Obj reply, String word) {
    return reply.text("status").or(() -> reply.text("error")).filter(word::equals).isPresent();
  }

  private static boolean isFinal(FetchException e) {
    return e.kind() == FetchException.Kind.WRONG;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static RefusedException expired() {
    return new RefusedException(
        "expired_token", "the code was not approved in time: start again for a new one");
  }

  /** The token will come over this connection, so it must be as private as one that shows it. */
  private void requirePrivate() {
    wire.requirePrivate(source.origin(), true);
  }

  private static byte[] ask(DatasetId dataset, String worker) {
    return Json.object().put("worker", worker).put("dataset", dataset.text()).build().utf8();
  }

  private static Json.Obj json(byte[] reply) {
    try {
      return JsonReader.read(reply, MAX_REPLY).asObject("the reply");
    } catch (JsonException e) {
      throw new NetworkException("the server's reply is not what was asked for: " + e.getMessage());
    }
  }
}
