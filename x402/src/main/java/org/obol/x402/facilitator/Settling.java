package org.obol.x402.facilitator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Bytes32;
import org.obol.evm.BroadcastListener;
import org.obol.evm.BroadcastUnknownException;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.Receipt;
import org.obol.evm.ReceiptTimeoutException;
import org.obol.evm.RpcErrorException;
import org.obol.evm.RpcException;
import org.obol.evm.SentTransaction;
import org.obol.evm.SignedTransaction;
import org.obol.evm.TransactionRequest;
import org.obol.x402.exact.ChainVerifier;
import org.obol.x402.exact.ExactPayment;
import org.obol.x402.facilitator.Trail.Stage;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.SettleResponse.Outcome;

/** Takes one payment to its end on the chain, or as far as it gets. Stateless. */
final class Settling {

  /** What it came to, and from where to go on when that is not the end. */
  record Step(Outcome outcome, Trail trail) {}

  // Nodes behind one address may be some blocks apart.
  private static final long BLOCKS_BEHIND = 64;

  /** A transfer of USDC needs 90,000 units, and a wallet's check some more. */
  private static final long MOST_GAS = 400_000;

  private final EvmClient client;
  private final GasAccount account;
  private final ChainVerifier verifier;
  private final Transfers transfers;

  Settling(EvmClient client, GasAccount account, ChainVerifier verifier) {
    this.client = client;
    this.account = account;
    this.verifier = verifier;
    this.transfers = new Transfers(client);
  }

  /** Goes on from {@code trail}. */
  Step settle(ExactPayment payment, Trail trail) {
    return switch (trail.stage()) {
      case Stage.Fresh f -> send(payment);
      case Stage.Broadcast b -> lookAgain(payment, trail, b.versions());
      case Stage.Reverted r -> afterRevert(payment, trail, r.transaction());
    };
  }

  private Step send(ExactPayment payment) {
    List<SignedTransaction> versions = new ArrayList<>();
    Trail trail = Trail.FRESH;
    try {
      trail = new Trail(Math.max(0, client.latestBlock().number() - BLOCKS_BEHIND), trail.stage());
      Optional<Reason> objection = verifier.transferObjection(payment);
      if (objection.isPresent()) {
        return new Step(new Outcome.Failed(objection.get()), trail);
      }
      var request =
          TransactionRequest.call(payment.terms().asset(), ChainVerifier.transferCall(payment));
      long gas = client.estimateGas(account.address(), request);
      if (gas > MOST_GAS) {
        // A payer that is a contract decides what its own check costs, at the sender's expense.
        return new Step(
            new Outcome.Failed(
                Reason.of(Reasons.SIMULATION_FAILED, "the transfer needs too much gas")),
            trail);
      }
      // Other transactions may come first and make a storage slot dearer.
      var limited = request.withGasLimit(gas + (gas / 4));
      return await(payment, trail, account.send(limited, versions::add), versions);
    } catch (RpcErrorException e) {
      // The simulation passed and the estimate did not: somebody was faster, or the money is gone.
      return e.reverted().isPresent()
          ? afterRevert(payment, trail, Optional.empty())
          : new Step(EmbeddedFacilitator.notSent(), trail);
    } catch (BroadcastUnknownException e) {
      return broadcast(trail, versions, e.hash());
    } catch (RpcException e) {
      return new Step(EmbeddedFacilitator.notSent(), trail);
    }
  }

  private Step lookAgain(ExactPayment payment, Trail trail, List<SignedTransaction> before) {
    List<SignedTransaction> versions = new ArrayList<>(before);
    Optional<Receipt> receipt = receipt(versions);
    if (receipt.isPresent()) {
      return judge(payment, trail, receipt.get());
    }
    BroadcastListener listener = versions::add;
    return await(payment, trail, new SentTransaction(versions.getLast(), listener), versions);
  }

  private Step await(
      ExactPayment payment, Trail trail, SentTransaction sent, List<SignedTransaction> versions) {
    Receipt receipt;
    try {
      receipt = account.await(sent);
    } catch (ReceiptTimeoutException e) {
      // It looked for the newest versions only.
      Optional<Receipt> older = receipt(versions);
      if (older.isEmpty()) {
        return broadcast(trail, versions, e.hashes().getLast());
      }
      receipt = older.get();
    }
    return judge(payment, trail, receipt);
  }

  private Optional<Receipt> receipt(List<SignedTransaction> versions) {
    try {
      return versions.stream()
          .flatMap(version -> client.receipt(version.hash()).stream())
          .findFirst();
    } catch (RpcException e) {
      return Optional.empty();
    }
  }

  private static Step broadcast(Trail trail, List<SignedTransaction> versions, Bytes32 newest) {
    return new Step(
        new Outcome.Pending(Optional.of(newest.hex())),
        new Trail(trail.sinceBlock(), new Stage.Broadcast(List.copyOf(versions))));
  }

  private Step judge(ExactPayment payment, Trail trail, Receipt receipt) {
    Bytes32 hash = receipt.transactionHash();
    if (!receipt.succeeded()) {
      return afterRevert(payment, trail, Optional.of(hash));
    }
    // A receipt only says that nothing reverted.
    Outcome outcome =
        Transfers.settles(receipt, payment)
            ? new Outcome.Settled(hash.hex())
            : failed(
                Reason.of(Reasons.TRANSFER_MISMATCH, "the transaction did not move the amount"),
                Optional.of(hash));
    return new Step(outcome, trail);
  }

  /**
   * Somebody else may have been faster. Theirs counts only when that same transaction used the
   * authorization with this nonce, which no other payment of the payer has, however alike.
   */
  private Step afterRevert(ExactPayment payment, Trail trail, Optional<Bytes32> ours) {
    try {
      Optional<Bytes32> settledBy = transfers.settledBy(payment, trail.sinceBlock());
      if (settledBy.isPresent()) {
        return new Step(new Outcome.Settled(settledBy.get().hex()), trail);
      }
      Optional<Reason> objection = verifier.transferObjection(payment);
      if (objection.isEmpty() && ours.isEmpty()) {
        // It would go through after the last block, but not after what waits for the next one.
        return new Step(
            new Outcome.Pending(Optional.empty()),
            new Trail(trail.sinceBlock(), new Stage.Fresh()));
      }
      Reason reason =
          objection.orElseGet(() -> Reason.of(Reasons.TRANSACTION_FAILED, "the transfer reverted"));
      return new Step(failed(reason, ours), trail);
    } catch (RpcException e) {
      return new Step(
          new Outcome.Pending(Optional.empty()),
          new Trail(trail.sinceBlock(), new Stage.Reverted(ours)));
    }
  }

  private static Outcome failed(Reason reason, Optional<Bytes32> transaction) {
    return new Outcome.Failed(reason, transaction.map(Bytes32::hex));
  }
}
