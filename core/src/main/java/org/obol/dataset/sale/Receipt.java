package org.obol.dataset.sale;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.LogOrigin;

/**
 * What the node answers to a settled payment (protocol section 7, obol-receipt/1); the node key
 * signs it. With a sign-in by its payer it restores an entitlement that the ledger lost.
 *
 * @param offerHash of the offer that was paid
 * @param entitlement id of what the payment opened
 * @param amount atomic units of the token that were paid
 * @param asset address of the token
 * @param network CAIP-2 name of the chain
 * @param transaction hash of the settlement, 0x and 64 lowercase hex characters
 * @param issuedAt a whole second
 */
public record Receipt(
    LogOrigin origin,
    Sha256 offerHash,
    String entitlement,
    long seq,
    Sha256 manifestHash,
    Optional<Sha256> licenseSha256,
    Address payer,
    BigInteger amount,
    Address asset,
    String network,
    String transaction,
    Instant issuedAt) {

  /** Value of the {@code format} member. */
  public static final String FORMAT = "obol-receipt/1";

  private static final Signed.Kind<Receipt> KIND =
      new Signed.Kind<>(FORMAT, "obol/dataset/receipt/v1", Receipt::fromJson);

  /**
   * The payment that settled an offer.
   *
   * @param transaction hash of the settlement, 0x and 64 lowercase hex characters
   */
  public record Settlement(Address payer, String transaction) {

    /**
     * Checks the hash.
     *
     * @throws JsonException when it has another form
     */
    public Settlement {
      SaleFields.requireTransaction(transaction);
    }
  }

  /**
   * Checks the values and cuts the fraction of a second off.
   *
   * @throws JsonException naming the rule that is broken
   */
  public Receipt {
    SaleFields.requireNumber("seq", seq);
    SaleFields.requireAmount(amount);
    Payee.requireNetwork(network);
    SaleFields.requireTransaction(transaction);
    if (entitlement.isBlank()) {
      throw new JsonException("a receipt names no entitlement");
    }
    issuedAt = SaleFields.second("issuedAt", issuedAt);
  }

  /** The receipt for a payment of {@code offer}, which opened {@code entitlement}. */
  public static Receipt of(
      Signed<Offer> offer, Settlement settlement, String entitlement, Instant issuedAt) {
    Offer terms = offer.document();
    return new Receipt(
        terms.origin(),
        offer.hash(),
        entitlement,
        terms.seq(),
        terms.manifestHash(),
        terms.licenseSha256(),
        settlement.payer(),
        terms.amount(),
        terms.payee().asset(),
        terms.payee().network(),
        settlement.transaction(),
        issuedAt);
  }

  /** Whether it is for {@code offer} and says the same about it. */
  public boolean isFor(Signed<Offer> offer) {
    return equals(of(offer, new Settlement(payer, transaction), entitlement, issuedAt));
  }

  /** This receipt signed by the node's key. */
  public Signed<Receipt> sign(PrivateKey nodeKey) {
    return Signed.make(KIND, toJson(), nodeKey);
  }

  /**
   * Reads the wire form; unknown members are signed and ignored, unless {@code crit} names them.
   *
   * @throws JsonException naming the member that is missing, malformed or not understood
   */
  public static Signed<Receipt> read(Json json) {
    return Signed.read(KIND, json);
  }

  private Json.Obj toJson() {
    return Json.object()
        .put("format", FORMAT)
        .put("origin", origin.text())
        .put("offerHash", offerHash.hex())
        .put("entitlement", entitlement)
        .put("seq", seq)
        .put("manifestHash", manifestHash.hex())
        .putIfPresent("licenseSha256", SaleFields.text(licenseSha256))
        .put("payer", payer.hex())
        .put("amount", amount.toString())
        .put("asset", asset.hex())
        .put("network", network)
        .put("transaction", transaction)
        .put("issuedAt", issuedAt.toString())
        .build();
  }

  private static Receipt fromJson(Json.Obj json) {
    return new Receipt(
        SaleFields.origin(json),
        SaleFields.hash(json, "offerHash"),
        json.requireText("entitlement"),
        json.requireInteger("seq"),
        SaleFields.hash(json, "manifestHash"),
        SaleFields.optionalHash(json, "licenseSha256"),
        SaleFields.address(json, "payer"),
        SaleFields.amount(json),
        SaleFields.address(json, "asset"),
        json.requireText("network"),
        json.requireText("transaction"),
        SaleFields.time(json, "issuedAt"));
  }
}
