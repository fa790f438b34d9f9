package org.obol.client.pay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.obol.client.BuyDataset;
import org.obol.client.BuyRequest;
import org.obol.client.VerifiedVersion;
import org.obol.client.source.MemberToken;
import org.obol.client.source.Source;
import org.obol.client.source.Wire;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.VerificationException;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;
import org.obol.x402.wire.PaymentRequired;

/**
 * Buys the right to a version: verify log and manifest, use a token that is here, else go on with a
 * payment that was begun, else look at what the seller asks for, check it, have it approved, sign
 * it, write it down, send it until it is settled, and keep token and receipt.
 */
public final class PayJoin {

  private final Books books;
  private final Means means;

  /** A buyer with a memory. */
  public PayJoin(Books books, Means means) {
    this.books = books;
    this.means = means;
  }

  /**
   * Runs the whole flow. Whatever ends it, the next run goes on where it ended and never signs a
   * second payment while the first may still be taken.
   *
   * @param wallet opened only after the approval
   * @throws VerificationException when log, owner, payee, offer or receipt are not what they must
   *     be
   * @throws org.obol.client.source.RefusedException when the seller refused the payment, or its
   *     answer says nothing clear
   * @throws ObolException (refused) over the price cap, or when the payment that was begun is not
   *     as the request wants it; (network) when the seller did not answer
   */
  public Outcome run(PayRequest request, Approval approval, Supplier<PrivateKey> wallet) {
    try (Wire wire = means.wire(request.trust().insecure())) {
      Source source = request.source();
      wire.requirePrivate(source.origin(), true);
      var api = new JoinApi(wire, source, request.dataset(), means);
      var pins = new DeferredPins(books.pins());
      VerifiedVersion version = verify(request, pins);
      LogOrigin origin = origin(version);
      Optional<Outcome> kept = kept(wire, source, version);
      if (kept.isPresent()) {
        return kept.get();
      }
      Optional<Purchase> begun = begun(version);
      if (begun.isPresent()) {
        new BegunCheck(request, begun.get()).require();
        if (!approval.resume(begun.get())) {
          return new Outcome.NotResumed(version, begun.get());
        }
        requireSeller(request, api, begun.get());
        return settling(api, wallet)
            .run(begun.get(), Outcome.How.RESUMED)
            .opening(version.entry().seq());
      }
      Quote quote = quote(request, api, version);
      if (!approval.pay(quote)) {
        return new Outcome.NotPaid(quote);
      }
      pins.commit();
      books
          .sellers()
          .know(source.origin(), request.dataset(), origin.owner(), means.clock().instant());
      Purchase purchase = PaymentDraft.of(quote).sign(wallet.get(), means.clock());
      books.purchases().plan(purchase);
      return settling(api, wallet).run(purchase, Outcome.How.PAID);
    }
  }

  /**
   * Sends a payment again to where it was first sent; asks for nothing else.
   *
   * @throws ObolException as {@link #run} does
   */
  public Outcome.Member resume(Purchase purchase, boolean insecure, Supplier<PrivateKey> wallet) {
    try (Wire wire = means.wire(insecure)) {
      var source = new Source(purchase.goods().server(), Optional.empty());
      LogOrigin origin = purchase.goods().origin();
      var api = new JoinApi(wire, source, origin.dataset(), means);
      return settling(api, wallet).run(purchase, Outcome.How.RESUMED);
    }
  }

  private VerifiedVersion verify(PayRequest request, DeferredPins pins) {
    BuyRequest looking =
        BuyRequest.of(request.source(), request.dataset()).of(request.version(), request.trust());
    return new BuyDataset(pins, means.listener(), means.proxy()).inspect(looking);
  }

  private static LogOrigin origin(VerifiedVersion version) {
    return new LogOrigin(version.pinned().owner(), version.dataset());
  }

