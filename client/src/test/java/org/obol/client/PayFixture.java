package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.obol.client.pay.Approval;
import org.obol.client.pay.Books;
import org.obol.client.pay.Means;
import org.obol.client.pay.Outcome;
import org.obol.client.pay.Pause;
import org.obol.client.pay.PayJoin;
import org.obol.client.pay.PayRequest;
import org.obol.client.pay.Purchase;
import org.obol.client.pay.PurchaseState;
import org.obol.client.pay.PurchaseStore;
import org.obol.client.pay.Quote;
import org.obol.client.pay.TokenStore;
import org.obol.client.pins.LedgerPins;
import org.obol.client.transfer.TransferListener;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.ledger.Db;
import org.obol.x402.extension.SignIn;
import org.obol.x402.extension.SignInVerifier;
import org.obol.x402.token.KnownTokens;

/** A buyer with a wallet and a database, and a seller that a test scripts. */
abstract class PayFixture {

  static final PrivateKey WALLET = ScriptedSeller.key("22");
  static final byte[] DATA = Shop.lines(1, 20_000);

  @TempDir Path dir;
  ScriptedSeller seller;
  Db db;
  Books books;
  Instant now = ScriptedSeller.NOW;
  Pause pause = duration -> {};
  Optional<Address> owner = Optional.of(Shop.KEY.address());
  Optional<Address> payTo = Optional.empty();
  Optional<Address> payer = Optional.of(WALLET.address());
  BigDecimal maxPrice = new BigDecimal("5");
  Optional<Long> version = Optional.empty();
  boolean reference;
  boolean approves = true;
  final List<Quote> asked = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
    seller = new ScriptedSeller(Shop.with(DATA));
    db = LedgerPins.open(dir.resolve("buyer.db"));
    books = Books.of(db, new TokenStore(dir.resolve("purchases")));
  }

  @AfterEach
  void close() throws IOException {
    db.close();
    seller.close();
  }

  Outcome buy() {
    return buy(books);
  }

  Outcome.Member paid() {
    return (Outcome.Member) buy();
  }

  Outcome buy(Books remembered) {
    return join(remembered).run(request(), approval(), () -> WALLET);
  }

  PayJoin join(Books remembered) {
    return new PayJoin(
        remembered,
        new Means(
            () -> now,
            d -> pause.forAbout(d),
            Buyer.HASTE,
            Optional.empty(),
            new TransferListener() {
              @Override
              public void warning(String sentence) {
                warnings.add(sentence);
              }
            }));
  }

  PayRequest request() {
    return new PayRequest(
        seller.source(),
        Shop.ID,
        version,
        new Trust(owner, true, reference, false),
        payTo,
        payer,
        Optional.of(maxPrice),
        KnownTokens.USDC);
  }

  Approval approval() {
    return new Approval() {
      @Override
      public boolean pay(Quote quote) {
        asked.add(quote);
        return approves;
      }

      @Override
      public boolean resume(Purchase purchase) {
        return approves;
      }
    };
  }

  /** The books with another hand that writes the purchases. */
  Books writtenBy(PurchaseStore store) {
    return new Books(books.pins(), books.sellers(), store, books.tokens());
  }

  Purchase only() {
    List<Purchase> all = books.purchases().all();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  void assertState(PurchaseState state) {
    assertThat(only().state()).isEqualTo(state);
  }

  /** Refused before anything was signed, written or sent. */
  ObolException assertNothingPaid(ObolException.Exit exit, String words) {
    ObolException failure = fails(exit, words);
    assertThat(seller.paid()).isEmpty();
    assertThat(seller.claims()).isEmpty();
    assertThat(asked).isEmpty();
    assertThat(books.purchases().all()).isEmpty();
    return failure;
  }

  ObolException fails(ObolException.Exit exit, String words) {
    ObolException failure = catchThrowableOfType(ObolException.class, this::buy);
    assertThat(failure).isNotNull().hasMessageContaining(words);
    assertThat(failure.exit()).isEqualTo(exit);
    return failure;
  }

  /** An invitation to sign in at that domain. */
  Json.Obj invitation(String domain) {
    var signIn =
        new SignIn(
            domain,
            Optional.empty(),
            seller.server.url() + "/dataset/pi-sessions/join/paid?version=1",
            "abcdef0123456789",
            now.toString(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return SignInVerifier.declare(signIn, List.of());
  }
}
