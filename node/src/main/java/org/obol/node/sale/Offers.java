package org.obol.node.sale;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.Price;
import org.obol.dataset.sale.Signed;
import org.obol.ledger.Db;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.Sales;
import org.obol.ledger.StoredOffer;
import org.obol.ledger.StoredVersion;
import org.obol.x402.wire.PaymentPayload;

/**
 * Makes offers and remembers them. A challenge makes a new one only when terms have changed or the
 * last one has lived through half its time, so that asking costs nothing.
 */
public final class Offers {

  /** How long an offer can be paid. */
  public static final Duration VALIDITY = Duration.ofDays(1);

  /** How long a buyer's signature may stay valid. */
  private static final long MAX_TIMEOUT_SECONDS = 600;

  private final Db db;
  private final PrivateKey nodeKey;
  private final InstantSource clock;

  /** The last one of each version that was found to be ours: to recover its signer costs time. */
  private final Map<Goods, StoredOffer> ours = new ConcurrentHashMap<>();

  private record Goods(DatasetId dataset, long seq) {}

  /** Offers in {@code db}, signed by {@code nodeKey}. */
  public Offers(Db db, PrivateKey nodeKey, InstantSource clock) {
    this.db = db;
    this.nodeKey = nodeKey;
    this.clock = clock;
  }

  /** The offer to show now. */
  public StoredOffer current(LogOrigin origin, StoredVersion version, SaleTerms terms) {
    Instant now = clock.instant();
    Offer wanted = offer(origin, version, terms, now.plus(VALIDITY));
    return latest(wanted)
        .filter(o -> now.plus(VALIDITY.dividedBy(2)).isBefore(o.validUntil()))
        .filter(o -> sameTerms(o, wanted, terms))
        .orElseGet(() -> keep(wanted, version, terms, now));
  }

  private Optional<StoredOffer> latest(Offer wanted) {
    return db.read(tx -> new Sales(tx).latestOffer(wanted.origin().dataset(), wanted.seq()));
  }

  private StoredOffer keep(Offer wanted, StoredVersion version, SaleTerms terms, Instant now) {
    Signed<Offer> signed = wanted.sign(nodeKey);
    var stored =
        new StoredOffer(
            signed.hash(),
            wanted.origin().dataset(),
            wanted.seq(),
            wanted.grants(),
            signed.document().validUntil(),
            requirements(signed, version, terms));
    return db.write(
        tx -> {
          new Sales(tx).put(stored, now);
          return stored;
        });
  }

  /** Whether the stored offer says what a new one would, and is ours. */
  private boolean sameTerms(StoredOffer stored, Offer wanted, SaleTerms terms) {
    Signed<Offer> signed = signed(stored);
    Offer before = signed.document();
    Json.Obj extra = stored.requirements().object("extra").orElseThrow();
    return before.origin().equals(wanted.origin())
        && before.manifestHash().equals(wanted.manifestHash())
        && before.licenseSha256().equals(wanted.licenseSha256())
        && before.grants().equals(wanted.grants())
        && before.payee().equals(wanted.payee())
        && before.amount().equals(wanted.amount())
        && extra.requireText("name").equals(terms.tokenName())
        && extra.requireText("version").equals(terms.tokenVersion())
        && isOurs(stored, signed);
  }

  /** Last, and once for each offer: whoever asks for a challenge pays nothing for it. */
  private boolean isOurs(StoredOffer stored, Signed<Offer> signed) {
    var goods = new Goods(stored.dataset(), stored.seq());
    if (stored.equals(ours.get(goods))) {
      return true;
    }
    boolean our = signed.isSignedBy(nodeKey.address());
    if (our) {
      ours.put(goods, stored);
    }
    return our;
  }

  /** The signed offer within a stored one. */
  public static Signed<Offer> signed(StoredOffer stored) {
    return Offer.read(
        stored.requirements().object("extra").flatMap(e -> e.get("offer")).orElseThrow());
  }

  /** The hash of the offer that a payment says it accepts. */
  static Optional<Sha256> echoed(PaymentPayload payment) {
    try {
      return payment.accepted().extra().get("offer").map(offer -> Offer.read(offer).hash());
    } catch (JsonException notAnOffer) {
      return Optional.empty();
    }
  }

  private static Offer offer(
      LogOrigin origin, StoredVersion version, SaleTerms terms, Instant validUntil) {
    long seq = version.entry().seq();
    BigInteger amount = terms.price().total(version.entry().size(), terms.decimals());
    // As the reference, a flat price opens everything up to the version; a price by size only it.
    VersionRange grants =
        switch (terms.price()) {
          case Price.Flat ignored -> VersionRange.upTo(seq);
          case Price.PerMb ignored -> new VersionRange(seq, seq);
        };
    Optional<Sha256> license =
        version.manifest().map(ManifestDocument::manifest).flatMap(m -> m.card().licenseSha256());
    return new Offer(
        origin,
        seq,
        version.entry().manifestHash(),
        license,
        grants,
        terms.payee(),
        amount,
        validUntil);
  }

  private static Json.Obj requirements(
      Signed<Offer> signed, StoredVersion version, SaleTerms terms) {
    Offer offer = signed.document();
    Json.Obj dataset =
        Json.object()
            .put("manifestHash", offer.manifestHash().hex())
            .put("version", Long.toString(offer.seq()))
            .put("fileHash", version.entry().fileHash().hex())
            .put("sizeBytes", version.entry().size())
            .build();
    return Json.object()
        .put("scheme", "exact")
        .put("network", offer.payee().network())
        .put("amount", offer.amount().toString())
        .put("asset", offer.payee().asset().checksummed())
        .put("payTo", offer.payee().address().checksummed())
        .put("maxTimeoutSeconds", MAX_TIMEOUT_SECONDS)
        .put(
            "extra",
            Json.object()
                .put("name", terms.tokenName())
                .put("version", terms.tokenVersion())
                .put("assetTransferMethod", "eip3009")
                .put("dataset", dataset)
                .put("offer", signed.toJson())
                .build())
        .build();
  }
}
