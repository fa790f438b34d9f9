package org.obol.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects a body and breaks off with {@link HttpFailure} at the first byte too many. */
final class CappedBody implements BodySubscriber<byte[]> {

  private final BodySubscriber<byte[]> all = BodySubscribers.ofByteArray();
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private final String origin;
  private final long maxBytes;
  private Flow.@Nullable Subscription subscription;
  private long received;

  CappedBody(String origin, long maxBytes) {
    this.origin = origin;
    this.maxBytes = maxBytes;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription started) {
    subscription = started;
    all.onSubscribe(started);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    received += parts.stream().mapToLong(ByteBuffer::remaining).sum();
    if (received <= maxBytes) {
      all.onNext(parts);
      return;
    }
    if (subscription != null) {
      subscription.cancel();
    }
    result.completeExceptionally(
        new HttpFailure(
            HttpFailure.Reason.TOO_LARGE,
            origin + " answered with more than " + maxBytes + " bytes"));
  }

  @Override
  public void onError(Throwable cause) {
    result.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    all.onComplete();
    var _ = all.getBody().thenAccept(result::complete);
  }
}
