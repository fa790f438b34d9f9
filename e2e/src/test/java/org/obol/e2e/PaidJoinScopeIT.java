package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.Dataset;
import org.obol.ledger.Members;
import org.obol.ledger.Withdraw;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequired;
import org.obol.x402.wire.Reasons;

/** Invariants 4 and 10: a payment opens what it was for, at the price that was shown. */
class PaidJoinScopeIT extends PaidJoinFixture {

  @Test
  void opensNeitherAnotherDatasetNorAnotherVersionAtTheSamePrice() {
    market.publish(Market.B, "other");
    market.sell(Market.B, "0.01");
    Front front = start();
    Bid bid = Bid.claiming(front, Market.A, 1, chain.wallet());
    market.publish(Market.A, "second");
    for (Bid elsewhere : List.of(bid.at(Market.B, 1), bid.at(Market.A, 2))) {
      Front.Answer before = elsewhere.present(front);
      assertThat(before.status()).isEqualTo(402);
      assertThat(before.reason()).isEqualTo(Reasons.NO_MATCHING_REQUIREMENTS);
    }
    assertThat(market.payments()).isEmpty();
    Front.Answer bought = bid.present(front);
    requireBought(front, bid, bought);
    for (Bid elsewhere :
        List.of(bid.at(Market.B, 1), bid.at(Market.A, 2), bid.seen().at(Market.B, 1))) {
      Front.Answer after = elsewhere.present(front);
      assertThat(after.status()).isIn(402, 409);
      assertThat(after.token()).isEmpty();
    }
    String token = bought.token().orElseThrow();
    assertThat(front.download(Market.A, 2, token).status()).isEqualTo(403);
    assertThat(front.download(Market.B, 1, token).status()).isEqualTo(403);
    assertThat(granted(Market.A, bid)).containsExactly(VersionRange.upTo(1));
    assertThat(granted(Market.B, bid)).isEmpty();
    requirePaidOnce(bid);
  }

  @Test
  void givesTheGoodsBackToTheSignerWhenAStrangerHasBoundThePaymentToAnotherVersion() {
    market.publish(Market.A, "second");
    Front front = start();
    Bid bid = Bid.claiming(front, Market.A, 1, chain.wallet());
    // Caught on its way: the stranger is first, and says that it is for something else.
    PaymentPayload caught = without(bid.payment(), "offer");
    Front.Answer stolen = bid.seen().with(caught).at(Market.A, 2).present(front);
    String token = stolen.token().orElseThrow();
    assertThat(front.download(Market.A, 2, token).status()).isEqualTo(200);
    Front.Answer bought = bid.present(front);
    requireBought(front, bid, bought);
    assertThat(active(Market.A, bid).stream().map(Entitlement::versions))
        .containsExactly(VersionRange.upTo(1));
    assertThat(front.download(Market.A, 2, token).status()).isIn(401, 403);
  }

  /** The stranger may be the payer: both datasets for one price, one after the other. */
  @Test
  void exchangesNoDatasetThatWasHandedOutForAnother() {
    market.publish(Market.B, "other");
    market.sell(Market.B, "0.01");
    Front front = start();
    Bid bid = Bid.claiming(front, Market.A, 1, chain.wallet());
    PaymentPayload forB = without(bid.payment(), "offer");
    Front.Answer served = bid.seen().with(forB).at(Market.B, 1).present(front);
    requireOpens(front, Market.B, 1, "other", served.token().orElseThrow());
    Front.Answer swapped = bid.present(front);
    assertThat(swapped.status()).as(swapped.toString()).isEqualTo(409);
    assertThat(swapped.error()).isEqualTo("payment_conflict");
    assertThat(granted(Market.A, bid)).isEmpty();
    assertThat(active(Market.B, bid)).hasSize(1);
    requirePaidOnce(bid);
  }

  /** What a client sends that drops a member of {@code extra}. */
  private static PaymentPayload without(PaymentPayload payment, String member) {
    Map<String, Json> extra = new LinkedHashMap<>(payment.accepted().extra().members());
    extra.remove(member);
    Map<String, Json> accepted = new LinkedHashMap<>(payment.accepted().json().members());
    accepted.put("extra", new Json.Obj(extra));
    Map<String, Json> all = new LinkedHashMap<>(payment.json().members());
    all.put("accepted", new Json.Obj(accepted));
    all.remove("extensions");
    return new PaymentPayload(new Json.Obj(all));
  }

