package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.obol.crypto.PrivateKey;
import org.obol.x402.facilitator.HttpFacilitator;
import org.obol.x402.facilitator.HttpFacilitatorConfig;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.Reasons;

/** Chain or facilitator is away: nothing is charged, or nothing is charged twice. */
class PaidJoinOutageIT extends PaidJoinFixture {

  @Test
  void chargesNothingWhileTheChainCannotBeAsked() {
    var rpc = new BrokenRpc(chain.client().rpc(), BrokenRpc.Cut.EVERYTHING);
    Front front = market.start(TestTill.of(rpc));
    PrivateKey wallet = chain.wallet();
    Bid bid = Bid.unaware(front, Market.A, 1, wallet);
    requireUnavailable(bid.present(front));
    requireNothingHappened(wallet);
    rpc.cut(BrokenRpc.Cut.NOTHING);
    requireBought(front, bid, bid.present(front));
  }

  @Test
  void chargesNothingWhileTheFacilitatorCannotBeAsked() throws IOException {
    URI nobody = URI.create("http://127.0.0.1:" + closedPort());
    Front front = market.start(till().settling(real -> at(nobody)));
    PrivateKey wallet = chain.wallet();
    Bid bid = Bid.unaware(front, Market.A, 1, wallet);
    for (int i = 0; i < 2; i++) {
      requireUnavailable(bid.present(front));
      assertThat(chain.transfers(wallet.address(), market.payee())).isZero();
      assertThat(market.entitlements(Market.A, wallet.address())).isEmpty();
    }
    Front healed = market.start(till());
    requireBought(healed, bid, Patience.served(() -> bid.present(healed)));
  }

  @Test
  void saysPendingWhenTheBroadcastWasNotAnsweredAndServesThePayerLater() {
    for (BrokenRpc.Cut cut : new BrokenRpc.Cut[] {BrokenRpc.Cut.UNSENT, BrokenRpc.Cut.UNANSWERED}) {
      var rpc = new BrokenRpc(chain.client().rpc(), cut);
      Front front = market.start(TestTill.of(rpc));
      Bid bid = Bid.claiming(front, Market.A, 1, chain.wallet());
      Front.Answer answer = bid.present(front);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
      assertThat(answer.error()).isEqualTo(Reasons.SETTLEMENT_PENDING);
      assertThat(answer.header("Retry-After")).isPresent();
      assertThat(answer.header(PaymentHeaders.PAYMENT_REQUIRED)).isEmpty();
      assertThat(answer.decoded(PaymentHeaders.PAYMENT_RESPONSE).text("errorReason"))
          .contains(Reasons.SETTLEMENT_PENDING);
      rpc.cut(BrokenRpc.Cut.NOTHING);
      requireBought(front, bid, Patience.served(() -> bid.present(front)));
    }
  }

  private static void requireUnavailable(Front.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.error()).isEqualTo("payments_unavailable");
    assertThat(answer.header("Retry-After")).isPresent();
    assertThat(answer.header(PaymentHeaders.PAYMENT_REQUIRED)).isEmpty();
    assertThat(answer.text()).doesNotContain("127.0.0.1");
  }

  private static HttpFacilitator at(URI url) {
    return new HttpFacilitator(
        HttpFacilitatorConfig.of(url).within(Duration.ofSeconds(2), Duration.ofSeconds(2)));
  }

  private static int closedPort() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int port = server.getAddress().getPort();
    server.stop(0);
    return port;
  }
}
