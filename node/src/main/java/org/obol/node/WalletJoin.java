package org.obol.node;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.node.sale.Counter;
import org.obol.x402.extension.SignInVerifier.Result;
import org.obol.x402.wire.Reason;

/**
 * A wallet that has paid before signs in instead of paying again. With a receipt in the body it
 * gets back what the ledger has lost.
 */
record WalletJoin(Counter counter, SignInInvitation invitation, JoinReplies replies) {

  private static final int MAX_PROOF = 64 << 10;

  /** Answers a request with the header of the extension sign-in-with-x. */
  HttpReply answer(JoinVisit visit, String header) {
    Optional<Json.Obj> proof = proof(visit);
    Result result = invitation.verifier().verify(header, who -> had(visit, who, proof).isPresent());
    return switch (result) {
      case Result.Refused refused -> replies.signInRefused(visit, refused.reason().toString());
      case Result.SignedIn who ->
          had(visit, who, proof)
              // Nothing to do for one that is there.
              .map(counter::restore)
              .map(e -> replies.joined(Headers.NONE, e, Optional.empty()))
              .orElseGet(() -> unserved(visit, who, proof));
      case Result.Stranger stranger -> unserved(visit, stranger.who(), proof);
    };
  }

  private HttpReply unserved(JoinVisit visit, Result.SignedIn who, Optional<Json.Obj> proof) {
    if (has(visit, who).isPresent()) {
      return replies.signInRefused(
          visit, "the access is newer than this sign-in; sign in again, nothing has to be paid");
    }
    if (proof.isPresent()) {
      throw new Refusal(
          403,
          "receipt_refused",
          "the receipt is not this node's for this wallet and version, or its access has ended");
    }
    return replies.challenge(
        visit,
        Reason.of("payment required", "this wallet has not bought the version"),
        Headers.NONE);
  }

  private Optional<Entitlement> has(JoinVisit visit, Result.SignedIn who) {
    return counter.entitled(visit.id(), who.address().hex(), visit.seq());
  }

  /**
   * What it had when it signed. One that had nothing then is not remembered, so that whoever has
   * seen its sign-in could show it again after it has paid.
   */
  private Optional<Entitlement> had(
      JoinVisit visit, Result.SignedIn who, Optional<Json.Obj> proof) {
    return has(visit, who)
        .or(() -> proof.flatMap(shown -> lost(visit, who, shown)))
        .filter(e -> !e.created().isAfter(who.issuedAt()));
  }

  private Optional<Entitlement> lost(JoinVisit visit, Result.SignedIn who, Json.Obj shown) {
    try {
      return counter.lost(visit.id(), who.address(), visit.seq(), shown);
    } catch (JsonException e) {
      throw new Refusal(400, "invalid_request", String.valueOf(e.getMessage()));
    }
  }

  /** Clients that know nothing of receipts send bodies of their own, or none. */
  private static Optional<Json.Obj> proof(JoinVisit visit) {
    byte[] body = visit.request().body();
    try {
      return body.length > 0
              && JsonReader.read(body, MAX_PROOF) instanceof Json.Obj object
              && object.get("receipt").isPresent()
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonException notOurs) {
      return Optional.empty();
    }
  }
}
