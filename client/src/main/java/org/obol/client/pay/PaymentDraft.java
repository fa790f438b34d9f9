package org.obol.client.pay;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.sale.Claim;
import org.obol.dataset.sale.PaymentNonce;
import org.obol.x402.exact.Authorization;
import org.obol.x402.exact.ExactPayload;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.extension.PaymentIdentifier;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;

/**
 * A payment in the making: its name, its claim, and the nonce that commits to offer and claim.
 *
 * @param id the payment identifier
 */
record PaymentDraft(Quote quote, String id, Claim claim) {

  /** The extension with which the hash of the claim travels. */
  static final String CLAIM = "obol-claim";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Room for authorization and signature in the header. */
  private static final int PROOF_CHARS = 1500;

  /** A draft with a fresh name and claim. */
  static PaymentDraft of(Quote quote) {
    var draft =
        new PaymentDraft(quote, "obol-" + HexFormat.of().formatHex(random(12)), Claim.generate());
    draft.requireShort();
    return draft;
  }

  /** Signs; the result is to be written down before it is sent. */
  Purchase sign(PrivateKey key, InstantSource clock) {
    Instant now = clock.instant();
    var signer = new ExactSigner(key, clock, () -> nonce());
    PaymentPayload payment =
        signer.pay(quote.requirement(), Optional.of(quote.challenge().resource()), extensions());
    Authorization authorization = ExactPayload.parse(payment.payload()).authorization();
    return new Purchase(
        id,
        now,
        quote.goods(),
        quote.cost(),
        new SignedPayment(
            key.address(),
            PaymentHeaders.encode(payment.json()),
            authorization.nonce().hex(),
            Instant.ofEpochSecond(authorization.validBefore().longValueExact()),
            claim),
        quote.evidence(),
        Progress.PLANNED);
  }

  private Bytes32 nonce() {
    return quote
        .evidence()
        .offer()
        .map(offer -> Bytes32.of(PaymentNonce.of(offer.hash(), claim.hash()).bytes()))
        .orElseGet(() -> Bytes32.of(random(Bytes32.BYTES)));
  }

  /** What the server declared, echoed, with our name and the hash of the claim put in. */
  private Json.Obj extensions() {
    Json.Obj echoed = PaymentIdentifier.attach(quote.challenge().extensions(), id);
    if (quote.evidence().offer().isEmpty() && echoed.object(CLAIM).isEmpty()) {
      return echoed;
    }
    Json.Obj block = echoed.object(CLAIM).orElseGet(() -> Json.object().build());
    Json.Obj info = block.object("info").orElseGet(() -> Json.object().build());
    Json.Obj claimed = with(info, "hash", Json.of(claim.hash().hex()));
    return with(echoed, CLAIM, with(block, "info", claimed));
  }

  /** A header that no server takes is not signed either. */
  private void requireShort() {
    Json.Obj unsigned =
        Json.object()
            .put("resource", quote.challenge().resource().json())
            .put("accepted", quote.requirement().json())
            .put("extensions", extensions())
            .build();
    if (PaymentHeaders.encode(unsigned).length() > PaymentHeaders.MAX_CHARS - PROOF_CHARS) {
      throw new ObolException(
          ObolException.Exit.REFUSED,
          "the seller's terms are longer than what a payment may repeat: nothing was paid");
    }
  }

  private static Json.Obj with(Json.Obj object, String key, Json value) {
    Map<String, Json> members = new LinkedHashMap<>(object.members());
    members.put(key, value);
    return new Json.Obj(members);
  }

  private static byte[] random(int bytes) {
    byte[] out = new byte[bytes];
    RANDOM.nextBytes(out);
    return out;
  }
}
