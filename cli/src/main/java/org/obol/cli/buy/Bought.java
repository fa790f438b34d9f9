package org.obol.cli.buy;

import java.util.Locale;
import java.util.Optional;
import org.obol.cli.purchases.PurchaseText;
import org.obol.client.pay.Outcome;
import org.obol.client.source.MemberToken;
import org.obol.crypto.Json;

/** A right to a version that was paid for, now or before. */
record Bought(Outcome.Member member) {

  MemberToken token() {
    return member.token();
  }

  long seq() {
    return member.seq();
  }

  Optional<String> line() {
    return member.purchase().map(p -> how() + ": " + PurchaseText.line(p));
  }

  Optional<Json.Obj> json() {
    return member
        .purchase()
        .map(
            p ->
                Json.object()
                    .put("how", member.how().name().toLowerCase(Locale.ROOT))
                    .put("payment", PurchaseText.json(p))
                    .build());
  }

  private String how() {
    return switch (member.how()) {
      case KEPT -> "paid before";
      case PAID -> "paid";
      case RESUMED -> "payment resumed";
      case SIGNED_IN -> "bought before, signed in with the wallet";
      case RESTORED ->
          "bought before and lost by the seller, brought back with the receipt, nothing paid again";
    };
  }
}
