package org.obol.node;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.obol.evm.ChainId;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.ledger.Dataset;
import org.obol.ledger.Ledger;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.StoredVersion;
import org.obol.node.sale.Counter;
import org.obol.node.sale.SignInTickets;
import org.obol.x402.wire.IncomingPayment;
import org.obol.x402.wire.NetworkNames;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayloadV1;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/**
 * {@code /dataset/{id}/join/paid?version=N}: a payment against a token (protocol section 7). A
 * request without a payment is shown the offer; one with a payment is answered when it is settled,
 * and with a token only when it proves to be its presenter.
 */
final class PaidJoin {

  private static final int ATTEMPTS = 300;
  private static final Reason UNPAID = Reason.of("PAYMENT-SIGNATURE header is required");

  private final Ledger ledger;
  private final Counter counter;
  private final PublicUrl url;
  private final JoinReplies replies;
  private final PayingJoin paying;
  private final WalletJoin wallets;
  private final Budgets attempts;
  private final Budgets unknownAttempts;

  PaidJoin(Ledger ledger, Counter counter, PublicUrl url, InstantSource clock) {
    this.ledger = ledger;
    this.counter = counter;
    this.url = url;
    var invitation =
        new SignInInvitation(
            url, ChainId.parse(counter.network()), new SignInTickets(clock), clock);
    this.replies = new JoinReplies(counter, invitation);
    this.paying = new PayingJoin(counter, replies);
    this.wallets = new WalletJoin(counter, invitation, replies);
    this.attempts = new Budgets(ATTEMPTS, ATTEMPTS, clock);
    this.unknownAttempts = new Budgets(10 * ATTEMPTS, 10 * ATTEMPTS, clock);
  }

  /** Answers POST, and GET from those who look before they pay. */
  HttpReply answer(HttpRequest request, Dataset dataset, String source) {
    IncomingPayment incoming = IncomingPayment.read(request::header);
    Optional<String> signIn = request.header(PaymentHeaders.SIGN_IN_WITH_X);
    if (request.isHead()) {
      // Asking for the header of an answer must not cost anything.
      JoinVisit looking = visit(request, dataset, incoming);
      return unsellable(looking).orElseGet(() -> replies.challenge(looking, UNPAID, Headers.NONE));
    }
    boolean pays = incoming instanceof IncomingPayment.V2 || incoming instanceof IncomingPayment.V1;
    if (signIn.isPresent() || pays) {
      requireBudget(source);
    }
    JoinVisit visit = visit(request, dataset, incoming);
    return signIn
        .map(header -> wallets.answer(visit, header))
        .orElseGet(() -> unsellable(visit).orElseGet(() -> answer(visit, incoming)));
  }

  /** Checking a signature costs time, and that of a contract a question to the chain. */
  private void requireBudget(String source) {
    // Whose address cannot be told share one budget, so that it must be larger.
    Budgets budget = source.isEmpty() ? unknownAttempts : attempts;
    if (!budget.take(source)) {
      throw Refusal.tooMany("too many payments and sign-ins from this address", 60);
    }
  }

  private HttpReply answer(JoinVisit visit, IncomingPayment incoming) {
    return switch (incoming) {
      case IncomingPayment.None ignored -> replies.challenge(visit, UNPAID, Headers.NONE);
      case IncomingPayment.Malformed m -> replies.challenge(visit, m.reason(), Headers.NONE);
      case IncomingPayment.V2 v2 -> paying.answer(visit, v2.payload());
      case IncomingPayment.V1 v1 -> payingV1(visit, v1.payload());
    };
  }

  private HttpReply payingV1(JoinVisit visit, PaymentPayloadV1 payment) {
    PaymentRequirements offer = visit.offered().requirements();
    boolean fits =
        NetworkNames.caip2(payment.network()).filter(offer.network()::equals).isPresent();
    return fits
        ? paying.answer(visit, payment.toV2(offer))
        : replies.challenge(visit, Reason.of(Reasons.NO_MATCHING_REQUIREMENTS), Headers.NONE);
  }

  /** The owner's word on who may sell the dataset, where, and be paid for it. */
  HttpReply sellerRecord(Dataset dataset) {
    SaleTerms terms = counter.terms(dataset.id()).orElseThrow(JoinVisit::notSold);
    return HttpReply.json(200, counter.record(terms, URI.create(url.text())).toJson());
  }

  private JoinVisit visit(HttpRequest request, Dataset dataset, IncomingPayment incoming) {
    StoredVersion version = requested(request, dataset, incoming);
    String resource =
        url.resolve("/dataset/" + dataset.id() + "/join/paid?version=" + version.entry().seq());
    return new JoinVisit(
        request,
        dataset,
        version,
        resource,
        counter
            .terms(dataset.id())
            .filter(terms -> version.withdrawal().isEmpty())
            .map(terms -> new JoinVisit.Shown(terms, counter.offer(version, terms))));
  }

  private StoredVersion requested(HttpRequest request, Dataset dataset, IncomingPayment incoming) {
    // Who asked for the newest one pays for what was the newest then.
    Optional<Long> paid =
        incoming instanceof IncomingPayment.V2 v2
            ? counter.paidVersion(dataset.id(), v2.payload())
            : Optional.empty();
    return RequestedVersion.of(ledger.db(), dataset, request, paid);
  }

  /** A version that is withdrawn, or whose bytes are not there: a sign-in may open others. */
  private Optional<HttpReply> unsellable(JoinVisit visit) {
    StoredVersion version = visit.version();
    if (version.withdrawal().isPresent()) {
      return Optional.of(replies.withdrawn(visit));
    }
    if (version.files().isEmpty()) {
      throw new Refusal(404, "artifact_missing", "this node does not have the file");
    }
    version.files().forEach(file -> ledger.objects().open(file.sha256()));
    return Optional.empty();
  }
}
