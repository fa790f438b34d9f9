package org.obol.node;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.sale.Claim;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.node.sale.Counter;
import org.obol.node.sale.Offers;
import org.obol.x402.extension.Bazaar;
import org.obol.x402.extension.PaymentIdentifier;
import org.obol.x402.extension.SignInVerifier;
import org.obol.x402.wire.PaymentRequired;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.ResourceInfo;

/** What payers and those who sign in are told alike: pay, you have it already, here it is. */
record JoinReplies(Counter counter, SignInInvitation invitation) {

  /** The extension with which a client announces the hash of its claim. */
  static final String CLAIM = "obol-claim";

  /** The 402 answer, with what is asked and how to sign in instead. */
  HttpReply challenge(JoinVisit visit, Reason reason, Headers headers) {
    if (visit.shown().isEmpty()) {
      return notSold(visit);
    }
    return JoinChallenge.of(
        visit.request(),
        new PaymentRequired(
            Optional.of(reason.code()),
            new ResourceInfo(
                visit.resource(),
                Optional.of("Access to version " + visit.seq() + " of dataset " + visit.id()),
                Optional.of("application/json")),
            List.of(visit.offered().requirements()),
            extensions(visit)),
        new JoinChallenge.Subject(
            visit.id(),
            visit.seq(),
            visit.offered().terms(),
            Offers.signed(visit.offered().offer())),
        headers);
  }

  /** Whoever has bought before can still sign in. */
  private HttpReply notSold(JoinVisit visit) {
    Json.Obj body =
        refusal(JoinVisit.NOT_SOLD, JoinVisit.NOT_SOLD_HERE)
            .put("signIn", invitation.block(visit.resource()))
            .build();
    return HttpReply.json(503, body);
  }

  /** Whoever has bought it before may own others with it. */
  HttpReply withdrawn(JoinVisit visit) {
    Json.Obj body =
        refusal("version_withdrawn", "the owner has withdrawn this version")
            .put("signIn", invitation.block(visit.resource()))
            .build();
    return HttpReply.json(410, body);
  }

  private Json.Obj extensions(JoinVisit visit) {
    return Json.object()
        .put(PaymentIdentifier.ID, PaymentIdentifier.declare(false))
        .put(SignInVerifier.ID, invitation.block(visit.resource()))
        .put(
            CLAIM,
            Json.object().put("info", Json.object().put("header", Claim.HEADER).build()).build())
        .put(Bazaar.ID, catalogued(visit.seq()))
        .build();
  }

  /** How the route is called, for facilitators that list what they have settled. */
  private static Json.Obj catalogued(long seq) {
    return Bazaar.post(
        Json.object().put("version", Long.toString(seq)).build(),
        Json.object().build(),
        Json.object().put("type", "object").build(),
        // All of this is one header, and proxies take so many KiB of headers only.
        Optional.empty());
  }

  /** A fresh token. */
  HttpReply joined(Headers headers, Entitlement entitlement, Optional<Json> receipt) {
    AccessToken token = counter.token(entitlement);
    JsonObject body =
        Json.object()
            .put("token", token.reveal())
            .put("version", entitlement.versions().to())
            .put("entitlement", entitlement.id())
            .put("from", entitlement.versions().from())
            .put("to", entitlement.versions().to())
            .putIfPresent("receipt", receipt);
    return HttpReply.json(200, headers.with("Cache-Control", "private, no-store"), body.build());
  }

  /** It is there, and who asks has to show that it is theirs. */
  HttpReply entitled(
      JoinVisit visit,
      Headers headers,
      Entitlement entitlement,
      String message,
      Optional<Json> receipt) {
    Json.Obj body =
        refusal("already_entitled", message)
            .put("signIn", invitation.block(visit.resource()))
            .put("entitlement", entitlement.id())
            .put("from", entitlement.versions().from())
            .put("to", entitlement.versions().to())
            .putIfPresent("receipt", receipt)
            .build();
    return HttpReply.json(409, headers, body);
  }

  /** A sign-in that does not count, and how to make one that does. */
  HttpReply signInRefused(JoinVisit visit, String message) {
    Json.Obj body =
        refusal("sign_in_refused", message)
            .put("signIn", invitation.block(visit.resource()))
            .build();
    return HttpReply.json(401, body);
  }

  private static JsonObject refusal(String code, String message) {
    return Json.object().put("error", code).put("message", message);
  }
}
