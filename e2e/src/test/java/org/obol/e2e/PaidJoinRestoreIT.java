package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.Members;
import org.obol.ledger.Tx;
import org.obol.node.sale.Counter;

/** A receipt and a sign-in by its payer bring back what the ledger has lost (protocol 7). */
class PaidJoinRestoreIT extends PaidJoinFixture {

  private static final String PATH = Front.join(Market.A, 1);

  private final PrivateKey wallet = chain.wallet();
  private Json.Obj proof = Json.object().build();

  /** Somebody buys, and then the owner restores a backup that is older than that. */
  private Front boughtAndLost() {
    Front front = start();
    Bid bid = Bid.claiming(front, Market.A, 1, wallet);
    Front.Answer bought = bid.present(front);
    requireBought(front, bid, bought);
    keep(bought, bid);
    int lost =
        market
            .db()
            .write(
                tx ->
                    tx.update("delete from token")
                        + tx.update("delete from payment")
                        + tx.update("delete from entitlement")
                        + tx.update("delete from offer"));
    assertThat(lost).isEqualTo(4);
    assertThat(front.ask("POST", PATH, PaidJoinIT.signIn(front, wallet)).status()).isEqualTo(402);
    return front;
  }

  private Front.Answer restore(Front front, PrivateKey who, Json shown) {
    return front.post(PATH, shown, PaidJoinIT.signIn(front, who));
  }

  @Test
  void isServedWithoutPayingAgainAndHasItsOldName() {
    Front front = boughtAndLost();
    String name = receipt().requireText("entitlement");
    for (int time = 0; time < 2; time++) {
      Front.Answer again = restore(front, wallet, proof);
      assertThat(again.status()).as(again.toString()).isEqualTo(200);
      assertThat(again.json().requireText("entitlement")).isEqualTo(name);
      requireOpens(front, Market.A, 1, "first", again.token().orElseThrow());
    }
    assertThat(front.ask("POST", PATH, PaidJoinIT.signIn(front, wallet)).status()).isEqualTo(200);
    assertThat(market.entitlements(Market.A, wallet.address())).hasSize(1);
    assertThat(chain.transfers(wallet.address(), market.payee())).isOne();
  }

  @Test
  void isNothingForAnotherWalletOrDatasetOrWithAnotherText() {
    market.publish(Market.B, "other");
    market.sell(Market.B, "0.01");
    Front front = boughtAndLost();
    assertThat(restore(front, chain.wallet(), proof).error()).isEqualTo("receipt_refused");
    for (Json forged :
        List.of(
            with(proof, "receipt", with(receipt(), "entitlement", Json.of("ent-0000000000000000"))),
            with(proof, "receipt", with(receipt(), "seq", Json.of(2))),
            with(
                proof,
                "offer",
                with(
                    proof.object("offer").orElseThrow(),
                    "grants",
                    Json.object().put("from", 1).put("to", 9).build())))) {
      Front.Answer refused = restore(front, wallet, forged);
      assertThat(refused.status()).as(refused.toString()).isIn(400, 403);
    }
    Front.Answer elsewhere =
        front.post(Front.join(Market.B, 1), proof, PaidJoinIT.signIn(front, wallet));
    assertThat(elsewhere.status()).isEqualTo(403);
    assertThat(front.post(PATH, proof).status()).isEqualTo(402);
    assertThat(market.entitlements(Market.A, wallet.address())).isEmpty();
    assertThat(market.entitlements(Market.B, wallet.address())).isEmpty();
  }

  @Test
  void doesNotUndoWhatTheOwnerHasEnded() {
    Front front = boughtAndLost();
    String name = restore(front, wallet, proof).json().requireText("entitlement");
    Instant now = market.clock().instant();
    Entitlement ended = market.db().write(tx -> new Members(tx).revoke(name, "misuse", now));
    assertThat(ended.reason()).contains("misuse");
    assertThat(restore(front, wallet, proof).status()).isEqualTo(403);
    // Nor when the ledger has lost that, and the owner has shut the payer out anew.
    int lost = market.db().write(tx -> tx.update("delete from token") + forget(tx, name));
    assertThat(lost).isPositive();
    Entitlement other =
        market
            .db()
            .write(
                tx -> {
                  var members = new Members(tx);
                  String id =
                      members
                          .grant(
                              Market.A,
                              wallet.address().hex(),
                              VersionRange.upTo(1),
                              Entitlement.Source.PAID,
                              now)
                          .id();
                  return members.revoke(id, "misuse", now);
                });
    assertThat(restore(front, wallet, proof).error()).isEqualTo("receipt_refused");
    assertThat(market.entitlements(Market.A, wallet.address())).containsExactly(other);
  }

  /** Settled, and not fulfilled when the backup was made: it will be, and once is enough. */
  @Test
  void believesTheLedgerWhereItStillHasThePayment() {
    Front front = start();
    Bid bid = Bid.claiming(front, Market.A, 1, wallet);
    Front.Answer bought = bid.present(front);
    requireBought(front, bid, bought);
    keep(bought, bid);
    int lost =
        market
            .db()
            .write(
                tx ->
                    tx.update("delete from token")
                        + tx.update("update payment set goods = null")
                        + tx.update("delete from entitlement"));
    assertThat(lost).isEqualTo(3);
    assertThat(restore(front, wallet, proof).error()).isEqualTo("receipt_refused");
  }

  /** Under way when the backup was made: one payment must not come to two entitlements. */
  @Test
  void waitsForThePaymentThatTheLedgerStillHasOpen() throws Exception {
    Front front = start();
    Bid bid = Bid.claiming(front, Market.A, 1, wallet);
    Front.Answer bought = bid.present(front);
    requireBought(front, bid, bought);
    keep(bought, bid);
    front.close();
    String asked = market.clock().instant().toString();
    int lost =
        market
            .db()
            .write(
                tx ->
                    tx.update("delete from token")
                        + tx.update(
                            "update payment set state = ?, goods = null, settled_in = null,"
                                + " settled_block = null, is_over = 0, asked = 1",
                            Json.object().put("is", "settling").put("asked", asked).build().text())
                        + tx.update("delete from entitlement"));
    assertThat(lost).isEqualTo(3);
    Counter counter = market.counter(till());
    assertThat(counter.lost(Market.A, wallet.address(), 1, proof)).isEmpty();
    assertThat(counter.reconcile()).isZero();
    assertThat(market.entitlements(Market.A, wallet.address())).hasSize(1);
    assertThat(counter.lost(Market.A, wallet.address(), 1, proof)).isEmpty();
  }

  private static int forget(Tx tx, String entitlement) {
    return tx.update("delete from entitlement where id = ?", entitlement);
  }

  private void keep(Front.Answer bought, Bid bid) {
    proof =
        Json.object()
            .put("receipt", bought.json().get("receipt").orElseThrow())
            .put("offer", bid.payment().accepted().extra().get("offer").orElseThrow())
            .build();
  }

  private Json.Obj receipt() {
    return proof.object("receipt").orElseThrow();
  }

  private static Json.Obj with(Json.Obj object, String member, Json value) {
    Map<String, Json> members = new LinkedHashMap<>(object.members());
    assertThat(members).containsKey(member);
    members.put(member, value);
    return new Json.Obj(members);
  }
}
