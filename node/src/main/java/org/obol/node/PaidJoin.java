package org.obol.node;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Sha256;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.sale.Claim;
import org.obol.evm.ChainId;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.ledger.Dataset;
import org.obol.ledger.Ledger;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.StoredOffer;
import org.obol.ledger.StoredVersion;
import org.obol.node.sale.Counter;
import org.obol.node.sale.Objection;
import org.obol.node.sale.Offers;
import org.obol.node.sale.SignInTickets;
import org.obol.x402.extension.PaymentIdentifier;
import org.obol.x402.extension.SignIn;
import org.obol.x402.extension.SignInVerifier;
import org.obol.x402.gate.GateAnswer;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.gate.PaymentRecord;
import org.obol.x402.gate.Presented;
import org.obol.x402.wire.IncomingPayment;
import org.obol.x402.wire.NetworkNames;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequired;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.ResourceInfo;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.SettleResponse.Outcome;

/**
 * {@code /dataset/{id}/join/paid?version=N}: a payment against a token (protocol section 7). A
 * request without a payment is shown the offer; one with a payment is answered when it is settled,
 * and with a token only when it proves to be its presenter.
 */
final class PaidJoin {

  /** The extension with which a client announces the hash of its claim. */
  static final String CLAIM = "obol-claim";

  private static final String RETRY_SECONDS = "5";
  private static final int ATTEMPTS = 300;
  private static final Reason UNPAID = Reason.of("PAYMENT-SIGNATURE header is required");

  private final Ledger ledger;
  private final Counter counter;
  private final PublicUrl url;
  private final SignInTickets tickets;
  private final InstantSource clock;
  private final Budgets attempts;
  private final Budgets unknownAttempts;

  PaidJoin(Ledger ledger, Counter counter, PublicUrl url, InstantSource clock) {
    this.ledger = ledger;
    this.counter = counter;
    this.url = url;
    this.tickets = new SignInTickets(clock);
    this.clock = clock;
    this.attempts = new Budgets(ATTEMPTS, ATTEMPTS, clock);
    this.unknownAttempts = new Budgets(10 * ATTEMPTS, 10 * ATTEMPTS, clock);
  }

  /** What a version is offered for now. */
  private record Shown(SaleTerms terms, StoredOffer offer) {

    PaymentRequirements requirements() {
      return new PaymentRequirements(offer.requirements());
    }
  }

  /**
   * One visit at the counter.
   *
   * @param shown nothing when the sale has ended: whoever has paid is served all the same
   */
  private record Visit(
      HttpRequest request, Dataset dataset, StoredVersion version, Optional<Shown> shown) {

    long seq() {
      return version.entry().seq();
    }

    Shown offered() {
      return shown.orElseThrow(PaidJoin::notSold);
    }
  }

  /** Answers POST, and GET from those who look before they pay. */
  HttpReply answer(HttpRequest request, Dataset dataset, String source) {
    IncomingPayment incoming = IncomingPayment.read(request::header);
    StoredVersion version = sellable(request, dataset, incoming);
    Optional<Shown> shown =
        counter.terms(dataset.id()).map(terms -> new Shown(terms, counter.offer(version, terms)));
    var visit = new Visit(request, dataset, version, shown);
    if (request.isHead()) {
      // Asking for the header of an answer must not cost anything.
      return challenge(visit, UNPAID, Headers.NONE);
    }
    Optional<String> signIn = request.header(PaymentHeaders.SIGN_IN_WITH_X);
    boolean attempt =
        signIn.isPresent()
            || incoming instanceof IncomingPayment.V2
            || incoming instanceof IncomingPayment.V1;
    // Whose address cannot be told share one budget, so that it must be larger.
    Budgets budget = source.isEmpty() ? unknownAttempts : attempts;
    // Checking a signature costs time, and that of a contract a question to the chain.
    if (attempt && !budget.take(source)) {
      throw Refusal.tooMany("too many payments and sign-ins from this address", 60);
    }
    if (signIn.isPresent()) {
      return signedIn(visit, signIn.get());
    }
    return switch (incoming) {
      case IncomingPayment.None ignored -> challenge(visit, UNPAID, Headers.NONE);
      case IncomingPayment.Malformed m -> challenge(visit, m.reason(), Headers.NONE);
      case IncomingPayment.V2 v2 -> paying(visit, v2.payload());
      case IncomingPayment.V1 v1 ->
          NetworkNames.caip2(v1.payload().network())
              .filter(visit.offered().requirements().network()::equals)
              .map(ignored -> paying(visit, v1.payload().toV2(visit.offered().requirements())))
              .orElseGet(
                  () ->
                      challenge(visit, Reason.of(Reasons.NO_MATCHING_REQUIREMENTS), Headers.NONE));
    };
  }

  /** The owner's word on who may sell the dataset, where, and be paid for it. */
  HttpReply sellerRecord(Dataset dataset) {
    SaleTerms terms = counter.terms(dataset.id()).orElseThrow(PaidJoin::notSold);
    return HttpReply.json(200, counter.record(terms, URI.create(url.text())).toJson());
  }

  static Refusal notSold() {
    return new Refusal(
        503, "paid_join_disabled", "this dataset is not sold here; ask the owner for access");
  }

