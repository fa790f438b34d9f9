package org.obol.node.sale;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;
import org.obol.ledger.Db;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.Sales;

/**
 * Keeps each dataset's seller record true: when node key, payee or URL change, or the record is
 * about to expire, the owner's key signs the next one.
 */
public final class SellerRecords {

  private static final Duration VALIDITY = Duration.ofDays(90);
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  /** A record counts already for those whose clock is late, or who began to look before it was. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private final Db db;
  private final OwnerKeys keys;
  private final Address nodeKey;
  private final InstantSource clock;

  /** Records in {@code db} that name {@code nodeKey}, signed by the keys in {@code keys}. */
  public SellerRecords(Db db, OwnerKeys keys, Address nodeKey, InstantSource clock) {
    this.db = db;
    this.keys = keys;
    this.nodeKey = nodeKey;
    this.clock = clock;
  }

  /** The record that names {@code payee} and {@code endpoint}, signed now if need be. */
  public Signed<SellerRecord> current(LogOrigin origin, Payee payee, URI endpoint) {
    Instant now = clock.instant();
    return db.read(tx -> new Sales(tx).sellerRecord(origin.dataset()))
        .filter(record -> isTrue(record, origin, payee, endpoint, now))
        .orElseGet(() -> sign(origin, payee, endpoint, now));
  }

  private Signed<SellerRecord> sign(LogOrigin origin, Payee payee, URI endpoint, Instant now) {
    PrivateKey owner = keys.load(origin.dataset());
    return db.write(
        tx -> {
          var sales = new Sales(tx);
          Optional<Signed<SellerRecord>> last = sales.sellerRecord(origin.dataset());
          if (last.filter(record -> isTrue(record, origin, payee, endpoint, now)).isPresent()) {
            return last.get();
          }
          long after = last.map(record -> record.document().serial() + 1).orElse(1L);
          // By the clock, because buyers have seen what a restored ledger does not know.
          long serial = Math.max(after, now.getEpochSecond());
          Signed<SellerRecord> next =
              new SellerRecord(
                      origin,
                      serial,
                      now.minus(CLOCKS_DIFFER),
                      now.plus(VALIDITY),
                      List.of(nodeKey),
                      List.of(payee),
                      List.of(endpoint))
                  .sign(owner);
          sales.put(origin.dataset(), next);
          return next;
        });
  }

  private boolean isTrue(
      Signed<SellerRecord> signed, LogOrigin origin, Payee payee, URI endpoint, Instant now) {
    SellerRecord record = signed.document();
    return record.origin().equals(origin)
        && record.nodeKeys().equals(List.of(nodeKey))
        && record.payTo().equals(List.of(payee))
        && record.endpoints().equals(List.of(endpoint))
        && !now.isBefore(record.notBefore())
        && now.plus(RENEW_BEFORE).isBefore(record.notAfter());
  }
}
