package org.obol.evm;

import java.math.BigInteger;
import java.util.List;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;

/**
 * What a payer signs so that somebody else may move the tokens (EIP-3009).
 *
 * @param value atomic units
 * @param validAfter Unix seconds; valid from the second after
 * @param validBefore Unix seconds; valid until the second before
 * @param nonce chosen by the payer, used once
 */
public record TransferAuthorization(
    Address from,
    Address to,
    BigInteger value,
    BigInteger validAfter,
    BigInteger validBefore,
    Bytes32 nonce) {

  private static final String FIELDS =
      "(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32"
          + " nonce)";
  private static final Bytes32 TRANSFER = Eip712.typeHash("TransferWithAuthorization" + FIELDS);
  private static final Bytes32 RECEIVE = Eip712.typeHash("ReceiveWithAuthorization" + FIELDS);

  /** The digest that is signed for a transfer by anybody, in the token's domain. */
  public Bytes32 digest(Bytes32 domainSeparator) {
    return Eip712.digest(domainSeparator, structHash(TRANSFER));
  }

  /** The digest that is signed for a transfer by the payee alone, in the token's domain. */
  public Bytes32 receiveDigest(Bytes32 domainSeparator) {
    return Eip712.digest(domainSeparator, structHash(RECEIVE));
  }

  private Bytes32 structHash(Bytes32 type) {
    return Eip712.structHash(
        type,
        List.of(
            Eip712.word(from),
            Eip712.word(to),
            Eip712.word(value),
            Eip712.word(validAfter),
            Eip712.word(validBefore),
            nonce));
  }
}
