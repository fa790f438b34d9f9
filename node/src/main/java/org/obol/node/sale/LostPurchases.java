package org.obol.node.sale;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.Signed;
import org.obol.ledger.Db;
import org.obol.ledger.Members;
import org.obol.ledger.Tx;

/**
 * What this node has sold and the ledger does not know any more, as after the restore of an older
 * backup: a receipt says so, together with the offer that it is for (protocol section 7). Only a
 * payer who has signed in may be given it.
 */
record LostPurchases(Db db, Address nodeKey) {

  /**
   * The entitlement that {@code proof}, an object with {@code receipt} and {@code offer}, shows
   * that {@code payer} has lost; empty when it shows none.
   *
   * @throws JsonException when it cannot be read
   */
  Optional<Entitlement> proven(LogOrigin origin, Address payer, Json.Obj proof) {
    Signed<Receipt> receipt = Receipt.read(member(proof, "receipt"));
    Signed<Offer> offer = Offer.read(member(proof, "offer"));
    Receipt said = receipt.document();
    boolean ours =
        receipt.isSignedBy(nodeKey)
            && offer.isSignedBy(nodeKey)
            && said.isFor(offer)
            && said.origin().equals(origin)
            && said.payer().equals(payer);
    return Optional.of(
            new Entitlement(
                said.entitlement(),
                origin.dataset(),
                payer.hex(),
                offer.document().grants(),
                Entitlement.Source.PAID,
                new Entitlement.State.Active(),
                said.issuedAt()))
        .filter(lost -> ours && db.read(tx -> isLost(tx, lost, said)));
  }

  /** Gives it back under the name it had, so that the owner's word on it holds from now on. */
  Entitlement restore(Entitlement lost) {
    return db.write(
        tx -> {
          var members = new Members(tx);
          Optional<Entitlement> there = members.find(lost.id());
          if (there.isEmpty()) {
            members.restore(lost);
          }
          return there.orElse(lost);
        });
  }

  /** What the ledger knows, it has decided or will: it may have been revoked, or exchanged. */
  private static boolean isLost(Tx tx, Entitlement lost, Receipt said) {
    var members = new Members(tx);
    return members.find(lost.id()).isEmpty()
        && tx.first(
                "select 1 from payment where settled_in = ?"
                    + " or (payer = ? and offer = ? and is_over = 0)",
                row -> true,
                said.transaction(),
                said.payer().hex(),
                said.offerHash().hex())
            .isEmpty()
        && members.of(lost.dataset(), lost.subject()).stream()
            .noneMatch(held -> DatasetShop.shutsOut(held, lost.versions()));
  }

  private static Json member(Json.Obj proof, String name) {
    return proof
        .get(name)
        .orElseThrow(() -> new JsonException("the body needs the member \"" + name + "\""));
  }
}
