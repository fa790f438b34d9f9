package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.devnet.ChainControls;

/** Invariant 1, when the chain takes back what it has shown. */
class PaidJoinReorgIT extends PaidJoinFixture {

  private static final Duration WINDOW = Duration.ofMinutes(12);

  /** One of them leaves the chain's clock ahead, so that the next has another chain. */
  @Override
  @AfterEach
  void closeMarket() throws Exception {
    super.closeMarket();
    stopChain(getClass());
  }

  @Test
  void settlesAgainWhatTheChainHasTakenBackWhileItIsValid() throws Exception {
    PrivateKey wallet = chain.wallet();
    Bid bid = buyAndStop(wallet);
    chain.devnet().controls().reorg(1);
    assertThat(chain.transfers(wallet.address(), market.payee())).isZero();
    Front front = start();
    Patience.until(
        "the payment is settled again",
        () -> chain.transfers(wallet.address(), market.payee()) == 1);
    requireBought(front, bid, bid.present(front));
    assertThat(market.entitlements(Market.A, wallet.address())).hasSize(1);
  }

  @Test
  void suspendsWhatTheChainHasTakenBackForGoodAndSellsItAnew() throws Exception {
    PrivateKey wallet = chain.wallet();
    Bid bid = buyAndStop(wallet);
    ChainControls controls = chain.devnet().controls();
    controls.reorg(1);
    controls.increaseTime(WINDOW);
    controls.mine(70);
    try (Running dying =
        Obol.worker(
            market.home(),
            DyingNode.class,
            chain.devnet().uri().toString(),
            KillPoint.SUSPENDED.name())) {
      dying.await(Obol.PATIENCE).requireStatus(KillPoint.STATUS);
    }
    Front front = start();
    Entitlement suspended = market.entitlements(Market.A, wallet.address()).getFirst();
    assertThat(suspended.state())
        .isInstanceOfSatisfying(
            Entitlement.State.Suspended.class,
            state -> assertThat(state.reason()).contains("chain reorganisation"));
    Front.Answer again = bid.present(front);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.error()).isEqualTo("payment_conflict");
    assertThat(chain.balance(market.payee())).isZero();
    Bid anew =
        Forgery.bid(
            new Forgery(wallet, front.challenge(Market.A, 1).accepts().getFirst())
                .validBefore(WINDOW.toSeconds() * 2)
                .signed());
    requireBought(front, anew, anew.present(front));
  }

  /** Buys; then the node is gone and its token worked. */
  private Bid buyAndStop(PrivateKey wallet) throws Exception {
    try (Front front = start()) {
      Bid bid = Bid.claiming(front, Market.A, 1, wallet);
      requireBought(front, bid, bid.present(front));
      return bid;
    }
  }
}
