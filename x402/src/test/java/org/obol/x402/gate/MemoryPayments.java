package org.obol.x402.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.obol.crypto.Address;
import org.obol.x402.gate.PaymentStoreContractTest.Access;

/** Payments and what they buy, in memory. It outlives the gates over it, as a disk does. */
final class MemoryPayments implements PaymentStore {

  /** What was granted for a payment. */
  record Goods(PaymentKey payment, String offer, Access access) {}

  private static final Set<KillPoint> UNDER_WAY =
      EnumSet.of(KillPoint.RECEIVED, KillPoint.VERIFIED, KillPoint.SETTLING, KillPoint.SETTLED);

  private final Map<PaymentKey, PaymentRecord> rows = new LinkedHashMap<>();
  private final Map<String, Goods> goods = new LinkedHashMap<>();

  /** Told of every payment right before its goods are granted for the first time. */
  volatile Consumer<PaymentRecord> onFulfil = payment -> {};

  /** How often a row was read. */
  final AtomicInteger reads = new AtomicInteger();

  @Override
  public synchronized Optional<PaymentRecord> find(PaymentKey key) {
    int ignored = reads.incrementAndGet();
    return Optional.ofNullable(rows.get(key));
  }

  @Override
  public synchronized Claimed claim(PaymentRecord fresh) {
    Optional<PaymentRecord> known = find(fresh.key());
    if (known.isPresent()) {
      return new Claimed.Known(known.get());
    }
    if (isTaken(fresh.binding().paymentId(), fresh.key())) {
      return new Claimed.IdTaken();
    }
    rows.put(fresh.key(), fresh);
    return new Claimed.New();
  }

  @Override
  public synchronized boolean advance(PaymentRecord from, PaymentState to) {
    PaymentRecord now = require(from.key());
    if (!now.state().equals(from.state())) {
      return false;
    }
    rows.put(now.key(), now.in(to));
    return true;
  }

  @Override
  public synchronized PaymentRecord fulfil(PaymentKey key, Settlement settlement) {
    PaymentRecord now = require(key);
    if (!(now.state() instanceof PaymentState.Settled)) {
      return now;
    }
    onFulfil.accept(now);
    return put(now.in(new PaymentState.Fulfilled(settlement, grant(now), false)));
  }

  @Override
  public synchronized PaymentRecord suspend(PaymentKey key) {
    PaymentRecord now = require(key);
    if (!(now.state() instanceof PaymentState.Fulfilled fulfilled)) {
      return now;
    }
    mark(fulfilled.goods(), Access.LOCKED);
    return put(now.in(new PaymentState.Suspended(fulfilled.goods())));
  }

  @Override
  public synchronized PaymentRecord rebind(PaymentRecord to) {
    PaymentRecord now = require(to.key());
    Binding wanted = to.binding();
    Optional<String> free = wanted.paymentId().filter(id -> !isTaken(Optional.of(id), now.key()));
    PaymentRecord bound =
        put(
            now.boundTo(
                new Binding(wanted.offer(), wanted.claim(), free, wanted.committed()),
                to.requirements()));
    return switch (now.state()) {
      case PaymentState.Fulfilled f when access(f.goods()) == Access.REVOKED -> bound;
      case PaymentState.Fulfilled f -> {
        mark(f.goods(), Access.REVOKED);
        yield put(
            bound.in(new PaymentState.Fulfilled(f.settlement(), grant(bound), f.permanent())));
      }
      case PaymentState.Suspended s -> {
        mark(s.goods(), Access.REVOKED);
        yield bound;
      }
      case PaymentState.Received ignored -> bound;
      case PaymentState.Verified ignored -> bound;
      case PaymentState.Settling ignored -> bound;
      case PaymentState.Settled ignored -> bound;
      case PaymentState.Rejected ignored -> bound;
    };
  }

  @Override
  public List<PaymentKey> underWay(Address payer) {
    return keys(
        row -> row.key().payer().equals(payer) && UNDER_WAY.contains(KillPoint.of(row.state())));
  }

  @Override
  public List<PaymentKey> unsettled() {
    return keys(
        row ->
            row.state() instanceof PaymentState.Settling
                || row.state() instanceof PaymentState.Settled);
  }

  @Override
  public List<PaymentKey> open(Instant now) {
    return keys(
        row ->
            !row.state().isOver()
                && !(row.isIdle() && now.isBefore(row.authorization().validBefore())));
  }

  /** Everything that is not over. */
  List<PaymentKey> open() {
    return keys(row -> !row.state().isOver());
  }

  private synchronized List<PaymentKey> keys(Predicate<PaymentRecord> wanted) {
    return rows.values().stream()
        .filter(wanted)
        .sorted(Comparator.comparing(PaymentRecord::created))
        .map(PaymentRecord::key)
        .toList();
  }

  /** Everything it knows. */
  synchronized List<PaymentRecord> all() {
    return new ArrayList<>(rows.values());
  }

  /** Everything that was ever granted, by name. */
  synchronized Map<String, Goods> goods() {
    return new LinkedHashMap<>(goods);
  }

  /** Ends the access to those goods, as an owner does. */
  synchronized void takeAway(String name) {
    mark(name, Access.REVOKED);
  }

  /** What the goods of that name are worth. */
  Access access(String name) {
    return Optional.ofNullable(goods().get(name)).orElseThrow().access();
  }

  /** Whether {@code payer} has an open way to what {@code offer} sells. */
  boolean opens(Address payer, String offer) {
    return goods().values().stream()
        .anyMatch(
            g ->
                g.payment().payer().equals(payer)
                    && g.offer().equals(offer)
                    && g.access() == Access.OPEN);
  }

  private String grant(PaymentRecord payment) {
    String name = "goods-" + (goods.size() + 1);
    goods.put(name, new Goods(payment.key(), payment.binding().offer(), Access.OPEN));
    return name;
  }

  private void mark(String name, Access access) {
    goods.computeIfPresent(name, (key, old) -> new Goods(old.payment(), old.offer(), access));
  }

  private boolean isTaken(Optional<String> paymentId, PaymentKey mine) {
    return paymentId.isPresent()
        && rows.values().stream()
            .filter(row -> !row.key().equals(mine))
            .anyMatch(row -> row.binding().paymentId().equals(paymentId));
  }

  private PaymentRecord put(PaymentRecord record) {
    rows.put(record.key(), record);
    return record;
  }

  private PaymentRecord require(PaymentKey key) {
    return find(key).orElseThrow(() -> new IllegalStateException("no payment " + key));
  }
}
