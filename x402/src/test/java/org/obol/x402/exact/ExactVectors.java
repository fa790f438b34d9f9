package org.obol.x402.exact;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.PrivateKey;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;

/** Payments that the tests of scheme exact are made of. */
final class ExactVectors {

  static final PrivateKey ANVIL_0 =
      PrivateKey.ofHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
  static final String SELLER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
  static final String USDC = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";
  static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  static final long NOW = 1893455940;
  static final String V1_SIGNATURE =
      "0xbc72909f94e2cebee2d4b1375df79e97871474f959804e254bef016d0dca67f5"
          + "76cd8a65a6505cc16668db796372ed51e1bbf10efe7988803ab21ad1a2e697a01c";

  private ExactVectors() {}

  static PaymentPayload vector1() {
    return pay(requirements(SELLER, "10000", "USDC", "eip155:84532"));
  }

  static PaymentPayload pay(PaymentRequirements terms) {
    var nonce = new Bytes32("0x" + "11".repeat(32));
    return new ExactSigner(ANVIL_0, InstantSource.fixed(Instant.ofEpochSecond(NOW)), () -> nonce)
        .pay(terms, Optional.empty(), Json.object().build());
  }

  static PaymentPayload sign(String signature) {
    return payment(vector1().accepted(), authorization(vector1()), signature);
  }

  static LocalVerification verify(PaymentPayload payment) {
    return verifier(NOW).verify(payment, payment.accepted());
  }

  static ExactVerifier verifier(long now) {
    return new ExactVerifier(InstantSource.fixed(Instant.ofEpochSecond(now)));
  }

  static String reason(LocalVerification result) {
    return ((LocalVerification.Refused) result).reason().code();
  }

  static Json.Obj authorization(PaymentPayload payment) {
    return payment.payload().object("authorization").orElseThrow();
  }

  static String signature(PaymentPayload payment) {
    return payment.payload().requireText("signature");
  }

  static PaymentPayload payment(
      PaymentRequirements accepted, Json.Obj authorization, String signature) {
    Json.Obj payload =
        Json.object().put("signature", signature).put("authorization", authorization).build();
    return new PaymentPayload(
        Json.object()
            .put("x402Version", 2)
            .put("accepted", accepted.json())
            .put("payload", payload)
            .build());
  }

  static PaymentRequirements requirements(
      String payTo, String amount, String name, String network) {
    return new PaymentRequirements(
        Json.object()
            .put("scheme", "exact")
            .put("network", network)
            .put("amount", amount)
            .put("asset", USDC)
            .put("payTo", payTo)
            .put("maxTimeoutSeconds", 60)
            .put("extra", Json.object().put("name", name).put("version", "2").build())
            .build());
  }

  static Json.Obj with(Json.Obj object, String key, String value) {
    var members = new LinkedHashMap<>(object.members());
    members.put(key, value.startsWith("{") ? JsonReader.read(value) : Json.of(value));
    return new Json.Obj(members);
  }

  static String word(BigInteger value) {
    return Eip712.word(value).hex().substring(2);
  }
}
