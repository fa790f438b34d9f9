package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what a transfer's owner is told. */
final class RecordingListener implements TransferListener {

  final CompletableFuture<Transfer> started = new CompletableFuture<>();
  final CompletableFuture<Long> ended = new CompletableFuture<>();
  final AtomicInteger ends = new AtomicInteger();

  @Override
  public void started(Transfer transfer) {
    started.complete(transfer);
  }

  @Override
  public void ended(long bytesSent) {
    ends.incrementAndGet();
    ended.complete(bytesSent);
  }

  Transfer awaitStart() throws Exception {
    return started.get(10, TimeUnit.SECONDS);
  }

  /** The transfer once it moves no more, because its client does not read. */
  Transfer awaitStall() throws Exception {
    Transfer transfer = awaitStart();
    long before;
    do {
      before = transfer.bytesSent();
      assertThat(new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)).isFalse();
    } while (before == 0 || before != transfer.bytesSent());
    return transfer;
  }

  long awaitEnd() throws Exception {
    return ended.get(10, TimeUnit.SECONDS);
  }
}
