package org.obol.x402.exact;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.evm.AbiException;
import org.obol.evm.BlockTag;
import org.obol.evm.CallRequest;
import org.obol.evm.CallResult;
import org.obol.evm.ContractFunction;
import org.obol.evm.EvmClient;
import org.obol.evm.HexBytes;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/**
 * Why a transfer would revert, found out by asking the token, in one call through Multicall3 where
 * it is deployed and else one by one. The token's own words are never passed on.
 */
final class TransferDiagnosis {

  // The same address on every chain that has it.
  private static final Address MULTICALL3 =
      new Address("0xca11bde05977b3631167028862be2a173976ca11");

  private static final ContractFunction TRY_AGGREGATE =
      new ContractFunction("tryAggregate(bool,(address,bytes)[])", "((bool,bytes)[])");
  private static final ContractFunction STATE =
      new ContractFunction("authorizationState(address,bytes32)", "(bool)");
  private static final ContractFunction NAME = new ContractFunction("name()", "(string)");
  private static final ContractFunction VERSION = new ContractFunction("version()", "(string)");
  private static final ContractFunction BALANCE =
      new ContractFunction("balanceOf(address)", "(uint256)");

  private final EvmClient client;

  TransferDiagnosis(EvmClient client) {
    this.client = client;
  }

  /** The first cause that the token confirms (reference packages 2.27, in their order). */
  Reason of(ExactPayment payment) {
    Authorization authorization = payment.authorization();
    List<Optional<HexBytes>> answers =
        ask(
            payment.terms().asset(),
            List.of(
                STATE.encode(authorization.from(), authorization.nonce()),
                NAME.encode(),
                VERSION.encode(),
                BALANCE.encode(authorization.from())));
    Optional<Object> used = value(STATE, answers.get(0));
    if (used.isEmpty()) {
      return Reason.of(Reasons.NOT_SUPPORTED, "the asset has no EIP-3009 authorizations");
    }
    if (used.get().equals(true)) {
      return Reason.of(
          Reasons.NONCE_ALREADY_USED, "this authorization was used or canceled before");
    }
    String name = payment.terms().domain().name();
    if (value(NAME, answers.get(1)).filter(actual -> !actual.equals(name)).isPresent()) {
      return Reason.of(Reasons.TOKEN_NAME_MISMATCH, "extra.name is not the token's");
    }
    Optional<String> version = payment.terms().domain().version();
    if (value(VERSION, answers.get(2))
        .filter(actual -> !version.equals(Optional.of(actual)))
        .isPresent()) {
      return Reason.of(Reasons.TOKEN_VERSION_MISMATCH, "extra.version is not the token's");
    }
    BigInteger amount = authorization.value().value();
    if (value(BALANCE, answers.get(3))
        .filter(balance -> ((BigInteger) balance).compareTo(amount) < 0)
        .isPresent()) {
      return Reason.of(Reasons.INSUFFICIENT_BALANCE, "the payer has less than the amount");
    }
    return Reason.of(Reasons.SIMULATION_FAILED, "the token refuses this transfer");
  }

  private List<Optional<HexBytes>> ask(Address token, List<HexBytes> questions) {
    return together(token, questions)
        .orElseGet(() -> questions.stream().map(question -> alone(token, question)).toList());
  }

  private Optional<List<Optional<HexBytes>>> together(Address token, List<HexBytes> questions) {
    if (client.code(MULTICALL3, BlockTag.Named.LATEST).isEmpty()) {
      return Optional.empty();
    }
    List<List<Object>> calls =
        questions.stream().map(question -> List.<Object>of(token, question)).toList();
    Optional<HexBytes> answer = alone(MULTICALL3, TRY_AGGREGATE.encode(false, calls));
    return value(TRY_AGGREGATE, answer)
        .map(results -> (List<?>) results)
        .filter(results -> results.size() == questions.size())
        .map(results -> results.stream().map(TransferDiagnosis::returned).toList());
  }

  private static Optional<HexBytes> returned(Object result) {
    List<?> pair = (List<?>) result;
    return pair.get(0).equals(true) ? Optional.of((HexBytes) pair.get(1)) : Optional.empty();
  }

  private Optional<HexBytes> alone(Address contract, HexBytes question) {
    return switch (client.call(CallRequest.of(contract, question))) {
      case CallResult.Returned r -> Optional.of(r.data());
      case CallResult.Reverted r -> Optional.empty();
    };
  }

  private static Optional<Object> value(ContractFunction function, Optional<HexBytes> returned) {
    try {
      return returned.map(data -> function.decode(data).getFirst());
    } catch (AbiException notWhatItReturns) {
      return Optional.empty();
    }
  }
}
