package org.obol.node.sale;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.Db;
import org.obol.ledger.LedgerException;
import org.obol.ledger.Members;
import org.obol.ledger.Tx;
import org.obol.x402.gate.Authorization;
import org.obol.x402.gate.Binding;
import org.obol.x402.gate.PaymentKey;
import org.obol.x402.gate.PaymentRecord;
import org.obol.x402.gate.PaymentState;
import org.obol.x402.gate.PaymentStore;
import org.obol.x402.gate.Settlement;

/** Payments in the ledger; what they buy are entitlements in the same transaction. */
public final class LedgerPayments implements PaymentStore {

  /** Why goods were taken back that a thief had bound; their payer is not shut out by it. */
  static final String MEANT_OTHERWISE =
      "the payer has proven that the payment was meant for something else";

  private static final String KEY = " where network = ? and asset = ? and payer = ? and nonce = ?";

  private static final String KEYS = "select network, asset, payer, nonce from payment where ";

  private final Db db;
  private final InstantSource clock;

  /** Payments in {@code db}, which stays the caller's to close. */
  public LedgerPayments(Db db, InstantSource clock) {
    this.db = db;
    this.clock = clock;
  }

  @Override
  public Optional<PaymentRecord> find(PaymentKey key) {
    return db.read(tx -> find(tx, key));
  }

  @Override
  public Claimed claim(PaymentRecord fresh) {
    return db.write(
        tx -> {
          Optional<PaymentRecord> known = find(tx, fresh.key());
          if (known.isPresent()) {
            return new Claimed.Known(known.get());
          }
          if (isTaken(tx, fresh.binding().paymentId())) {
            return new Claimed.IdTaken();
          }
          insert(tx, fresh);
          return new Claimed.New();
        });
  }

  @Override
  public boolean advance(PaymentRecord from, PaymentState to) {
    return db.write(
        tx ->
            find(tx, from.key())
                .filter(now -> now.state().equals(from.state()))
                .map(now -> write(tx, now.in(to)))
                .isPresent());
  }

  @Override
  public PaymentRecord fulfil(PaymentKey key, Settlement settlement) {
    return db.write(
        tx -> {
          PaymentRecord now = require(tx, key);
          if (!(now.state() instanceof PaymentState.Settled)) {
            return now;
          }
          return write(tx, now.in(new PaymentState.Fulfilled(settlement, grant(tx, now), false)));
        });
  }

  @Override
  public PaymentRecord suspend(PaymentKey key) {
    return db.write(
        tx -> {
          PaymentRecord now = require(tx, key);
          if (!(now.state() instanceof PaymentState.Fulfilled fulfilled)) {
            return now;
          }
          new Members(tx)
              .suspend(
                  fulfilled.goods(),
                  "the payment was taken back by a chain reorganisation",
                  clock.instant());
          return write(tx, now.in(new PaymentState.Suspended(fulfilled.goods())));
        });
  }

  @Override
  public PaymentRecord rebind(PaymentRecord to) {
    return db.write(
        tx -> {
          PaymentRecord now = require(tx, to.key());
          PaymentRecord bound = now.boundTo(free(tx, now, to.binding()), to.requirements());
          bind(tx, bound);
          return switch (now.state()) {
            // The owner has ended it; presenting the payment in another way does not open it again.
            case PaymentState.Fulfilled f when isRevoked(tx, f.goods()) -> bound;
            case PaymentState.Fulfilled f -> {
              takeBack(tx, f.goods());
              yield write(
                  tx,
                  bound.in(
                      new PaymentState.Fulfilled(f.settlement(), grant(tx, bound), f.permanent())));
            }
            case PaymentState.Suspended s -> {
              takeBack(tx, s.goods());
              yield bound;
            }
            case PaymentState.Received ignored -> bound;
            case PaymentState.Verified ignored -> bound;
            case PaymentState.Settling ignored -> bound;
            case PaymentState.Settled ignored -> bound;
            case PaymentState.Rejected ignored -> bound;
          };
        });
  }

  private void takeBack(Tx tx, String goods) {
    new Members(tx).revoke(goods, MEANT_OTHERWISE, clock.instant());
  }

  private static boolean isRevoked(Tx tx, String goods) {
    return new Members(tx)
        .find(goods)
        .filter(e -> e.state() instanceof Entitlement.State.Revoked)
        .isPresent();
  }

  /** The binding without an identifier that belongs to another payment. */
  private static Binding free(Tx tx, PaymentRecord now, Binding wanted) {
    Optional<String> id =
        wanted
            .paymentId()
            .filter(
                i ->
                    now.binding().paymentId().equals(Optional.of(i))
                        || !isTaken(tx, Optional.of(i)));
    return new Binding(wanted.offer(), wanted.claim(), id, wanted.committed());
  }

