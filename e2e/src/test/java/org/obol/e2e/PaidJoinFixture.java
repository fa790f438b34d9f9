package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.DatasetId;

/** One chain for the class, one market for each test. */
abstract class PaidJoinFixture {

  /** By class, as several run at a time. */
  private static final Map<Class<?>, PayChain> CHAINS = new ConcurrentHashMap<>();

  final PayChain chain = chainOf(getClass());

  @TempDir Path folder;
  Market market;

  /** The chain of a class, which starts with whoever asks first. */
  static PayChain chainOf(Class<?> test) {
    return CHAINS.computeIfAbsent(test, any -> PayChain.start());
  }

  @AfterAll
  static void stopChain(TestInfo test) {
    stopChain(test.getTestClass().orElseThrow());
  }

  static void stopChain(Class<?> test) {
    Optional.ofNullable(CHAINS.remove(test)).ifPresent(PayChain::close);
  }

  @BeforeEach
  void openMarket() {
    market = Market.open(folder);
  }

  @AfterEach
  void closeMarket() throws Exception {
    market.close();
  }

  /** What an ordinary node has. */
  TestTill till() {
    return TestTill.of(chain.client().rpc());
  }

  Front start() {
    return market.start(till());
  }

  /** The money has moved once, and the token opens what was bought. */
  void requireBought(Front front, Bid bid, Front.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    requireOpens(front, Market.A, 1, "first", answer.token().orElseThrow());
    requirePaidOnce(bid);
  }

  /** The payer of {@code bid} has paid once, and the market was paid for nothing else by them. */
  void requirePaidOnce(Bid bid) {
    assertThat(chain.transfers(bid.signed().authorization().from(), market.payee())).isEqualTo(1);
  }

  static void requireOpens(Front front, DatasetId id, long version, String row, String token) {
    Front.Answer file = front.download(id, version, token);
    assertThat(file.status()).as(file.toString()).isEqualTo(200);
    assertThat(file.text()).isEqualTo(Market.row(row));
  }

  /** Nothing was charged and nothing written down. */
  void requireNothingHappened(PrivateKey wallet) {
    assertThat(chain.transfers(wallet.address(), market.payee())).isZero();
    assertThat(market.payments()).isEmpty();
    assertThat(market.entitlements(Market.A, wallet.address())).isEmpty();
  }
}
