package org.obol.x402.extension;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;
import org.obol.crypto.Eip712Domain;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.PrivateKey;

/**
 * A receipt that the seller signed (extension offer-receipt, format eip712). A view on the payload
 * as it came: the texts are signed as they are written.
 */
public record SignedReceipt(Json.Obj payload, String signature) {

  private static final Bytes32 TYPE =
      Eip712.typeHash(
          "Receipt(uint256 version,string network,string resourceUrl,string payer,"
              + "uint256 issuedAt,string transaction)");

  // The chain is always 1, wherever the money moved.
  private static final Eip712Domain DOMAIN =
      new Eip712Domain("x402 receipt", Optional.of("1"), 1, Optional.empty());

  /**
   * Checks the payload.
   *
   * @throws JsonException naming the member that is missing or wrong
   */
  public SignedReceipt {
    digest(payload);
  }

  /**
   * Signs a receipt.
   *
   * @param issuedAt seconds since 1970
   * @param transaction the one that moved the money, when it is to be told
   */
  public static SignedReceipt sign(
      String resourceUrl,
      String network,
      Address payer,
      long issuedAt,
      Optional<String> transaction,
      PrivateKey key) {
    Json.Obj payload =
        Json.object()
            .put("version", 1)
            .put("network", network)
            .put("resourceUrl", resourceUrl)
            .put("payer", payer.checksummed())
            .put("issuedAt", issuedAt)
            .put("transaction", transaction.orElse(""))
            .build();
    return new SignedReceipt(payload, TypedSignature.sign(digest(payload), key));
  }

  /**
   * Reads one.
   *
   * @throws JsonException when it is malformed or of another format
   */
  public static SignedReceipt parse(Json.Obj json) {
    OfferReceipt.requireEip712(json);
    return new SignedReceipt(OfferReceipt.payload(json), json.requireText("signature"));
  }

  /** The wire form. */
  public Json.Obj json() {
    return Json.object()
        .put("format", OfferReceipt.FORMAT)
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

  private static Bytes32 digest(Json.Obj payload) {
    OfferReceipt.requireVersion(payload);
    return Eip712.digest(
        DOMAIN.separator(),
        Eip712.structHash(
            TYPE,
            List.of(
                Eip712.word(1),
                Eip712.hashed(payload.requireText("network")),
                Eip712.hashed(payload.requireText("resourceUrl")),
                Eip712.hashed(payload.requireText("payer")),
                Eip712.word(OfferReceipt.time(payload, "issuedAt")),
                Eip712.hashed(payload.text("transaction").orElse("")))));
  }
}