  private static void bind(Tx tx, PaymentRecord bound) {
    tx.update(
        "update payment set offer = ?, claim = ?, payment_id = ?, committed = ?, idle = ?,"
            + " requirements = ?"
            + KEY,
        parameters(
            bound.key(),
            bound.binding().offer(),
            bound.binding().claim().map(Sha256::hex),
            bound.binding().paymentId(),
            bound.binding().committed() ? 1 : 0,
            bound.isIdle() ? 1 : 0,
            bound.requirements().json().text()));
  }

  @Override
  public List<PaymentKey> underWay(Address payer) {
    return keys(
        "payer = ? and standing in ('received', 'verified', 'settling', 'settled')", payer.hex());
  }

  @Override
  public List<PaymentKey> unsettled() {
    return keys("standing in ('settling', 'settled')");
  }

  @Override
  public List<PaymentKey> open(Instant now) {
    return keys(
        "(is_over = 0 and idle = 0) or (is_over = 0 and idle = 1 and valid_before <= ?)",
        now.getEpochSecond());
  }

  private List<PaymentKey> keys(String condition, Object... parameters) {
    return db.read(
        tx -> tx.list(KEYS + condition + " order by created", PaymentRow::key, parameters));
  }

  private String grant(Tx tx, PaymentRecord paid) {
    record Bought(DatasetId dataset, VersionRange versions) {}
    Bought bought =
        tx.first(
                "select dataset, from_version, to_version from offer where hash = ?",
                row ->
                    new Bought(
                        new DatasetId(row.getString(1)),
                        new VersionRange(row.getLong(2), row.getLong(3))),
                paid.binding().offer())
            .orElseThrow(() -> new LedgerException("a payment for an offer that is not there"));
    return new Members(tx)
        .grant(
            bought.dataset(),
            paid.key().payer().hex(),
            bought.versions(),
            Entitlement.Source.PAID,
            clock.instant())
        .id();
  }

  private static Optional<PaymentRecord> find(Tx tx, PaymentKey key) {
    return tx.first("select * from payment" + KEY, PaymentRow::record, parameters(key));
  }

  private static PaymentRecord require(Tx tx, PaymentKey key) {
    return find(tx, key).orElseThrow(() -> new LedgerException("the ledger has no payment " + key));
  }

  private static boolean isTaken(Tx tx, Optional<String> paymentId) {
    return paymentId
        .flatMap(id -> tx.first("select 1 from payment where payment_id = ?", row -> true, id))
        .isPresent();
  }

  private void insert(Tx tx, PaymentRecord fresh) {
    Authorization authorization = fresh.authorization();
    tx.update(
        "insert into payment (network, asset, payer, nonce, offer, claim, payment_id, committed,"
            + " pay_to, amount, valid_after, valid_before, payload, requirements, seen_at, asked,"
            + " state, standing, idle, is_over, changed, created)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 0, ?, ?)",
        fresh.key().network(),
        fresh.key().asset().hex(),
        fresh.key().payer().hex(),
        fresh.key().nonce().hex(),
        fresh.binding().offer(),
        fresh.binding().claim().map(Sha256::hex),
        fresh.binding().paymentId(),
        fresh.binding().committed() ? 1 : 0,
        authorization.payTo().hex(),
        authorization.amount().toString(),
        authorization.validAfter().getEpochSecond(),
        authorization.validBefore().getEpochSecond(),
        fresh.payment().json().text(),
        fresh.requirements().json().text(),
        fresh.seenAt(),
        StateText.of(fresh.state()),
        StateText.name(fresh.state()),
        fresh.isIdle() ? 1 : 0,
        clock.instant().toEpochMilli(),
        fresh.created().toEpochMilli());
  }

  private PaymentRecord write(Tx tx, PaymentRecord record) {
    Optional<Settlement> settlement = StateText.settlement(record.state());
    Optional<String> goods =
        record.state() instanceof PaymentState.Fulfilled f
            ? Optional.of(f.goods())
            : Optional.empty();
    tx.update(
        "update payment set state = ?, standing = ?, idle = ?, is_over = ?, asked = ?, settled_in"
            + " = coalesce(?, settled_in), settled_block = coalesce(?, settled_block), goods ="
            + " coalesce(?, goods), changed = ?"
            + KEY,
        parameters(
            record.key(),
            StateText.of(record.state()),
            StateText.name(record.state()),
            record.isIdle() ? 1 : 0,
            record.state().isOver() ? 1 : 0,
            record.asked() ? 1 : 0,
            settlement.map(Settlement::transaction),
            settlement.map(Settlement::block),
            goods,
            clock.instant().toEpochMilli()));
    return record;
  }

  private static Object[] parameters(PaymentKey key, Object... before) {
    Object[] all = java.util.Arrays.copyOf(before, before.length + 4);
    all[before.length] = key.network();
    all[before.length + 1] = key.asset().hex();
    all[before.length + 2] = key.payer().hex();
    all[before.length + 3] = key.nonce().hex();
    return all;
  }
}