  @Test
  void takesTheOldPriceAsLongAsItsOfferRuns() {
    Front front = start();
    PaymentRequired before = front.challenge(Market.A, 1);
    Bid bid = Bid.unaware(front, Market.A, 1, chain.wallet());
    Bid late = Bid.unaware(front, Market.A, 1, chain.wallet());
    market.sell(Market.A, "0.02");
    PaymentRequired after = front.challenge(Market.A, 1);
    assertThat(before.accepts().getFirst().amount().toString()).isEqualTo("10000");
    assertThat(after.accepts().getFirst().amount().toString()).isEqualTo("20000");
    requireBought(front, bid, bid.present(front));
    assertThat(chain.balance(market.payee())).isEqualTo(10_000);
    Bid dearer = Bid.unaware(front, Market.A, 1, chain.wallet());
    requireBought(front, dearer, dearer.present(front));
    assertThat(chain.balance(market.payee())).isEqualTo(30_000);
    market.passTime(Duration.ofHours(25));
    Front.Answer refused = late.present(front);
    assertThat(refused.status()).isEqualTo(402);
    assertThat(refused.reason()).isEqualTo(Reasons.NO_MATCHING_REQUIREMENTS);
    assertThat(chain.balance(market.payee())).isEqualTo(30_000);
  }

  @Test
  void sellsWhatWasShownWhenAVersionIsPublishedMeanwhile() {
    Front front = start();
    Bid named = Bid.claiming(front, Market.A, 1, chain.wallet());
    String head = "/dataset/goods-a/join/paid";
    PaymentRequired shown = front.ask("POST", head).challenge();
    Bid unnamed = Bid.claiming(shown, head, chain.wallet());
    market.publish(Market.A, "second");
    for (Bid bid : List.of(named, unnamed)) {
      Front.Answer bought = bid.present(front);
      requireBought(front, bid, bought);
      assertThat(bought.json().requireInteger("version")).isEqualTo(1);
      requireBought(front, bid, bid.present(front));
    }
    assertThat(front.ask("POST", head).challenge().resource().url()).endsWith("version=2");
  }

  @Test
  void isGoneBeforeAnybodyPaysForAWithdrawnVersion() throws IOException {
    Front front = start();
    PrivateKey wallet = chain.wallet();
    Bid bid = Bid.unaware(front, Market.A, 1, wallet);
    var withdraw = new Withdraw(market.ledger(), market.keys(), market.clock());
    var gone = withdraw.withdraw(new Withdraw.Request(Market.A, 1, "test", false));
    assertThat(gone.withdrawal().reason()).isEqualTo("test");
    assertThat(bid.present(front).status()).isEqualTo(410);
    assertThat(front.ask("POST", bid.path()).status()).isEqualTo(410);
    requireNothingHappened(wallet);
  }

  @Test
  void sellsNothingToWhomTheOwnerHasShutOut() {
    Front front = start();
    PrivateKey wallet = chain.wallet();
    Bid first = Bid.claiming(front, Market.A, 1, wallet);
    requireBought(front, first, first.present(front));
    String entitlement = market.entitlements(Market.A, wallet.address()).getFirst().id();
    Instant now = Instant.now();
    Entitlement revoked =
        market.db().write(tx -> new Members(tx).revoke(entitlement, "misuse", now));
    assertThat(revoked.reason()).contains("misuse");
    assertThat(Bid.unaware(front, Market.A, 1, wallet).present(front).status()).isEqualTo(403);
    Front.Answer again = first.present(front);
    assertThat(again.status()).isEqualTo(403);
    assertThat(again.token()).isEmpty();
    requirePaidOnce(first);
  }

  @Test
  void doesNotStartWithAPriceAndOpenMembership() {
    assertThatThrownBy(
            () ->
                market
                    .node(
                        Optional.of(till().build(market.clock())),
                        Optional.of(Dataset.Membership.OPEN),
                        line -> {})
                    .close())
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.USAGE))
        .hasMessageContaining("everybody gets it for nothing");
  }

  @Test
  void asksForAtLeastOneAtomicUnit() {
    market.sellPerMb(Market.A, "0.000001");
    Front front = start();
    assertThat(front.challenge(Market.A, 1).accepts().getFirst().amount().toString())
        .isEqualTo("1");
    Bid bid = Bid.unaware(front, Market.A, 1, chain.wallet());
    requireBought(front, bid, bid.present(front));
    assertThat(chain.balance(market.payee())).isEqualTo(1);
  }

  private List<VersionRange> granted(DatasetId id, Bid bid) {
    return entitlements(id, bid).stream().map(Entitlement::versions).toList();
  }

  private List<Entitlement> active(DatasetId id, Bid bid) {
    return entitlements(id, bid).stream()
        .filter(e -> e.state() instanceof Entitlement.State.Active)
        .toList();
  }

  private List<Entitlement> entitlements(DatasetId id, Bid bid) {
    return market.entitlements(id, bid.signed().authorization().from());
  }
}