  private Optional<Outcome> kept(Wire wire, Source source, VerifiedVersion version) {
    var tokens = new KeptToken(wire, source, version);
    for (Purchase paid : settled(version)) {
      if (!paid.goods().server().equals(source.base())) {
        // Whoever copied the log would be shown what opens the seller's files.
        continue;
      }
      Optional<MemberToken> token = books.tokens().find(paid);
      if (token.filter(tokens::opens).isPresent()) {
        return Optional.of(
            new Outcome.Member(
                version.entry().seq(), token.get(), Outcome.How.KEPT, Optional.of(paid)));
      }
    }
    return books
        .tokens()
        .find(source, version.dataset())
        .filter(tokens::opens)
        .map(
            token ->
                new Outcome.Member(
                    version.entry().seq(), token, Outcome.How.KEPT, Optional.empty()));
  }

  /** A payment that was settled, whose token is lost, or one that may still be taken. */
  private Optional<Purchase> begun(VerifiedVersion version) {
    return settled(version).stream()
        .findFirst()
        .or(
            () ->
                books
                    .purchases()
                    .open(origin(version), version.entry().seq(), means.clock().instant()));
  }

  private List<Purchase> settled(VerifiedVersion version) {
    return books.purchases().settledFor(origin(version), version.entry().seq());
  }

  /** A claim and a payment go only to where they went, or to where the owner says it sells now. */
  private void requireSeller(PayRequest request, JoinApi api, Purchase purchase) {
    if (!purchase.goods().server().equals(request.source().base())) {
      requireRecord(check(request, api, purchase.goods().origin()));
    }
  }

  private static void requireRecord(SellerCheck check) {
    if (check.record().isEmpty()) {
      throw new VerificationException(
          "seller_record",
          "a payment was begun at another server, and this one is not the owner's");
    }
  }

  private SellerCheck check(PayRequest request, JoinApi api, LogOrigin origin) {
    Optional<Signed<SellerRecord>> seller = api.seller();
    var check =
        new SellerCheck(
            request, origin, seller, books.sellers().serial(origin), means.clock().instant());
    books.sellers().keepSerial(origin, check.serialToKeep());
    return check;
  }

  private Quote quote(PayRequest request, JoinApi api, VerifiedVersion version) {
    LogOrigin origin = origin(version);
    long seq = version.entry().seq();
    SellerCheck check = check(request, api, origin);
    PaymentRequired challenge = api.challenge(seq);
    PayableTerms terms = PayableTerms.choose(challenge, request.tokens());
    Cost cost = terms.cost();
    requireWithin(request, cost);
    var ground = check.payee(cost);
    Optional<Signed<SellerRecord>> seller = check.record();
    Optional<Signed<Offer>> offer = check.offer(terms.requirement(), version, cost);
    VersionRange grants =
        offer.map(o -> o.document().grants()).orElseGet(() -> VersionRange.upTo(seq));
    return new Quote(
        version,
        new Goods(request.source().base(), origin, seq, version.entry().manifestHash(), grants),
        cost,
        challenge,
        terms.requirement(),
        new Evidence(offer, seller),
        ground,
        owner(request, origin.owner()),
        earlier(origin, seq));
  }

  private static void requireWithin(PayRequest request, Cost cost) {
    request
        .maxPrice()
        .filter(cap -> cost.price().compareTo(cap) > 0)
        .ifPresent(
            cap -> {
              throw new ObolException(
                  ObolException.Exit.REFUSED,
                  "the seller asks for "
                      + cost
                      + ", which is more than --max-price "
                      + cap.toPlainString()
                      + ": nothing was signed");
            });
  }

  private Quote.Owner owner(PayRequest request, Address owner) {
    Optional<Instant> since =
        books.sellers().since(request.source().origin(), request.dataset(), owner);
    return new Quote.Owner(owner, request.trust().owner().isPresent(), since);
  }

  private List<Purchase> earlier(LogOrigin origin, long seq) {
    return books.purchases().all().stream()
        .filter(p -> p.goods().origin().equals(origin) && p.goods().seq() == seq)
        .filter(p -> p.state() == PurchaseState.REFUSED)
        .toList();
  }

  private Settling settling(JoinApi api, Supplier<PrivateKey> wallet) {
    return new Settling(api, books, new ReceiptCheck(api::seller, means.clock()), wallet);
  }
}
