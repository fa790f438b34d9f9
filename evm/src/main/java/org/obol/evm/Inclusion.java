package org.obol.evm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.obol.crypto.PrivateKey;

/**
 * The wait for one nonce to be used: by the transaction that was sent, or by a replacement with
 * higher fees. Owned by the one thread that waits.
 */
final class Inclusion {

  private final EvmClient client;
  private final PrivateKey key;
  private final GasAccountConfig config;
  private final BroadcastListener listener;
  private final List<SignedTransaction> versions = new ArrayList<>();
  private final long started = System.nanoTime();
  private long lastBroadcast = started;

  Inclusion(EvmClient client, PrivateKey key, GasAccountConfig config, SentTransaction sent) {
    this.client = client;
    this.key = key;
    this.config = config;
    this.listener = sent.listener();
    versions.add(sent.signed());
  }

  Receipt await(CountDownLatch closed) {
    while (true) {
      Optional<Receipt> receipt = receipt();
      if (receipt.isPresent()) {
        return receipt.get();
      }
      if (hasPassed(config.receiptTimeout(), started)) {
        throw timeout("none within " + config.receiptTimeout().toSeconds() + " s");
      }
      if (hasPassed(config.replaceAfter(), lastBroadcast)) {
        replace();
      }
      pause(closed);
    }
  }

  /** The receipt of any version; empty, too, when the node does not answer. */
  private Optional<Receipt> receipt() {
    try {
      for (SignedTransaction version : versions.reversed()) {
        Optional<Receipt> receipt = client.receipt(version.hash());
        if (receipt.isPresent()) {
          return receipt;
        }
      }
    } catch (RpcException e) {
      // It was broadcast: only the deadline ends the wait.
    }
    return Optional.empty();
  }

  /** Broadcasts with higher fees, or once more when these would exceed the limit. */
  private void replace() {
    lastBroadcast = System.nanoTime();
    SignedTransaction last = versions.getLast();
    try {
      Fees fees = last.transaction().fees().bumped().max(client.fees());
      if (fees.maxFee().compareTo(config.maxFee()) <= 0) {
        last = last.transaction().withFees(fees).sign(key);
        listener.signed(last);
        // Whatever the node answers, it may have it.
        versions.add(last);
      }
      Broadcast.of(client, last);
    } catch (RpcException | BroadcastUnknownException e) {
      // An earlier version may just have got into a block; the next look tells.
    }
  }

  private void pause(CountDownLatch closed) {
    try {
      if (closed.await(config.pollInterval().toNanos(), TimeUnit.NANOSECONDS)) {
        throw timeout("the account was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw timeout("interrupted");
    }
  }

  private ReceiptTimeoutException timeout(String why) {
    return new ReceiptTimeoutException(
        versions.stream().map(SignedTransaction::hash).toList(), why);
  }

  private static boolean hasPassed(Duration time, long since) {
    return System.nanoTime() - since >= time.toNanos();
  }
}
