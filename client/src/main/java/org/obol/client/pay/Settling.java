package org.obol.client.pay;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.obol.client.source.Answered;
import org.obol.client.source.FetchException;
import org.obol.client.source.MemberToken;
import org.obol.client.source.RefusedException;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.VerificationException;
import org.obol.dataset.sale.Claim;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.Signed;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.SettleResponse;

/**
 * Sends one payment, always the same bytes, until it is known what became of it or nobody can take
 * it any more.
 *
 * @param wallet opened only when the wallet has to sign in
 */
record Settling(JoinApi api, Books books, ReceiptCheck receipts, Supplier<PrivateKey> wallet) {

  /** The code of a seller that has ended the sale. */
  private static final String NOT_SOLD = "paid_join_disabled";

  private static final Set<String> NOTHING_SOLD = Set.of(NOT_SOLD, "version_withdrawn");

  /** Until there is a token. */
  Outcome.Member run(Purchase purchase, Outcome.How how) {
    books.purchases().sent(purchase.id());
    Map<String, String> headers =
        Map.of(
            PaymentHeaders.PAYMENT_SIGNATURE, purchase.payment().header(),
            Claim.HEADER, purchase.payment().claim().reveal());
    String told = "";
    for (int count = 1; ; count++) {
      FetchException failure;
      try {
        Answered answer = api.send(purchase.goods().seq(), headers);
        if (!isBusy(answer)) {
          return settled(purchase, answer, how);
        }
        failure =
            new FetchException(FetchException.Kind.BUSY, answer.sentence(), answer.retryAfter());
      } catch (FetchException e) {
        failure = e;
      }
      if (purchase.isExpired(api.means().clock().instant())) {
        throw lost(purchase, failure.reason());
      }
      if (!told.equals(failure.reason())) {
        told = failure.reason();
        api.means().listener().warning(new PurchaseWords(purchase).waiting(told));
      }
      api.pause(count, failure);
    }
  }

  private static boolean isBusy(Answered answer) {
    return switch (answer.status()) {
      case 408, 425, 429, 500, 502, 504 -> true;
      case 503 -> !answer.code().equals(NOT_SOLD);
      default -> false;
    };
  }

  private Outcome.Member settled(Purchase purchase, Answered answer, Outcome.How how) {
    boolean entitled = answer.status() == 409 && answer.code().equals("already_entitled");
    try {
      if (answer.status() == 200) {
        return paid(purchase, answer, how);
      }
      if (entitled) {
        return signedIn(purchase, answer);
      }
      Optional<Json.Obj> proof = purchase.proof();
      if (proof.isPresent() && isForgotten(answer)) {
        return restored(purchase, answer, proof.get());
      }
    } catch (JsonException e) {
      throw unclear(purchase, api.source().origin() + " answered what cannot be read");
    }
    // Only these two say something about the payment; any other may come from a proxy on the way.
    if (answer.status() == 402 || answer.code().equals("payment_conflict")) {
      throw refused(purchase, answer);
    }
    throw unclear(purchase, answer.sentence());
  }

  private Outcome.Member paid(Purchase purchase, Answered answer, Outcome.How how) {
    Json.Obj body = answer.json();
    MemberToken token = keep(purchase, body);
    Optional<Signed<Receipt>> receipt = receipt(purchase, body);
    receipt.ifPresent(r -> books.tokens().save(purchase, r));
    books
        .purchases()
        .settled(
            purchase.id(),
            receipt.map(r -> r.document().transaction()).or(() -> transaction(answer)),
            body.text("entitlement"),
            receipt);
    return new Outcome.Member(
        purchase.goods().seq(), token, how, books.purchases().find(purchase.id()));
  }

  /** First of all: whatever else is wrong, the token is what was paid for. */
  private MemberToken keep(Purchase purchase, Json.Obj body) {
    String text = body.requireText("token");
    MemberToken token;
    try {
      token = new MemberToken(text);
    } catch (ObolException e) {
      throw new JsonException("the token is none");
    }
    books.tokens().save(purchase, token);
    books.tokens().save(api.source(), api.dataset(), token);
    return token;
  }

  private Optional<Signed<Receipt>> receipt(Purchase purchase, Json.Obj body) {
    return switch (receipts.check(purchase, body.get("receipt"))) {
      case ReceiptCheck.Verdict.Good good -> Optional.of(good.receipt());
      case ReceiptCheck.Verdict.NoneNeeded none -> Optional.empty();
      case ReceiptCheck.Verdict.Bad bad -> {
        books.purchases().unknown(purchase.id(), "receipt: " + bad.fault());
        throw new VerificationException(
            "receipt",
            "the seller's receipt is not one: "
                + bad.fault()
                + ". The token was kept and can be used; see obol purchases show "
                + purchase.id());
      }
    };
  }

