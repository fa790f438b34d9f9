package org.obol.e2e;

import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712Domain;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.devnet.Devnet;
import org.obol.evm.HexBytes;
import org.obol.x402.exact.Authorization;
import org.obol.x402.exact.ExactPayload;
import org.obol.x402.exact.PaymentSignature;
import org.obol.x402.wire.AtomicAmount;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;

/** A payment that says and signs whatever a test wants. */
final class Forgery {

  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  private final PrivateKey wallet;
  private final Map<String, Json> accepted;
  private Address to;
  private long value;
  private Eip712Domain domain;
  private BigInteger validAfter = BigInteger.ZERO;
  private BigInteger validBefore;
  private final Bytes32 nonce;

  /** At first a good payment of {@code offer} by {@code wallet}. */
  Forgery(PrivateKey wallet, PaymentRequirements offer) {
    this.wallet = wallet;
    this.accepted = new LinkedHashMap<>(offer.json().members());
    this.to = new Address(offer.payTo().toLowerCase(java.util.Locale.ROOT));
    this.value = offer.amount().value().longValueExact();
    this.domain = domain("USDC", PayChain.ID.value(), Devnet.TOKEN);
    this.validBefore = seconds(300);
    this.nonce = HexBytes.parse(wallet.address().hex()).keccak();
  }

  static Eip712Domain domain(String name, long chain, Address token) {
    return Eip712Domain.of(name, "2", chain, token);
  }

  Forgery accepting(String member, String text) {
    accepted.put(member, Json.of(text));
    return this;
  }

  Forgery to(Address payee) {
    to = payee;
    return this;
  }

  Forgery value(long units) {
    value = units;
    return this;
  }

  Forgery signedFor(Eip712Domain other) {
    domain = other;
    return this;
  }

  /** Seconds from now. */
  Forgery validAfter(long fromNow) {
    validAfter = seconds(fromNow);
    return this;
  }

  Forgery validBefore(long fromNow) {
    validBefore = seconds(fromNow);
    return this;
  }

  PaymentPayload signed() {
    return signedBy(wallet);
  }

  PaymentPayload signedBy(PrivateKey key) {
    return payment(PaymentSignature.of(Secp256k1.sign(digest(), key)));
  }

  PaymentPayload withSignature(String hex) {
    return payment(new PaymentSignature(HexBytes.parse(hex)));
  }

  /** The other signature that the curve would accept: n - s, and the other v. */
  PaymentPayload withTwin() {
    byte[] good = PaymentSignature.of(Secp256k1.sign(digest(), wallet)).bytes().bytes();
    HexBytes all = HexBytes.of(good);
    var s = new BigInteger(all.from(32).first(32).hex().substring(2), 16);
    String twin = "%064x".formatted(ORDER.subtract(s));
    String v = good[64] == 27 ? "1c" : "1b";
    return withSignature(all.first(32).hex() + twin + v);
  }

  private byte[] digest() {
    return authorization().digest(domain).bytes();
  }

  private Authorization authorization() {
    return new Authorization(
        wallet.address(), to, AtomicAmount.of(value), validAfter, validBefore, nonce);
  }

  private PaymentPayload payment(PaymentSignature signature) {
    return new PaymentPayload(
        Json.object()
            .put("x402Version", 2)
            .put("accepted", new Json.Obj(accepted))
            .put("payload", new ExactPayload(authorization(), signature).json())
            .build());
  }

  private static BigInteger seconds(long fromNow) {
    return BigInteger.valueOf(Instant.now().getEpochSecond() + fromNow);
  }

  /** Where {@code payment} is presented. */
  static Bid bid(PaymentPayload payment) {
    return new Bid(Front.join(Market.A, 1), payment, Optional.empty());
  }
}
