package org.obol.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.client.pay.Purchase;
import org.obol.client.pay.PurchaseStore;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.Signed;

/** Writes purchases and ends the program right after, or right before, a step. */
final class KillingStore implements PurchaseStore {

  /** The end of the program: nothing of ours catches it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Where the program ends. */
  enum Step {
    AFTER_PLANNED,
    AFTER_SENT,
    BEFORE_SETTLED,
    AFTER_SETTLED
  }

  private final PurchaseStore store;
  private final Step step;

  KillingStore(PurchaseStore store, Step step) {
    this.store = store;
    this.step = step;
  }

  private void kill(Step here) {
    if (step == here) {
      throw new Killed();
    }
  }

  @Override
  public void plan(Purchase purchase) {
    store.plan(purchase);
    kill(Step.AFTER_PLANNED);
  }

  @Override
  public void sent(String id) {
    store.sent(id);
    kill(Step.AFTER_SENT);
  }

  @Override
  public void refused(String id, String reason) {
    store.refused(id, reason);
  }

  @Override
  public void unknown(String id, String reason) {
    store.unknown(id, reason);
  }

  @Override
  public void settled(
      String id,
      Optional<String> transaction,
      Optional<String> entitlement,
      Optional<Signed<Receipt>> receipt) {
    kill(Step.BEFORE_SETTLED);
    store.settled(id, transaction, entitlement, receipt);
    kill(Step.AFTER_SETTLED);
  }

  @Override
  public Optional<Purchase> find(String id) {
    return store.find(id);
  }

  @Override
  public Optional<Purchase> open(LogOrigin origin, long seq, Instant now) {
    return store.open(origin, seq, now);
  }

  @Override
  public List<Purchase> settledFor(LogOrigin origin, long seq) {
    return store.settledFor(origin, seq);
  }

  @Override
  public List<Purchase> all() {
    return store.all();
  }
}
