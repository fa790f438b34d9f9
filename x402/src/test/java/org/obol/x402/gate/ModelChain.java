package org.obol.x402.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.x402.wire.AtomicAmount;

/**
 * A chain of blocks that use authorizations: each nonce once, only inside its window, and never
 * again after a reorganisation has kept it. Guarded by its own lock.
 */
final class ModelChain {

  /** Blocks that can still be replaced. */
  static final int FINALITY = 4;

  /**
   * A transaction.
   *
   * @param moved what it pays; empty when it cancels the authorization
   */
  record Transaction(String hash, Authorization authorization, Optional<AtomicAmount> moved) {}

  private record Block(Instant time, List<Transaction> transactions) {}

  /** A transaction and the number of its block. */
  record Use(Transaction transaction, long block) {}

  private final ManualClock clock;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Transaction> waiting = new ArrayList<>();
  private int sent;

  ModelChain(ManualClock clock) {
    this.clock = clock;
    for (int i = 0; i < 10; i++) {
      mine();
    }
  }

  /** Number of the last block. */
  synchronized long head() {
    return blocks.size() - 1L;
  }

  /** Number of the last block that cannot be replaced. */
  synchronized long finalBlock() {
    return Math.max(0, head() - FINALITY);
  }

  synchronized Instant finalTime() {
    return blocks.get(Math.toIntExact(finalBlock())).time();
  }

  /** Sends a transfer; it is in no block yet. */
  String transfer(Authorization authorization) {
    return send(authorization, Optional.of(authorization.amount()));
  }

  /** Sends a transaction that uses the nonce and pays {@code moved}, or nothing. */
  synchronized String send(Authorization authorization, Optional<AtomicAmount> moved) {
    String hash = "0x" + "%064x".formatted(++sent);
    waiting.add(new Transaction(hash, authorization, moved));
    return hash;
  }

  /** Makes a block of all that waits and is valid; the rest fails and is gone. */
  synchronized void mine() {
    clock.forward(2);
    Instant now = clock.instant();
    var block = new Block(now, new ArrayList<>());
    blocks.add(block);
    for (Transaction transaction : waiting) {
      if (use(transaction.authorization().key()).isEmpty() && isOpen(transaction, now)) {
        block.transactions().add(transaction);
      }
    }
    waiting.clear();
  }

  private static boolean isOpen(Transaction transaction, Instant now) {
    return transaction.moved().isEmpty()
        || (now.isAfter(transaction.authorization().validAfter())
            && now.isBefore(transaction.authorization().validBefore()));
  }

  /** The transaction that used a nonce. */
  synchronized Optional<Use> use(PaymentKey key) {
    for (int i = 0; i < blocks.size(); i++) {
      for (Transaction transaction : blocks.get(i).transactions()) {
        if (transaction.authorization().key().equals(key)) {
          return Optional.of(new Use(transaction, i));
        }
      }
    }
    return Optional.empty();
  }

  /** The transfer that used a nonce as its signer meant it. */
  Optional<Use> paid(PaymentKey key) {
    return use(key)
        .filter(
            use ->
                use.transaction()
                    .moved()
                    .equals(Optional.of(use.transaction().authorization().amount())));
  }

  /**
   * Replaces the last {@code depth} blocks, as far as they are not final, by one more.
   *
   * @param keep whether their transactions get into the new ones
   */
  synchronized void reorganise(int depth, boolean keep) {
    int dropped = Math.toIntExact(Math.min(depth, head() - finalBlock()));
    var left = new ArrayList<Transaction>();
    for (int i = 0; i < dropped; i++) {
      left.addAll(blocks.removeLast().transactions());
    }
    if (keep) {
      waiting.addAll(left);
    }
    for (int i = 0; i <= dropped; i++) {
      mine();
    }
  }
}
