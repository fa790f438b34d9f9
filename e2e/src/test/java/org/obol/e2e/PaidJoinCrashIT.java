package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.x402.extension.SignInProof;
import org.obol.x402.extension.SignInVerifier;
import org.obol.x402.wire.PaymentHeaders;

/**
 * Invariant 1: a node that dies at any step of a purchase takes no money for nothing, nor twice.
 */
class PaidJoinCrashIT extends PaidJoinFixture {

  @ParameterizedTest
  @EnumSource(
      value = KillPoint.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PERMANENT", "REJECTED", "SUSPENDED"})
  void servesTheClaimantWithOnePaymentWhereverTheNodeDied(KillPoint point) {
    PrivateKey wallet = chain.wallet();
    Bid bid = diesAt(point, front -> Bid.claiming(front, Market.A, 1, wallet));
    Front front = start();
    requireBought(front, bid, Patience.served(() -> bid.present(front)));
    requireOneEntitlement(wallet);
  }

  @ParameterizedTest
  @EnumSource(
      value = KillPoint.class,
      names = {"RECEIVED", "AFTER_BROADCAST", "BEFORE_ANSWER"})
  void takesNoSecondPaymentFromAnUnawareClientAndServesItsSignIn(KillPoint point) {
    PrivateKey wallet = chain.wallet();
    Bid bid = diesAt(point, front -> Bid.unaware(front, Market.A, 1, wallet));
    Front front = start();
    Front.Answer same = Patience.served(() -> bid.present(front));
    if (point == KillPoint.RECEIVED) {
      // Nothing had been sent, so that this is the request that buys.
      requireBought(front, bid, same);
    } else {
      assertThat(same.status()).as(same.toString()).isEqualTo(409);
      assertThat(same.token()).isEmpty();
    }
    Front.Answer second = Bid.unaware(front, Market.A, 1, wallet).present(front);
    assertThat(second.status()).as(second.toString()).isEqualTo(409);
    requireBought(front, bid, signIn(front, wallet));
    requireOneEntitlement(wallet);
  }

  @ParameterizedTest
  @EnumSource(
      value = BrokenRpc.Cut.class,
      names = {"UNSENT", "UNANSWERED"})
  void servesTheClaimantWhenTheNodeDiesWithoutItsChain(BrokenRpc.Cut cut) {
    PrivateKey wallet = chain.wallet();
    Bid bid;
    try (Running process = process(cut.name(), chain.devnet().uri())) {
      Front dying = front(process);
      bid = Bid.claiming(dying, Market.A, 1, wallet);
      assertThat(bid.present(dying).error()).isEqualTo("settlement_pending");
      process.kill().requireStatus(Ended.KILLED);
    }
    Front front = start();
    requireBought(front, bid, Patience.served(() -> bid.present(front)));
    requireOneEntitlement(wallet);
  }

  @Test
  void paysOnceWhenTheTransactionStillWaitsInThePool() {
    PrivateKey wallet = chain.wallet();
    chain.devnet().controls().setAutomine(false);
    try {
      Bid bid =
          diesAt(KillPoint.AFTER_BROADCAST, front -> Bid.claiming(front, Market.A, 1, wallet));
      Front front = start();
      assertThat(bid.present(front).status()).isEqualTo(503);
      chain.devnet().controls().mine(1);
      chain.devnet().controls().setAutomine(true);
      requireBought(front, bid, Patience.served(() -> bid.present(front)));
      requireOneEntitlement(wallet);
    } finally {
      chain.devnet().controls().setAutomine(true);
    }
  }

  @Test
  void servesWhoWasRefusedWhenTheNodeDiedAndCanPayLater() {
    PrivateKey poor = PrivateKey.generate();
    Bid bid = diesAt(KillPoint.REJECTED, front -> Bid.claiming(front, Market.A, 1, poor));
    Front front = start();
    Front.Answer still = Patience.served(() -> bid.present(front));
    assertThat(still.status()).isEqualTo(402);
    chain.devnet().mint(poor.address(), BigInteger.valueOf(Market.PRICE));
    requireBought(front, bid, Patience.served(() -> bid.present(front)));
    requireOneEntitlement(poor);
  }

  @Test
  void servesWhoHasPaidWhenTheNodeDiedWhileItNotedThatItIsFinal() throws Exception {
    PrivateKey wallet = chain.wallet();
    Bid bid;
    try (Front front = start()) {
      bid = Bid.claiming(front, Market.A, 1, wallet);
      requireBought(front, bid, bid.present(front));
    }
    chain.devnet().controls().mine(70);
    // It looks at open payments as soon as it has started.
    try (Running process = process(KillPoint.PERMANENT.name(), chain.devnet().uri())) {
      process.await(Obol.PATIENCE).requireStatus(KillPoint.STATUS);
    }
    Front front = start();
    requireBought(front, bid, bid.present(front));
    requireOneEntitlement(wallet);
  }

  @Test
  void settlesNothingByItselfThatWasNotAskedForBeforeItDied() {
    PrivateKey wallet = chain.wallet();
    Bid bid = diesAt(KillPoint.VERIFIED, front -> Bid.unaware(front, Market.A, 1, wallet));
    assertThat(market.counter(till()).reconcile()).isZero();
    assertThat(bid.claim()).isEmpty();
    assertThat(chain.transfers(wallet.address(), market.payee())).isZero();
    assertThat(market.entitlements(Market.A, wallet.address())).isEmpty();
  }

  private interface Buying {
    Bid at(Front front);
  }

  /** Buys from a node that dies there; its payment comes back, presented or not. */
  private Bid diesAt(KillPoint point, Buying buying) {
    try (Running process = process(point.name(), chain.devnet().uri())) {
      Front dying = front(process);
      Optional<Bid> bid = Optional.empty();
      try {
        bid = Optional.of(buying.at(dying));
        Front.Answer answer = bid.get().present(dying);
        throw new AssertionError("it did not die at " + point + " but answered " + answer);
      } catch (Front.GoneException died) {
        process.await(Obol.PATIENCE).requireStatus(KillPoint.STATUS);
      }
      // Who never saw the offer asks again.
      return bid.orElseGet(() -> buying.at(start()));
    }
  }

  private Running process(String point, URI rpc) {
    return Obol.worker(market.home(), DyingNode.class, rpc.toString(), point);
  }

  private static Front front(Running process) {
    String url = process.line(line -> line.startsWith("URL ")).substring(4);
    return new Front(URI.create(url), () -> {});
  }

  private static Front.Answer signIn(Front front, PrivateKey wallet) {
    var asked = SignInVerifier.declaredIn(front.challenge(Market.A, 1).extensions()).orElseThrow();
    String proof = SignInProof.sign(asked, PayChain.ID, wallet).encode();
    return front.ask("POST", Front.join(Market.A, 1), PaymentHeaders.SIGN_IN_WITH_X + ": " + proof);
  }

  private void requireOneEntitlement(PrivateKey wallet) {
    Address payer = wallet.address();
    assertThat(market.entitlements(Market.A, payer))
        .hasSize(1)
        .allSatisfy(e -> assertThat(e.state()).isInstanceOf(Entitlement.State.Active.class));
    assertThat(chain.transfers(payer, market.payee())).isEqualTo(1);
    assertThat(chain.balance(market.payee())).isEqualTo(Market.PRICE);
  }
}
