package org.obol.x402.facilitator;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.evm.ChainId;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.RpcException;
import org.obol.x402.exact.ChainVerifier;
import org.obol.x402.exact.ExactPayment;
import org.obol.x402.exact.ExactTerms;
import org.obol.x402.exact.ExactVerifier;
import org.obol.x402.exact.LocalVerification;
import org.obol.x402.wire.NetworkNames;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.SettleResponse.Outcome;
import org.obol.x402.wire.Supported;
import org.obol.x402.wire.VerifyResponse;

/**
 * A facilitator in this process: scheme exact with EIP-3009 on one chain, with an account that pays
 * for gas. What it broadcast and has not seen in a block it remembers until it ends, so that the
 * same payment settled again is looked up and not refused as used.
 */
public final class EmbeddedFacilitator implements Facilitator {

  private final ChainId chain;
  private final Address sender;
  private final ExactVerifier local;
  private final ChainVerifier onChain;
  private final Settlements settlements;

  /**
   * A facilitator on {@code chain}.
   *
   * @param client a node of that chain
   * @param account sends the transactions; its receipt timeout bounds how long settling takes
   * @param clock compared with the times of authorizations
   */
  public EmbeddedFacilitator(
      ChainId chain, EvmClient client, GasAccount account, InstantSource clock) {
    this.chain = chain;
    this.sender = account.address();
    this.local = new ExactVerifier(clock);
    this.onChain = new ChainVerifier(client, sender);
    this.settlements = new Settlements(new Settling(client, account, onChain));
  }

  @Override
  public VerifyResponse verify(PaymentPayload payment, PaymentRequirements requirements) {
    Optional<Reason> unsupported = unsupported(requirements);
    if (unsupported.isPresent()) {
      return new VerifyResponse.Invalid(unsupported.get(), Optional.empty());
    }
    return switch (local.verify(payment, requirements)) {
      case LocalVerification.Refused r ->
          new VerifyResponse.Invalid(r.reason(), r.payer().map(Address::checksummed));
      case LocalVerification.Fitting f -> verify(f);
    };
  }

  private VerifyResponse verify(LocalVerification.Fitting fitting) {
    Optional<String> payer = Optional.of(fitting.payment().payer().checksummed());
    try {
      return onChain
          .objection(fitting)
          .<VerifyResponse>map(reason -> new VerifyResponse.Invalid(reason, payer))
          .orElseGet(() -> new VerifyResponse.Valid(payer));
    } catch (RpcException e) {
      throw new FacilitatorUnavailableException(
          "The chain " + chain + " cannot be asked about a payment.", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The transaction may be somebody else's who had the same authorization, if it used the
   * authorization with this nonce for exactly this transfer. What remains: the same authorization
   * can be presented to two services whose payee and price are the same, and each is told that it
   * is settled. So a transaction is no proof that its teller was first: count each (chain, asset,
   * payer, nonce) once, and give each service a payee of its own.
   */
  @Override
  public SettleResponse settle(PaymentPayload payment, PaymentRequirements requirements) {
    Optional<Reason> unsupported = unsupported(requirements);
    if (unsupported.isPresent()) {
      return response(new Outcome.Failed(unsupported.get()), Optional.empty(), requirements);
    }
    Optional<ExactPayment> open =
        ExactPayment.read(payment, requirements).filter(settlements::isOpen);
    if (open.isPresent()) {
      // Checked when it was sent; by now it may have expired, or be settled.
      return response(
          settlements.settle(open.get()), Optional.of(open.get().payer()), requirements);
    }
    return switch (local.verify(payment, requirements)) {
      case LocalVerification.Refused r ->
          response(new Outcome.Failed(r.reason()), r.payer(), requirements);
      case LocalVerification.Fitting f ->
          response(settle(f), Optional.of(f.payment().payer()), requirements);
    };
  }

  private Outcome settle(LocalVerification.Fitting fitting) {
    try {
      // Before anything is remembered: who did not sign must not be in the way of who did.
      Optional<Reason> unsigned = onChain.signatureObjection(fitting);
      return unsigned.isPresent()
          ? new Outcome.Failed(unsigned.get())
          : settlements.settle(fitting.payment());
    } catch (RpcException e) {
      return notSent();
    }
  }

  static Outcome notSent() {
    return new Outcome.Failed(
        Reason.of(Reasons.TRANSACTION_FAILED, "the facilitator could not send the transaction"));
  }

  @Override
  public Supported supported() {
    var now = new Supported.Kind(2, ExactTerms.SCHEME, chain.toString(), Optional.empty());
    List<Supported.Kind> kinds =
        NetworkNames.shortName(chain.toString())
            .map(name -> new Supported.Kind(1, ExactTerms.SCHEME, name, Optional.empty()))
            .map(before -> List.of(now, before))
            .orElseGet(() -> List.of(now));
    return new Supported(kinds, List.of(), Map.of("eip155:*", List.of(sender.checksummed())));
  }

  private Optional<Reason> unsupported(PaymentRequirements requirements) {
    if (!requirements.scheme().equals(ExactTerms.SCHEME)) {
      return Optional.of(Reason.of(Reasons.UNSUPPORTED_SCHEME, "only exact is settled here"));
    }
    return requirements.network().equals(chain.toString())
        ? Optional.empty()
        : Optional.of(Reason.of(Reasons.INVALID_NETWORK, "only " + chain + " is settled on here"));
  }

  private static SettleResponse response(
      Outcome outcome, Optional<Address> payer, PaymentRequirements requirements) {
    return SettleResponse.of(outcome, payer.map(Address::checksummed), requirements.network());
  }
}