  /** The wallet has bought the version before, or the claim was not believed. */
  private Outcome.Member signedIn(Purchase purchase, Answered answer) {
    Json.Obj body = answer.json();
    if (receipts.check(purchase, body.get("receipt")) instanceof ReceiptCheck.Verdict.Good good) {
      books
          .purchases()
          .settled(
              purchase.id(),
              Optional.of(good.receipt().document().transaction()),
              body.text("entitlement"),
              Optional.of(good.receipt()));
    } else {
      books.purchases().refused(purchase.id(), "this wallet has bought it before");
    }
    Answered again;
    try {
      again =
          signIn()
              .answer(purchase, answer, Optional.empty())
              .orElseThrow(() -> new RefusedException("already_entitled", answer.sentence()));
    } catch (FetchException e) {
      throw unclear(purchase, e.reason());
    }
    if (again.status() != 200) {
      throw new RefusedException(
          "sign_in_refused", "the wallet could not sign in: " + again.sentence());
    }
    return again(purchase, again, Outcome.How.SIGNED_IN);
  }

  /** Asked for money as if nothing had been paid, or told that nothing is sold. */
  private static boolean isForgotten(Answered answer) {
    return answer.status() == 402 || NOTHING_SOLD.contains(answer.code());
  }

  /** The seller has given a receipt and knows nothing of it, as after the restore of a backup. */
  private Outcome.Member restored(Purchase purchase, Answered answer, Json.Obj proof) {
    Answered again;
    try {
      again =
          signIn()
              .answer(purchase, answer, Optional.of(proof))
              .orElseThrow(() -> forgotten(purchase, answer));
    } catch (FetchException e) {
      throw lost(purchase, e.reason());
    }
    if (isBusy(again)) {
      throw lost(purchase, again.sentence());
    }
    if (again.status() != 200) {
      throw forgotten(purchase, again);
    }
    return again(purchase, again, Outcome.How.RESTORED);
  }

  private static RefusedException forgotten(Purchase purchase, Answered answer) {
    return new RefusedException(
        "receipt_refused",
        "the seller does not know the purchase any more and did not take its own receipt for it: "
            + answer.sentence()
            + ". Nothing was paid again. Show the owner what obol purchases show "
            + purchase.id()
            + " prints");
  }

  private WalletSignIn signIn() {
    return new WalletSignIn(api, wallet);
  }

  private Outcome.Member again(Purchase purchase, Answered answer, Outcome.How how) {
    return new Outcome.Member(
        purchase.goods().seq(),
        keep(purchase, answer.json()),
        how,
        books.purchases().find(purchase.id()));
  }

  private ObolException refused(Purchase purchase, Answered answer) {
    String reason = reason(answer);
    if (Reasons.canonical(reason).equals(Reasons.NONCE_ALREADY_USED)) {
      return unclear(purchase, "the chain says that this payment was used (" + reason + ")");
    }
    books.purchases().refused(purchase.id(), reason);
    return new RefusedException(
        "payment_refused",
        answer.sentence()
            + ": "
            + new PurchaseWords(purchase).refused(reason, api.means().clock().instant()));
  }

  private static String reason(Answered answer) {
    try {
      Optional<String> told = failure(answer);
      Optional<String> asked =
          answer
              .header(PaymentHeaders.PAYMENT_REQUIRED)
              .flatMap(header -> PaymentHeaders.decode(header).text("error"));
      return told.or(() -> asked).orElse(answer.code());
    } catch (JsonException e) {
      return answer.code();
    }
  }

  private static Optional<String> failure(Answered answer) {
    return answer
        .header(PaymentHeaders.PAYMENT_RESPONSE)
        .map(header -> SettleResponse.parse(PaymentHeaders.decode(header)).outcome())
        .flatMap(
            outcome ->
                outcome instanceof SettleResponse.Outcome.Failed failed
                    ? Optional.of(failed.reason().code())
                    : Optional.empty());
  }

  private static Optional<String> transaction(Answered answer) {
    try {
      return answer
          .header(PaymentHeaders.PAYMENT_RESPONSE)
          .flatMap(header -> PaymentHeaders.decode(header).text("transaction"));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private ObolException unclear(Purchase purchase, String reason) {
    books.purchases().unknown(purchase.id(), reason);
    return new RefusedException("payment_unknown", reason + new PurchaseWords(purchase).advice());
  }

  private ObolException lost(Purchase purchase, String reason) {
    books.purchases().unknown(purchase.id(), reason);
    return new ObolException(
        ObolException.Exit.NETWORK, reason + new PurchaseWords(purchase).advice());
  }
}
