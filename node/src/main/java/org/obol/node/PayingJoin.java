package org.obol.node;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.sale.Claim;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.node.sale.Counter;
import org.obol.node.sale.Objection;
import org.obol.x402.extension.PaymentIdentifier;
import org.obol.x402.gate.GateAnswer;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.gate.PaymentRecord;
import org.obol.x402.gate.Presented;
import org.obol.x402.wire.NetworkNames;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.SettleResponse.Outcome;

/** Answers a request with a payment by what has become of it. */
record PayingJoin(Counter counter, JoinReplies replies) {

  private static final String RETRY_SECONDS = "5";

  /** Takes the payment; may take as long as a settlement. */
  HttpReply answer(JoinVisit visit, PaymentPayload payment) {
    Presented presented;
    try {
      presented = presented(visit.request(), payment);
    } catch (JsonException e) {
      throw new Refusal(400, "invalid_request", String.valueOf(e.getMessage()));
    }
    GateAnswer<Objection> answer =
        counter.pay(visit.id(), visit.seq(), visit.shown().map(JoinVisit.Shown::offer), presented);
    return switch (answer) {
      case GateAnswer.Paid<Objection> paid -> paid(visit, paid);
      case GateAnswer.Pending<Objection> p -> pending(p.payment(), p.transaction());
      case GateAnswer.Rejected<Objection> r -> rejected(visit, payment, r);
      case GateAnswer.Suspended<Objection> s ->
          throw new Refusal(
              409,
              "payment_conflict",
              "a chain reorganisation has taken this payment back; pay with a new one");
      case GateAnswer.Conflict<Objection> c ->
          throw new Refusal(409, "payment_conflict", c.message());
      case GateAnswer.Declined<Objection> d -> declined(visit, d.objection());
      case GateAnswer.Unavailable<Objection> u ->
          HttpReply.error(
              503,
              Headers.of("Retry-After", RETRY_SECONDS),
              "payments_unavailable",
              "payments cannot be checked at the moment; nothing was charged, try again");
    };
  }

  private static Presented presented(HttpRequest request, PaymentPayload payment) {
    Optional<Sha256> claimed =
        payment
            .extensions()
            .object(JoinReplies.CLAIM)
            .flatMap(block -> block.object("info"))
            .flatMap(info -> info.text("hash"))
            .map(PayingJoin::claimHash);
    Optional<Sha256> proven =
        request
            .header(Claim.HEADER)
            .map(
                text ->
                    Claim.read(text)
                        .orElseThrow(
                            () ->
                                new JsonException(
                                    Claim.HEADER + " must be 64 lowercase hex characters"))
                        .hash());
    return new Presented(payment, claimed, proven, PaymentIdentifier.of(payment));
  }

  private static Sha256 claimHash(String text) {
    if (!Sha256.isHex(text)) {
      throw new JsonException(
          "extensions.obol-claim.info.hash must be 64 lowercase hex characters");
    }
    return new Sha256(text);
  }

  private HttpReply paid(JoinVisit visit, GateAnswer.Paid<Objection> paid) {
    Entitlement entitlement = counter.entitlement(paid.state().goods());
    requireActive(entitlement);
    PaymentRecord payment = paid.payment();
    Json receipt = counter.receipt(payment, paid.state()).toJson();
    Headers headers =
        response(
            payment.key().network(),
            new Outcome.Settled(paid.state().settlement().transaction()),
            Optional.of(payment.key().payer().checksummed()));
    if (paid.proof() == Proof.NONE) {
      return replies.entitled(
          visit,
          headers,
          entitlement,
          "this payment is settled; its token was given to who made it. Prove that it was you"
              + " with the claim of the payment or a wallet sign-in",
          Optional.of(receipt));
    }
    return replies.joined(headers, entitlement, Optional.of(receipt));
  }

  private HttpReply pending(PaymentRecord payment, Optional<String> transaction) {
    Headers headers =
        response(
                payment.key().network(),
                new Outcome.Pending(transaction),
                Optional.of(payment.key().payer().checksummed()))
            .with("Retry-After", RETRY_SECONDS);
    return HttpReply.error(
        503,
        headers,
        Reasons.SETTLEMENT_PENDING,
        "the payment is under way and its outcome not known yet; send the same payment again, do"
            + " not sign another one");
  }

  private HttpReply rejected(
      JoinVisit visit, PaymentPayload payment, GateAnswer.Rejected<Objection> rejected) {
    Headers headers =
        rejected.presented()
            ? response(
                payment.accepted().network(),
                new Outcome.Failed(rejected.reason()),
                Optional.empty())
            : Headers.NONE;
    return replies.challenge(visit, rejected.reason(), headers);
  }

  private HttpReply declined(JoinVisit visit, Objection objection) {
    return switch (objection) {
      case Objection.Entitled e ->
          replies.entitled(
              visit,
              Headers.NONE,
              e.entitlement(),
              "this wallet has bought the version; sign in with it for a new token",
              Optional.empty());
      case Objection.ShutOut s ->
          throw new Refusal(
              403,
              "not_a_member",
              "the owner has ended this wallet's access and sells it no other");
    };
  }

  private static void requireActive(Entitlement entitlement) {
    entitlement
        .reason()
        .ifPresent(
            why -> {
              throw new Refusal(403, "not_a_member", "this access has ended: " + why);
            });
  }

  private static Headers response(String network, Outcome outcome, Optional<String> payer) {
    Json.Obj v2 = SettleResponse.of(outcome, payer, network).json();
    Headers headers = Headers.of(PaymentHeaders.PAYMENT_RESPONSE, PaymentHeaders.encode(v2));
    return NetworkNames.shortName(network)
        .map(
            name ->
                headers.with(
                    PaymentHeaders.X_PAYMENT_RESPONSE,
                    PaymentHeaders.encode(SettleResponse.of(outcome, payer, name).json())))
        .orElse(headers)
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Expose-Headers", JoinChallenge.EXPOSED);
  }
}
