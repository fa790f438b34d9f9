package org.obol.evm;

import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;

/**
 * An account that pays for gas. It sends one transaction after the other, each with the next nonce,
 * and waits for receipts beside that, so that many are in flight at once. Thread-safe; it must be
 * the only one that sends with its key, though it recovers when it is not.
 */
public final class GasAccount implements AutoCloseable {

  private static final int ATTEMPTS = 3;

  private final EvmClient client;
  private final ChainId chain;
  private final PrivateKey key;
  private final GasAccountConfig config;
  private final CountDownLatch closed = new CountDownLatch(1);

  private final ReentrantLock sending = new ReentrantLock();
  // Under the lock. Empty when the node has to be asked: at first, and after anything odd.
  private OptionalLong nextNonce = OptionalLong.empty();

  /** The account of {@code key} on {@code chain}, which must be the client's. */
  public GasAccount(EvmClient client, ChainId chain, PrivateKey key, GasAccountConfig config) {
    this.client = client;
    this.chain = chain;
    this.key = key;
    this.config = config;
  }

  /** The address that pays. */
  public Address address() {
    return key.address();
  }

  /** Sends without telling anybody; see {@link #send(TransactionRequest, BroadcastListener)}. */
  public SentTransaction send(TransactionRequest request) {
    return send(request, transaction -> {});
  }

  /**
   * Signs, tells the listener, broadcasts, and returns when the node has taken the transaction.
   *
   * @throws RpcErrorException when the node refused it, also because it would revert ({@link
   *     RpcErrorException#reverted()}); it is in no pool
   * @throws RpcUnavailableException when the node did not answer before the broadcast
   * @throws BroadcastUnknownException when the node did not answer the broadcast
   */
  public SentTransaction send(TransactionRequest request, BroadcastListener listener) {
    long gas = request.gasLimit().orElseGet(() -> estimate(request));
    Fees fees = client.fees().atMost(config.maxFee());
    sending.lock();
    try {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        long nonce = nonce();
        var transaction =
            new Eip1559Transaction(
                chain, nonce, fees, gas, request.to(), request.value(), request.data());
        SignedTransaction signed = transaction.sign(key);
        listener.signed(signed);
        // Forgotten until the node has taken it, whatever the broadcast throws.
        nextNonce = OptionalLong.empty();
        if (Broadcast.of(client, signed)) {
          nextNonce = OptionalLong.of(nonce + 1);
          return new SentTransaction(signed, listener);
        }
      }
    } finally {
      sending.unlock();
    }
    throw new RpcUnavailableException(
        "somebody else sends with account "
            + address()
            + ": its nonce was taken "
            + ATTEMPTS
            + " times");
  }

  /**
   * Waits until the transaction or a replacement of it is in a block. A reverted one has a receipt,
   * too.
   *
   * @throws ReceiptTimeoutException when that took too long, or the account was closed
   */
  public Receipt await(SentTransaction sent) {
    try {
      return new Inclusion(client, key, config, sent).await(closed);
    } catch (ReceiptTimeoutException e) {
      forgetNonce();
      throw e;
    }
  }

  /** Sends and waits. */
  public Receipt execute(TransactionRequest request) {
    return await(send(request));
  }

  /** Ends all waiting. What was broadcast stays so. */
  @Override
  public void close() {
    closed.countDown();
  }

  private void forgetNonce() {
    sending.lock();
    try {
      nextNonce = OptionalLong.empty();
    } finally {
      sending.unlock();
    }
  }

  private long nonce() {
    return nextNonce.orElseGet(() -> client.transactionCount(address(), BlockTag.Named.PENDING));
  }

  private long estimate(TransactionRequest request) {
    long gas = client.estimateGas(address(), request);
    // Other transactions may come first and make a storage slot dearer.
    return gas + (gas / 4);
  }
}
