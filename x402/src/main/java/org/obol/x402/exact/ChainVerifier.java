package org.obol.x402.exact;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.evm.BlockTag;
import org.obol.evm.CallRequest;
import org.obol.evm.CallResult;
import org.obol.evm.ContractFunction;
import org.obol.evm.Eip3009Token;
import org.obol.evm.EvmClient;
import org.obol.evm.HexBytes;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/**
 * Checks against a chain what {@link ExactVerifier} found to fit: the signature of a payer that is
 * a contract, the token, and by a call without a transaction whether the transfer would go through.
 * Every method throws {@link org.obol.evm.RpcException} when the chain cannot be asked.
 */
public final class ChainVerifier {

  // EIP-1271: what a wallet returns for a signature that it accepts, padded to a word.
  private static final HexBytes ACCEPTED = new HexBytes("0x1626ba7e" + "0".repeat(56));
  private static final ContractFunction IS_VALID =
      new ContractFunction("isValidSignature(bytes32,bytes)", "(bytes4)");

  private final EvmClient client;
  private final Address sender;
  private final TransferDiagnosis diagnosis;

  /**
   * A verifier on the chain of {@code client}.
   *
   * @param sender who would send the transaction, and is the caller of the simulation
   */
  public ChainVerifier(EvmClient client, Address sender) {
    this.client = client;
    this.sender = sender;
    this.diagnosis = new TransferDiagnosis(client);
  }

  /** What stands against settling this payment now, if anything does. */
  public Optional<Reason> objection(LocalVerification.Fitting fitting) {
    return signatureObjection(fitting).or(() -> transferObjection(fitting.payment()));
  }

  /**
   * Whether the payer signed. An account with code decides itself (EIP-1271), one with delegated
   * code (EIP-7702) included: tokens do not look at its key either.
   */
  public Optional<Reason> signatureObjection(LocalVerification.Fitting fitting) {
    boolean isContract = !client.code(fitting.payment().payer(), BlockTag.Named.LATEST).isEmpty();
    boolean signed =
        isContract
            ? acceptedByContract(fitting.payment())
            : fitting instanceof LocalVerification.Signed;
    return signed
        ? Optional.empty()
        : Optional.of(Reason.of(Reasons.INVALID_SIGNATURE, "the payer did not sign this"));
  }

  /** Whether the transfer would go through, simulated from the sender's address. */
  public Optional<Reason> transferObjection(ExactPayment payment) {
    // A call to an address without code succeeds, and would move nothing.
    if (client.code(payment.terms().asset(), BlockTag.Named.LATEST).isEmpty()) {
      return Optional.of(Reason.of(Reasons.ASSET_NOT_DEPLOYED, "the asset is no contract"));
    }
    CallRequest call = CallRequest.of(payment.terms().asset(), transferCall(payment)).from(sender);
    return switch (client.call(call)) {
      case CallResult.Returned r -> Optional.empty();
      case CallResult.Reverted r -> Optional.of(diagnosis.of(payment));
    };
  }

  /** The call data that settles the payment. */
  public static HexBytes transferCall(ExactPayment payment) {
    return Eip3009Token.transferCall(
        payment.authorization().transfer(), payment.signature().bytes());
  }

  private boolean acceptedByContract(ExactPayment payment) {
    HexBytes question = IS_VALID.encode(payment.digest(), payment.signature().bytes());
    return switch (client.call(CallRequest.of(payment.payer(), question))) {
      case CallResult.Returned r -> r.data().first(32).equals(ACCEPTED);
      case CallResult.Reverted r -> false;
    };
  }
}
