package org.obol.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.sale.Claim;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.PaymentNonce;
import org.obol.x402.exact.ExactPayload;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequired;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.ResourceInfo;

/** A signed payment for a version, and how it is presented. */
record Bid(String path, PaymentPayload payment, Optional<Claim> claim) {

  /** As a client does that knows nothing of ours: a random nonce, no claim. */
  static Bid unaware(Front front, DatasetId id, long version, PrivateKey wallet) {
    PaymentRequired challenge = front.challenge(id, version);
    return new Bid(
        Front.join(id, version),
        new ExactSigner(wallet).pay(challenge, challenge.accepts().getFirst()),
        Optional.empty());
  }

  /** As our own client does: with a claim that the nonce commits to. */
  static Bid claiming(Front front, DatasetId id, long version, PrivateKey wallet) {
    return claiming(front.challenge(id, version), Front.join(id, version), wallet);
  }

  static Bid claiming(PaymentRequired challenge, String path, PrivateKey wallet) {
    var claim = Claim.generate();
    PaymentRequirements offer = challenge.accepts().getFirst();
    Sha256 offerHash = Offer.read(offer.extra().get("offer").orElseThrow()).hash();
    var nonce = new Bytes32(PaymentNonce.of(offerHash, claim.hash()).text());
    var signer = new ExactSigner(wallet, java.time.InstantSource.system(), () -> nonce);
    Json.Obj hash = Json.object().put("hash", claim.hash().hex()).build();
    Map<String, Json> extensions = new LinkedHashMap<>(challenge.extensions().members());
    extensions.put("obol-claim", Json.object().put("info", hash).build());
    return new Bid(
        path,
        signer.pay(offer, Optional.<ResourceInfo>empty(), new Json.Obj(extensions)),
        Optional.of(claim));
  }

  /** The same authorization in the hands of somebody who has only seen it. */
  Bid seen() {
    return new Bid(path, payment, Optional.empty());
  }

  /** Another payment at the same place. */
  Bid with(PaymentPayload other) {
    return new Bid(path, other, claim);
  }

  Bid at(DatasetId id, long version) {
    return new Bid(Front.join(id, version), payment, claim);
  }

  ExactPayload signed() {
    return ExactPayload.parse(payment.payload());
  }

  /** The request's headers. */
  List<String> headers() {
    List<String> headers = new ArrayList<>();
    headers.add(PaymentHeaders.PAYMENT_SIGNATURE + ": " + PaymentHeaders.encode(payment.json()));
    claim.ifPresent(secret -> headers.add(Claim.HEADER + ": " + secret.reveal()));
    return headers;
  }

  Front.Answer present(Front front) {
    return front.ask("POST", path, headers().toArray(String[]::new));
  }
}
