package org.obol.client.source;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands the buffers of one reply straight to a {@link Body}, without a queue in between: the next
 * ones are asked for when these are stored and the rate allows it. Once {@link #stop} has returned,
 * nothing more reaches the body.
 */
final class BodyPump implements BodySubscriber<Boolean> {

  private final Body body;
  private final Traffic traffic;
  private final RateLimit rate;
  private final CompletableFuture<Boolean> result = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;
  private boolean stopped;

  BodyPump(Body body, Traffic traffic, RateLimit rate) {
    this.body = body;
    this.traffic = traffic;
    this.rate = rate;
  }

  @Override
  public CompletionStage<Boolean> getBody() {
    return result;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (stopped) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    if (stopped) {
      return;
    }
    long bytes = 0;
    try {
      for (ByteBuffer buffer : buffers) {
        bytes += buffer.remaining();
        body.add(buffer);
      }
    } catch (FetchException | IOException | RuntimeException e) {
      stop();
      result.completeExceptionally(e);
      return;
    }
    traffic.add(bytes);
    long wait = rate.take(bytes);
    if (wait <= 0) {
      more();
      return;
    }
    traffic.throttle(true);
    CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS)
        .execute(
            () -> {
              traffic.throttle(false);
              more();
            });
  }

  @Override
  public void onError(Throwable broken) {
    result.completeExceptionally(broken);
  }

  @Override
  public synchronized void onComplete() {
    // Cancelling after the end could close a connection that is about to be used again.
    subscription = null;
    try {
      if (!stopped) {
        body.end();
      }
      result.complete(true);
    } catch (FetchException e) {
      result.completeExceptionally(e);
    }
  }

  /** Cuts the exchange; the connection is closed when it is not at its end. */
  synchronized void stop() {
    stopped = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  private synchronized void more() {
    if (subscription != null && !stopped) {
      subscription.request(1);
    }
  }
}