  /** A version whose bytes are there and may be sold. */
  private StoredVersion sellable(HttpRequest request, Dataset dataset, IncomingPayment incoming) {
    // Who asked for the newest one pays for what was the newest then.
    Optional<Long> paid =
        incoming instanceof IncomingPayment.V2 v2
            ? counter.paidVersion(dataset.id(), v2.payload())
            : Optional.empty();
    StoredVersion version = RequestedVersion.of(ledger.db(), dataset, request, paid);
    if (version.withdrawal().isPresent()) {
      throw new Refusal(410, "version_withdrawn", "the owner has withdrawn this version");
    }
    if (version.files().isEmpty()) {
      throw new Refusal(404, "artifact_missing", "this node does not have the file");
    }
    version.files().forEach(file -> ledger.objects().open(file.sha256()));
    return version;
  }

  private HttpReply paying(Visit visit, PaymentPayload payment) {
    Presented presented;
    try {
      presented = presented(visit.request(), payment);
    } catch (JsonException e) {
      throw new Refusal(400, "invalid_request", String.valueOf(e.getMessage()));
    }
    GateAnswer<Objection> answer =
        counter.pay(visit.dataset().id(), visit.seq(), visit.shown().map(Shown::offer), presented);
    return switch (answer) {
      case GateAnswer.Paid<Objection> paid -> paid(paid);
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
            .object(CLAIM)
            .flatMap(block -> block.object("info"))
            .flatMap(info -> info.text("hash"))
            .map(PaidJoin::claimHash);
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

  private HttpReply paid(GateAnswer.Paid<Objection> paid) {
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
      JsonObject body =
          refusal(
              "already_entitled",
              "this payment is settled; its token was given to who made it. Prove that it was you"
                  + " with the claim of the payment or a wallet sign-in");
      return HttpReply.json(
          409,
          headers,
          described(body.put("signIn", signInBlock(url.text())), entitlement)
              .put("receipt", receipt)
              .build());
    }
    return joined(headers, entitlement, Optional.of(receipt));
  }

  private HttpReply joined(Headers headers, Entitlement entitlement, Optional<Json> receipt) {
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
      Visit visit, PaymentPayload payment, GateAnswer.Rejected<Objection> rejected) {
    Headers headers =
        rejected.presented()
            ? response(
                payment.accepted().network(),
                new Outcome.Failed(rejected.reason()),
                Optional.empty())
            : Headers.NONE;
    return challenge(visit, rejected.reason(), headers);
  }

  private HttpReply declined(Visit visit, Objection objection) {
    return switch (objection) {
      case Objection.Entitled e ->
          HttpReply.json(
              409,
              described(
                      refusal(
                              "already_entitled",
                              "this wallet has bought the version; sign in with it for a new token")
                          .put("signIn", signInBlock(resource(visit))),
                      e.entitlement())
                  .build());
      case Objection.ShutOut s ->
          throw new Refusal(
              403,
              "not_a_member",
              "the owner has ended this wallet's access and sells it no other");
    };
  }

  /** A wallet that has paid before signs in instead of paying again. */
  private HttpReply signedIn(Visit visit, String header) {
    var verifier =
        new SignInVerifier(
            URI.create(url.text()), ChainId.parse(counter.network()), clock, tickets);
    return switch (verifier.verify(header)) {
      case SignInVerifier.Result.Refused r ->
          HttpReply.json(
              401,
              refusal("sign_in_refused", r.reason().toString())
                  .put("signIn", signInBlock(resource(visit)))
                  .build());
      case SignInVerifier.Result.SignedIn s ->
          counter
              .entitled(visit.dataset().id(), s.address().hex(), visit.seq())
              .map(entitlement -> joined(Headers.NONE, entitlement, Optional.empty()))
              .orElseGet(
                  () ->
                      challenge(
                          visit,
                          Reason.of("payment required", "this wallet has not bought the version"),
                          Headers.NONE));
    };
  }

  private HttpReply challenge(Visit visit, Reason reason, Headers headers) {
    return JoinChallenge.of(
        visit.request(),
        new PaymentRequired(
            Optional.of(reason.code()),
            new ResourceInfo(
                resource(visit),
                Optional.of(
                    "Access to version " + visit.seq() + " of dataset " + visit.dataset().id()),
                Optional.of("application/json")),
            List.of(visit.offered().requirements()),
            extensions(visit)),
        new JoinChallenge.Subject(
            visit.dataset().id(),
            visit.seq(),
            visit.offered().terms(),
            Offers.signed(visit.offered().offer())),
        headers);
  }

  private Json.Obj extensions(Visit visit) {
    return Json.object()
        .put(PaymentIdentifier.ID, PaymentIdentifier.declare(false))
        .put(SignInVerifier.ID, signInBlock(resource(visit)))
        .put(
            CLAIM,
            Json.object().put("info", Json.object().put("header", Claim.HEADER).build()).build())
        .build();
  }

  private Json.Obj signInBlock(String uri) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var signIn =
        new SignIn(
            URI.create(url.text()).getRawAuthority(),
            Optional.of("Sign in to have a token again for what this wallet has bought"),
            uri,
            tickets.issue(),
            now.toString(),
            Optional.of(now.plus(SignInVerifier.MAX_AGE).toString()),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return SignInVerifier.declare(signIn, List.of(ChainId.parse(counter.network())));
  }

  private String resource(Visit visit) {
    return url.resolve("/dataset/" + visit.dataset().id() + "/join/paid?version=" + visit.seq());
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

  private static JsonObject refusal(String code, String message) {
    return Json.object().put("error", code).put("message", message);
  }

  private static JsonObject described(JsonObject body, Entitlement entitlement) {
    return body.put("entitlement", entitlement.id())
        .put("from", entitlement.versions().from())
        .put("to", entitlement.versions().to());
  }
}
