package org.obol.evm;

import com.esaulpaugh.headlong.rlp.RLPEncoder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Keccak;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.crypto.Signature;

/**
 * A transaction of type 2 (EIP-1559) before it is signed; its access list is empty.
 *
 * @param nonce how many transactions the account has sent before
 * @param gasLimit units of gas, at most
 * @param to nobody for the creation of a contract
 * @param value wei
 */
public record Eip1559Transaction(
    ChainId chain,
    long nonce,
    Fees fees,
    long gasLimit,
    Optional<Address> to,
    BigInteger value,
    HexBytes data) {

  private static final byte TYPE = 2;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is negative
   */
  public Eip1559Transaction {
    if (nonce < 0 || gasLimit < 0 || value.signum() < 0) {
      throw new IllegalArgumentException("a negative nonce, gas limit or value");
    }
  }

  /** The transaction signed with {@code key} (RFC 6979: always the same bytes). */
  public SignedTransaction sign(PrivateKey key) {
    Signature signature = Secp256k1.sign(Keccak.hash(envelope(fields())), key);
    byte[] rsv = signature.bytes();
    List<Object> signed = fields();
    signed.add(integer(BigInteger.valueOf(rsv[64])));
    signed.add(integer(new BigInteger(1, Arrays.copyOfRange(rsv, 0, 32))));
    signed.add(integer(new BigInteger(1, Arrays.copyOfRange(rsv, 32, 64))));
    HexBytes raw = HexBytes.of(envelope(signed));
    return new SignedTransaction(this, raw, raw.keccak());
  }

  /** The same transaction with other fees, to take the place of this one. */
  public Eip1559Transaction withFees(Fees other) {
    return new Eip1559Transaction(chain, nonce, other, gasLimit, to, value, data);
  }

  private List<Object> fields() {
    List<Object> fields = new ArrayList<>();
    fields.add(integer(BigInteger.valueOf(chain.value())));
    fields.add(integer(BigInteger.valueOf(nonce)));
    fields.add(integer(fees.tip()));
    fields.add(integer(fees.maxFee()));
    fields.add(integer(BigInteger.valueOf(gasLimit)));
    fields.add(
        to.map(address -> HexFormat.of().parseHex(address.hex(), 2, 42)).orElse(new byte[0]));
    fields.add(integer(value));
    fields.add(data.bytes());
    fields.add(List.of());
    return fields;
  }

  /** EIP-2718: the type and then the list. */
  private static byte[] envelope(List<Object> fields) {
    byte[] list = RLPEncoder.list(fields);
    byte[] out = new byte[1 + list.length];
    out[0] = TYPE;
    System.arraycopy(list, 0, out, 1, list.length);
    return out;
  }

  /** Big-endian without leading zeros; zero is no bytes. */
  private static byte[] integer(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
