package org.obol.x402.facilitator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.obol.evm.Block;
import org.obol.evm.BlockTag;
import org.obol.evm.Eip3009Token;
import org.obol.evm.EvmClient;
import org.obol.evm.Receipt;
import org.obol.x402.exact.ExactPayment;
import org.obol.x402.gate.ChainWitness;
import org.obol.x402.gate.PaymentKey;
import org.obol.x402.gate.PaymentRecord;
import org.obol.x402.gate.Settlement;

/** Sees payments of scheme exact through a node of the chain that this seller trusts. */
public final class RpcWitness implements ChainWitness {

  /** Nodes refuse to search more blocks at once. */
  private static final long WINDOW = 2_000;

  /**
   * How far before {@link PaymentRecord#seenAt} is searched: a reorganisation can put a later use
   * into a block with a lower number.
   */
  private static final long REORGANISATION = 64;

  private final EvmClient client;
  private final Transfers transfers;
  private final Duration poll;
  private final Duration patience;
  private final InstantSource clock;
  private final Pause pause = Pause.REAL;

  /**
   * A witness at the node of {@code client}.
   *
   * @param poll time between two looks while waiting
   * @param patience how long {@link #await} waits at most
   */
  public RpcWitness(EvmClient client, Duration poll, Duration patience, InstantSource clock) {
    this.client = client;
    this.transfers = new Transfers(client);
    this.poll = poll;
    this.patience = patience;
    this.clock = clock;
  }

  @Override
  public Before before(PaymentKey key) {
    long head = client.latestBlock().number();
    boolean used =
        new Eip3009Token(client, key.asset())
            .authorizationState(key.payer(), key.nonce(), BlockTag.number(head));
    return new Before(head, used);
  }

  @Override
  public Sighting look(PaymentRecord payment, Optional<String> told) {
    Block head = client.latestBlock();
    // Some chains have no final blocks; what is as deep as this counts as one.
    Block last =
        client
            .block(BlockTag.Named.FINALIZED)
            .or(() -> client.block(BlockTag.number(Math.max(0, head.number() - REORGANISATION))))
            .orElse(head);
    // No later block can settle it, and those that could have are final.
    boolean closed = last.timestamp() >= payment.authorization().validBefore().getEpochSecond();
    // By number: a node that lags behind has no answer then, instead of an old one.
    if (!isUsed(payment, BlockTag.number(head.number()))) {
      return closed ? new Sighting.Expired() : new Sighting.Unused();
    }
    Optional<Receipt> receipt = settledBy(payment, head.number());
    if (receipt.isEmpty()) {
      // Logs may come from a node that lags behind; final blocks it has.
      return closed ? new Sighting.Spent() : new Sighting.Unused();
    }
    long block = receipt.get().blockNumber();
    return new Sighting.Paid(
        new Settlement(receipt.get().transactionHash().hex(), block),
        Math.max(1, head.number() - block + 1),
        block <= last.number());
  }

  @Override
  public Sighting await(PaymentRecord payment, Optional<String> told, long confirmations) {
    var deadline = clock.instant().plus(patience);
    while (true) {
      Sighting sighting = look(payment, told);
      boolean over =
          switch (sighting) {
            case Sighting.Unused ignored -> false;
            case Sighting.Paid paid -> paid.permanent() || paid.confirmations() >= confirmations;
            case Sighting.Expired ignored -> true;
            case Sighting.Spent ignored -> true;
          };
      if (over || clock.instant().isAfter(deadline) || !pause.forAbout(poll)) {
        return sighting;
      }
    }
  }

  private boolean isUsed(PaymentRecord payment, BlockTag block) {
    PaymentKey key = payment.key();
    return new Eip3009Token(client, key.asset())
        .authorizationState(key.payer(), key.nonce(), block);
  }

  private Optional<Receipt> settledBy(PaymentRecord record, long head) {
    ExactPayment payment =
        ExactPayment.read(record.payment(), record.requirements())
            .orElseThrow(() -> new IllegalStateException("a payment of another scheme"));
    for (long from = Math.max(0, record.seenAt() - REORGANISATION); from <= head; from += WINDOW) {
      Optional<Receipt> found =
          transfers.settledBy(payment, from, Math.min(head, from + WINDOW - 1));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
