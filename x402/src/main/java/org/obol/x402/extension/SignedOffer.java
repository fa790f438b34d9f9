package org.obol.x402.extension;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;
import org.obol.crypto.Eip712Domain;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.PrivateKey;
import org.obol.x402.wire.PaymentRequirements;

/**
 * An offer that its seller signed (extension offer-receipt, format eip712), so that nobody on the
 * way can put in another receiver. A view on the payload as it came: the texts are signed as they
 * are written, the case of addresses included.
 */
public record SignedOffer(Optional<Long> acceptIndex, Json.Obj payload, String signature) {

  private static final Bytes32 TYPE =
      Eip712.typeHash(
          "Offer(uint256 version,string resourceUrl,string scheme,string network,string asset,"
              + "string payTo,string amount,uint256 validUntil)");

  // The chain is always 1, wherever the money moves.
  private static final Eip712Domain DOMAIN =
      new Eip712Domain("x402 offer", Optional.of("1"), 1, Optional.empty());

  /**
   * Checks the payload.
   *
   * @throws JsonException naming the member that is missing or wrong
   */
  public SignedOffer {
    digest(payload);
  }

  /**
   * Signs an offer.
   *
   * @param acceptIndex its place in {@code accepts}
   * @param validUntil seconds since 1970; without end when absent
   */
  public static SignedOffer sign(
      String resourceUrl,
      PaymentRequirements offer,
      int acceptIndex,
      OptionalLong validUntil,
      PrivateKey key) {
    Json.Obj payload =
        Json.object()
            .put("version", 1)
            .put("resourceUrl", resourceUrl)
            .put("scheme", offer.scheme())
            .put("network", offer.network())
            .put("asset", offer.asset())
            .put("payTo", offer.payTo())
            .put("amount", offer.amount().toString())
            .put("validUntil", validUntil.orElse(0))
            .build();
    return new SignedOffer(
        Optional.of((long) acceptIndex), payload, TypedSignature.sign(digest(payload), key));
  }

  /**
   * Reads one.
   *
   * @throws JsonException when it is malformed or of another format
   */
  public static SignedOffer parse(Json.Obj json) {
    OfferReceipt.requireEip712(json);
    return new SignedOffer(
        json.integer("acceptIndex"), OfferReceipt.payload(json), json.requireText("signature"));
  }

  /** The wire form. */
  public Json.Obj json() {
    return Json.object()
        .put("format", OfferReceipt.FORMAT)
        .putIfPresent("acceptIndex", acceptIndex.map(Json::of))
        .put("payload", payload)
        .put("signature", signature)
        .build();
  }

  /** What was signed. */
  public Bytes32 digest() {
    return digest(payload);
  }

  /** Who signed; empty when the signature is not one. */
  public Optional<Address> signer() {
    return TypedSignature.signer(digest(), signature);
  }

  /**
   * Whether {@code seller} signed exactly this offer for that resource and it still stands.
   *
   * @param now seconds since 1970
   */
  public boolean covers(String resourceUrl, PaymentRequirements offer, Address seller, long now) {
    long validUntil = payload.integer("validUntil").orElse(0L);
    return payload.requireText("resourceUrl").equals(resourceUrl)
        && payload.requireText("scheme").equals(offer.scheme())
        && payload.requireText("network").equals(offer.network())
        && payload.requireText("asset").equalsIgnoreCase(offer.asset())
        && payload.requireText("payTo").equalsIgnoreCase(offer.payTo())
        && payload.requireText("amount").equals(offer.amount().toString())
        && (validUntil == 0 || now <= validUntil)
        && signer().equals(Optional.of(seller));
  }

  private static Bytes32 digest(Json.Obj payload) {
    OfferReceipt.requireVersion(payload);
    return Eip712.digest(
        DOMAIN.separator(),
        Eip712.structHash(
            TYPE,
            List.of(
                Eip712.word(1),
                Eip712.hashed(payload.requireText("resourceUrl")),
                Eip712.hashed(payload.requireText("scheme")),
                Eip712.hashed(payload.requireText("network")),
                Eip712.hashed(payload.requireText("asset")),
                Eip712.hashed(payload.requireText("payTo")),
                Eip712.hashed(payload.requireText("amount")),
                Eip712.word(OfferReceipt.time(payload, "validUntil")))));
  }
}
