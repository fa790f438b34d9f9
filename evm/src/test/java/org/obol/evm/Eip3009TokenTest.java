package org.obol.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;
import org.obol.crypto.Eip712Domain;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;

/** Authorizations and token events as bytes; the real chain is in devnet's tests. */
final class Eip3009TokenTest {

  private static final Json.Obj VECTOR = Vectors.read("eip3009-vector.json");
  private static final Json.Obj CALLS = Vectors.read("evm-vectors.json");
  private static final HexBytes SIGNATURE = HexBytes.parse(VECTOR.requireText("signature"));
  private static final Address TOKEN = new Address("0x5fbdb2315678afecb367f032d93f642f64180aa3");

  private static TransferAuthorization authorization() {
    Json.Obj fields = VECTOR.object("authorization").orElseThrow();
    return new TransferAuthorization(
        Address.parse(fields.requireText("from")),
        Address.parse(fields.requireText("to")),
        new BigInteger(fields.requireText("value")),
        new BigInteger(fields.requireText("validAfter")),
        new BigInteger(fields.requireText("validBefore")),
        Bytes32.parse(fields.requireText("nonce")));
  }

  @Test
  void an_authorization_has_the_digest_and_signature_of_another_implementation() {
    Bytes32 separator = Eip712Domain.of("USDC", "2", 84532, TOKEN).separator();
    Bytes32 digest = authorization().digest(separator);
    assertThat(digest).hasToString(VECTOR.requireText("digest"));
    assertThat(authorization().receiveDigest(separator)).isNotEqualTo(digest);
    var key = PrivateKey.ofHex(VECTOR.requireText("privateKey").substring(0, 66));
    HexBytes signature = HexBytes.of(Secp256k1.sign(digest.bytes(), key).bytes());
    assertThat(signature.first(64)).isEqualTo(SIGNATURE.first(64));
    assertThat(signature.from(64)).hasToString("0x01");
  }

  @Test
  void a_signature_of_65_bytes_is_split() {
    assertThat(Eip3009Token.transferCall(authorization(), SIGNATURE))
        .hasToString(CALLS.requireText("split"));
  }

  @Test
  void v_0_and_1_become_27_and_28() {
    HexBytes small = SIGNATURE.first(64).then(new HexBytes("0x01"));
    assertThat(Eip3009Token.transferCall(authorization(), small))
        .hasToString(CALLS.requireText("split"));
  }

  @Test
  void another_signature_is_passed_on_as_it_is() {
    assertThat(Eip3009Token.bytesTransferCall(authorization(), SIGNATURE))
        .hasToString(CALLS.requireText("bytes"));
    HexBytes wallet = SIGNATURE.then(new HexBytes("0x00"));
    assertThat(Eip3009Token.transferCall(authorization(), wallet))
        .isEqualTo(Eip3009Token.bytesTransferCall(authorization(), wallet));
    assertThatThrownBy(() -> Eip3009Token.splitTransferCall(authorization(), wallet))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void topics_are_the_published_ones() {
    assertThat(Erc20.TRANSFER)
        .hasToString("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
    assertThat(Eip3009Token.AUTHORIZATION_USED)
        .hasToString("0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5");
  }

  @Test
  void events_are_read_from_logs() {
    Address from = authorization().from();
    Address to = authorization().to();
    HexBytes value = new HexBytes(Eip712.word(10000).hex());
    assertThat(
            Erc20.transfer(log(List.of(Erc20.TRANSFER, Eip712.word(from), Eip712.word(to)), value)))
        .contains(new TransferEvent(TOKEN, from, to, BigInteger.valueOf(10000)));
    Bytes32 nonce = authorization().nonce();
    assertThat(
            Eip3009Token.authorizationUsed(
                log(
                    List.of(Eip3009Token.AUTHORIZATION_USED, Eip712.word(from), nonce),
                    HexBytes.EMPTY)))
        .contains(new AuthorizationUsedEvent(TOKEN, from, nonce));
  }

  @Test
  void other_logs_are_no_events() {
    Bytes32 address = Eip712.word(TOKEN);
    HexBytes word = new HexBytes(address.hex());
    Bytes32 tooLong = Bytes32.keccak(new byte[0]);
    // An NFT's transfer has the same hash and a fourth topic.
    assertThat(Erc20.transfer(log(List.of(Erc20.TRANSFER, address, address, address), word)))
        .isEmpty();
    assertThat(Erc20.transfer(log(List.of(Erc20.TRANSFER, address, address), HexBytes.EMPTY)))
        .isEmpty();
    assertThat(Erc20.transfer(log(List.of(Erc20.TRANSFER, tooLong, address), word))).isEmpty();
    assertThat(Erc20.transfer(log(List.of(Erc20.TRANSFER, address, tooLong), word))).isEmpty();
    assertThat(Erc20.transfer(log(List.of(), word))).isEmpty();
    assertThat(Eip3009Token.authorizationUsed(log(List.of(Erc20.TRANSFER, address, address), word)))
        .isEmpty();
  }

  private static Log log(List<Bytes32> topics, HexBytes data) {
    return new Log(TOKEN, topics, data, 1, Bytes32.ZERO, Bytes32.ZERO, 0, false);
  }
}
