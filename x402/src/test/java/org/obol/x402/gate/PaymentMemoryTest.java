package org.obol.x402.gate;

/** The contract, for the store that the other tests of the gate stand on. */
final class PaymentMemoryTest extends PaymentStoreContractTest {

  private final MemoryPayments payments = new MemoryPayments();

  @Override
  protected PaymentStore store() {
    return payments;
  }

  @Override
  protected void reopen() {
    // It outlives the process in the tests that kill one.
  }

  @Override
  protected Access access(String goods) {
    return payments.access(goods);
  }

  @Override
  protected int granted() {
    return payments.goods().size();
  }

  @Override
  protected void takeAway(String goods) {
    payments.takeAway(goods);
  }

  @Override
  protected String token(String goods) {
    return goods;
  }

  @Override
  protected boolean opens(String token) {
    return access(token) == Access.OPEN;
  }
}
