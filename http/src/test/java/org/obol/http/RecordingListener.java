package org.obol.http;

import java.util.concurrent.CompletableFuture;
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

  long awaitEnd() throws Exception {
    return ended.get(10, TimeUnit.SECONDS);
  }
}
