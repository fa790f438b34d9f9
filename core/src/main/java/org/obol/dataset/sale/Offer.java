package org.obol.dataset.sale;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.entitlement.VersionRange;

/**
 * What one payment buys and at which terms (protocol section 7, obol-offer/1); the node key signs
 * it.
 *
 * @param seq the version that is asked for
 * @param licenseSha256 digest of the exact licence text, absent when the card has none
 * @param grants the versions that the payment opens, {@code seq} among them
 * @param payee who is paid, in which token, on which chain
 * @param amount atomic units of the token, 1..2^256-1
 * @param validUntil a whole second; payable before it
 */
public record Offer(
    LogOrigin origin,
    long seq,
    Sha256 manifestHash,
    Optional<Sha256> licenseSha256,
    VersionRange grants,
    Payee payee,
    BigInteger amount,
    Instant validUntil) {

  /** Value of the {@code format} member. */
  public static final String FORMAT = "obol-offer/1";

  private static final Signed.Kind<Offer> KIND =
      new Signed.Kind<>(FORMAT, "obol/dataset/offer/v1", Offer::fromJson);

  /**
   * Checks the numbers and cuts the fraction of a second off.
   *
   * @throws JsonException naming the rule that is broken
   */
  public Offer {
    SaleFields.requireNumber("seq", seq);
    SaleFields.requireNumber("grants.to", grants.to());
    if (!grants.contains(seq)) {
      throw new JsonException("an offer of v" + seq + " that grants " + grants);
    }
    SaleFields.requireAmount(amount);
    validUntil = SaleFields.second("validUntil", validUntil);
  }

  /** Whether it can still be paid at {@code now}. */
  public boolean isOpen(Instant now) {
    return now.isBefore(validUntil);
  }

  /** This offer signed by the node's key. */
  public Signed<Offer> sign(PrivateKey nodeKey) {
    return Signed.make(KIND, toJson(), nodeKey);
  }

  /**
   * Reads the wire form; unknown members are signed and ignored, unless {@code crit} names them.
   *
   * @throws JsonException naming the member that is missing, malformed or not understood
   */
  public static Signed<Offer> read(Json json) {
    return Signed.read(KIND, json);
  }

  private Json.Obj toJson() {
    JsonObject out =
        Json.object()
            .put("format", FORMAT)
            .put("origin", origin.text())
            .put("seq", seq)
            .put("manifestHash", manifestHash.hex())
            .putIfPresent("licenseSha256", SaleFields.text(licenseSha256));
    return out.put(
            "grants", Json.object().put("from", grants.from()).put("to", grants.to()).build())
        .put("network", payee.network())
        .put("asset", payee.asset().hex())
        .put("payTo", payee.address().hex())
        .put("amount", amount.toString())
        .put("validUntil", validUntil.toString())
        .build();
  }

  private static Offer fromJson(Json.Obj json) {
    return new Offer(
        SaleFields.origin(json),
        json.requireInteger("seq"),
        SaleFields.hash(json, "manifestHash"),
        SaleFields.optionalHash(json, "licenseSha256"),
        grants(SaleFields.object(json, "grants")),
        new Payee(
            json.requireText("network"),
            SaleFields.address(json, "asset"),
            SaleFields.address(json, "payTo")),
        SaleFields.amount(json),
        SaleFields.time(json, "validUntil"));
  }

  private static VersionRange grants(Json.Obj grants) {
    try {
      return new VersionRange(grants.requireInteger("from"), grants.requireInteger("to"));
    } catch (IllegalArgumentException e) {
      throw new JsonException("grants: " + e.getMessage());
    }
  }
}
