package org.obol.evm;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;

/**
 * A token that moves by signed authorizations (EIP-3009), as USDC does. Every question throws
 * {@link ContractException} when the contract is no such token and {@link RpcException} when the
 * node has no answer.
 */
public final class Eip3009Token {

  /** The first topic of a used authorization. */
  public static final Bytes32 AUTHORIZATION_USED =
      Eip712.typeHash("AuthorizationUsed(address,bytes32)");

  private static final ContractFunction VERSION = new ContractFunction("version()", "(string)");
  private static final ContractFunction DOMAIN_SEPARATOR =
      new ContractFunction("DOMAIN_SEPARATOR()", "(bytes32)");
  private static final ContractFunction AUTHORIZATION_STATE =
      new ContractFunction("authorizationState(address,bytes32)", "(bool)");
  private static final String TRANSFER =
      "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,";
  private static final ContractFunction TRANSFER_SPLIT =
      new ContractFunction(TRANSFER + "uint8,bytes32,bytes32)", "()");
  private static final ContractFunction TRANSFER_BYTES =
      new ContractFunction(TRANSFER + "bytes)", "()");
  private static final int SPLIT_LENGTH = 65;

  private final Erc20 erc20;
  private final Contract contract;

  /** The token at {@code address}; nothing is asked yet. */
  public Eip3009Token(EvmClient client, Address address) {
    this.erc20 = new Erc20(client, address);
    this.contract = new Contract(client, address);
  }

  /** The token as any other. */
  public Erc20 erc20() {
    return erc20;
  }

  /** The version in the token's domain: hostile text. */
  public String version() {
    return (String) contract.readOne(VERSION);
  }

  /** The separator of the domain that authorizations are signed in. */
  public Bytes32 domainSeparator() {
    return Bytes32.of(((HexBytes) contract.readOne(DOMAIN_SEPARATOR)).bytes());
  }

  /** Whether the nonce of {@code authorizer} is used or canceled, as of the newest block. */
  public boolean authorizationState(Address authorizer, Bytes32 nonce) {
    return authorizationState(authorizer, nonce, BlockTag.Named.LATEST);
  }

  /** Whether the nonce of {@code authorizer} is used or canceled, as of that block. */
  public boolean authorizationState(Address authorizer, Bytes32 nonce, BlockTag block) {
    return (Boolean) contract.read(block, AUTHORIZATION_STATE, authorizer, nonce).getFirst();
  }

  /**
   * The call data of the transfer: split when the signature is of 65 bytes, so that older tokens
   * understand it, else as it is, for contracts that pay (ERC-1271).
   */
  public static HexBytes transferCall(TransferAuthorization authorization, HexBytes signature) {
    return signature.size() == SPLIT_LENGTH
        ? splitTransferCall(authorization, signature)
        : bytesTransferCall(authorization, signature);
  }

  /**
   * The call data with v, r and s (selector e3ee160e); a v of 0 or 1 becomes 27 or 28, which tokens
   * insist on.
   *
   * @throws IllegalArgumentException when the signature is not of 65 bytes
   */
  public static HexBytes splitTransferCall(TransferAuthorization a, HexBytes signature) {
    if (signature.size() != SPLIT_LENGTH) {
      throw new IllegalArgumentException("65 bytes can be split, not " + signature.size());
    }
    int v = Byte.toUnsignedInt(signature.bytes()[64]);
    return TRANSFER_SPLIT.encode(
        a.from(),
        a.to(),
        a.value(),
        a.validAfter(),
        a.validBefore(),
        a.nonce(),
        v < 2 ? v + 27 : v,
        signature.first(32),
        signature.from(32).first(32));
  }

  /** The call data with the signature as it is (selector cf092995). */
  public static HexBytes bytesTransferCall(TransferAuthorization a, HexBytes signature) {
    return TRANSFER_BYTES.encode(
        a.from(), a.to(), a.value(), a.validAfter(), a.validBefore(), a.nonce(), signature);
  }

  /** The used authorization that {@code log} tells of; empty when it tells of something else. */
  public static Optional<AuthorizationUsedEvent> authorizationUsed(Log log) {
    if (!log.is(AUTHORIZATION_USED, 3)) {
      return Optional.empty();
    }
    return Topics.address(log.topics().get(1))
        .map(from -> new AuthorizationUsedEvent(log.address(), from, log.topics().get(2)));
  }

  /** A filter for the use of one authorization. */
  public LogFilter usesOf(Address authorizer, Bytes32 nonce, LogFilter.Blocks blocks) {
    return LogFilter.of(
        contract.address(),
        List.of(List.of(AUTHORIZATION_USED), List.of(Eip712.word(authorizer)), List.of(nonce)),
        blocks);
  }
}
