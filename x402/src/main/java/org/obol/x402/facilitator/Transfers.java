package org.obol.x402.facilitator;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Bytes32;
import org.obol.evm.AuthorizationUsedEvent;
import org.obol.evm.BlockTag;
import org.obol.evm.Eip3009Token;
import org.obol.evm.Erc20;
import org.obol.evm.EvmClient;
import org.obol.evm.Log;
import org.obol.evm.LogFilter;
import org.obol.evm.Receipt;
import org.obol.evm.TransferEvent;
import org.obol.x402.exact.Authorization;
import org.obol.x402.exact.ExactPayment;

/** Which transaction moved the money of a payment. */
final class Transfers {

  private final EvmClient client;

  Transfers(EvmClient client) {
    this.client = client;
  }

  /** Whether this transaction used the payment's authorization for exactly its transfer. */
  static boolean settles(Receipt receipt, ExactPayment payment) {
    return receipt.succeeded() && usedFor(receipt.logs(), payment);
  }

  /**
   * The transaction, by whomever, that used the payment's authorization for exactly its transfer,
   * in that block or later.
   */
  Optional<Bytes32> settledBy(ExactPayment payment, long sinceBlock) {
    return settledBy(payment, BlockTag.number(sinceBlock), BlockTag.Named.LATEST)
        .map(Receipt::transactionHash);
  }

  /** The same in those blocks, both included. */
  Optional<Receipt> settledBy(ExactPayment payment, long from, long to) {
    return settledBy(payment, BlockTag.number(from), BlockTag.number(to));
  }

  private Optional<Receipt> settledBy(ExactPayment payment, BlockTag from, BlockTag to) {
    Authorization authorization = payment.authorization();
    LogFilter uses =
        new Eip3009Token(client, payment.terms().asset())
            .usesOf(
                authorization.from(), authorization.nonce(), new LogFilter.Blocks.Range(from, to));
    return client.logs(uses).stream()
        .filter(use -> !use.removed())
        .map(Log::transactionHash)
        .distinct()
        .flatMap(hash -> client.receipt(hash).stream())
        .filter(receipt -> settles(receipt, payment))
        .findFirst();
  }

  /**
   * Whether the authorization was used and its transfer is the token's very next event. Elsewhere
   * in the transaction may be a transfer of the same amount for another payment, while this
   * authorization's nonce was burnt on something else.
   */
  private static boolean usedFor(List<Log> logs, ExactPayment payment) {
    var used =
        Optional.of(
            new AuthorizationUsedEvent(
                payment.terms().asset(),
                payment.authorization().from(),
                payment.authorization().nonce()));
    var moved = Optional.of(expected(payment));
    for (int i = 0; i + 1 < logs.size(); i++) {
      if (Eip3009Token.authorizationUsed(logs.get(i)).equals(used)
          && Erc20.transfer(logs.get(i + 1)).equals(moved)) {
        return true;
      }
    }
    return false;
  }

  private static TransferEvent expected(ExactPayment payment) {
    Authorization authorization = payment.authorization();
    return new TransferEvent(
        payment.terms().asset(),
        authorization.from(),
        authorization.to(),
        authorization.value().value());
  }
}
