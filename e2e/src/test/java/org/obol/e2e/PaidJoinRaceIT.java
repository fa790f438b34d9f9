package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.Devnet;
import org.obol.evm.AbiTypes;
import org.obol.evm.BlockTag;
import org.obol.evm.ChainTransaction;
import org.obol.evm.Eip3009Token;
import org.obol.evm.GasAccount;
import org.obol.evm.HexBytes;
import org.obol.evm.Receipt;
import org.obol.evm.TransactionRequest;
import org.obol.x402.exact.ExactPayload;
import org.obol.x402.facilitator.Facilitator;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.Supported;
import org.obol.x402.wire.VerifyResponse;

/** Invariant 2: many at once, copied payments, and others who are faster. */
class PaidJoinRaceIT extends PaidJoinFixture {

  private static final int MANY = 50;

  @Test
  void settlesOnceAndGivesOneTokenForOneAuthorizationSentFiftyTimesAtOnce() throws Exception {
    Front front = start();
    Bid bid = Bid.unaware(front, Market.A, 1, chain.wallet());
    List<Front.Answer> answers =
        atOnce(LongStream.range(0, MANY).mapToObj(i -> call(() -> bid.present(front))).toList());
    List<Front.Answer> served = answers.stream().filter(a -> a.token().isPresent()).toList();
    assertThat(served).hasSize(1);
    requireBought(front, bid, served.getFirst());
    assertThat(answers.stream().filter(a -> a.token().isEmpty()))
        .hasSize(MANY - 1)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isIn(409, 503);
              assertThat(answer.header(PaymentHeaders.PAYMENT_REQUIRED)).isEmpty();
              assertThat(answer.error()).isIn("already_entitled", Reasons.SETTLEMENT_PENDING);
            });
    assertThat(market.entitlements(Market.A, payer(bid))).hasSize(1);
    assertThat(market.payments()).hasSize(1);
  }

  @Test
  void settlesFiftyBuyersAtOnceWithConsecutiveTransactions() throws Exception {
    Front front = start();
    List<Bid> bids = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      bids.add(Bid.unaware(front, Market.A, 1, chain.wallet()));
    }
    long first = transactionsOfGasAccount();
    List<Front.Answer> answers =
        atOnce(bids.stream().map(bid -> call(() -> bid.present(front))).toList());
    List<Long> nonces = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      requireBought(front, bids.get(i), answers.get(i));
      nonces.add(transaction(answers.get(i)).nonce());
    }
    assertThat(nonces)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(first, first + MANY).boxed().toList());
    assertThat(transactionsOfGasAccount()).isEqualTo(first + MANY);
    assertThat(chain.balance(market.payee())).isEqualTo(MANY * Market.PRICE);
  }

  @Test
  void givesNothingToWhoReadsTheAuthorizationFromTheChain() {
    Front front = start();
    for (Bid bid :
        List.of(
            Bid.unaware(front, Market.A, 1, chain.wallet()),
            Bid.claiming(front, Market.A, 1, chain.wallet()))) {
      Front.Answer bought = bid.present(front);
      requireBought(front, bid, bought);
      Bid copied = fromChain(transaction(bought), bid.payment());
      assertThat(copied.signed()).isEqualTo(bid.signed());
      Bid withOwnClaim =
          new Bid(
              bid.path(),
              copied.payment(),
              Bid.claiming(front, Market.A, 1, PrivateKey.generate()).claim());
      for (Bid stranger : List.of(copied, withOwnClaim)) {
        Front.Answer answer = stranger.present(front);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.error()).isEqualTo("already_entitled");
        assertThat(answer.token()).isEmpty();
      }
      requirePaidOnce(bid);
    }
  }

  @Test
  void countsAPaymentThatAStrangerBroadcastBetweenVerifyAndSettle() {
    Front front =
        market.start(
            till().settling(facilitator -> new BeforeSettling(facilitator, this::broadcast)));
    for (Bid bid :
        List.of(
            Bid.unaware(front, Market.A, 1, chain.wallet()),
            Bid.claiming(front, Market.A, 1, chain.wallet()))) {
      Front.Answer bought = bid.present(front);
      requireBought(front, bid, bought);
      assertThat(transaction(bought).from()).isEqualTo(PayChain.STRANGER.address());
    }
  }

  @Test
  void refusesAnAuthorizationThatWasUsedBeforeItWasPresented() {
    Front front = start();
    PrivateKey wallet = chain.wallet();
    Bid bid = Bid.unaware(front, Market.A, 1, wallet);
    broadcast(bid.payment());
    Front.Answer answer = bid.present(front);
    assertThat(answer.status()).isEqualTo(402);
    assertThat(answer.reason()).isEqualTo(Reasons.NONCE_ALREADY_USED);
    assertThat(market.payments()).isEmpty();
    assertThat(market.entitlements(Market.A, wallet.address())).isEmpty();
  }

  /** Somebody is faster, once for each payment. */
  private record BeforeSettling(Facilitator real, java.util.function.Consumer<PaymentPayload> act)
      implements Facilitator {

    @Override
    public VerifyResponse verify(PaymentPayload payment, PaymentRequirements requirements) {
      return real.verify(payment, requirements);
    }

    @Override
    public SettleResponse settle(PaymentPayload payment, PaymentRequirements requirements) {
      act.accept(payment);
      return real.settle(payment, requirements);
    }

    @Override
    public Supported supported() {
      return real.supported();
    }
  }

  private void broadcast(PaymentPayload payment) {
    ExactPayload signed = ExactPayload.parse(payment.payload());
    try (GasAccount stranger = chain.devnet().gasAccount(PayChain.STRANGER)) {
      Receipt receipt =
          stranger.execute(
              TransactionRequest.call(
                  Devnet.TOKEN,
                  Eip3009Token.transferCall(
                      signed.authorization().transfer(), signed.signature().bytes())));
      assertThat(receipt.succeeded()).isTrue();
    }
  }

  /** What anybody can put together again from the input of the transaction. */
  private static Bid fromChain(ChainTransaction transaction, PaymentPayload form) {
    List<Object> values =
        AbiTypes.of("(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)")
            .decode(transaction.input().from(4));
    Json.Obj authorization =
        Json.object()
            .put("from", values.get(0).toString())
            .put("to", values.get(1).toString())
            .put("value", values.get(2).toString())
            .put("validAfter", values.get(3).toString())
            .put("validBefore", values.get(4).toString())
            .put("nonce", values.get(5).toString())
            .build();
    byte[] v = {Byte.parseByte(values.get(6).toString())};
    String signature =
        ((HexBytes) values.get(7)).then((HexBytes) values.get(8)).then(HexBytes.of(v)).hex();
    Json.Obj payload =
        Json.object().put("authorization", authorization).put("signature", signature).build();
    return new Bid(
        Front.join(Market.A, 1),
        new PaymentPayload(
            Json.object()
                .put("x402Version", 2)
                .put("accepted", form.accepted().json())
                .put("payload", payload)
                .build()),
        Optional.empty());
  }

  private ChainTransaction transaction(Front.Answer answer) {
    String hash = answer.decoded(PaymentHeaders.PAYMENT_RESPONSE).requireText("transaction");
    return chain.client().transaction(Bytes32.parse(hash)).orElseThrow();
  }

  private long transactionsOfGasAccount() {
    return chain.client().transactionCount(PayChain.GAS.address(), BlockTag.Named.LATEST);
  }

  private static Address payer(Bid bid) {
    return bid.signed().authorization().from();
  }

  private static Callable<Front.Answer> call(Callable<Front.Answer> call) {
    return call;
  }

  /** Runs all of them, from the same moment on. */
  private static List<Front.Answer> atOnce(List<Callable<Front.Answer>> calls) throws Exception {
    var start = new CyclicBarrier(calls.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Front.Answer>> running = new ArrayList<>();
      for (Callable<Front.Answer> call : calls) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      List<Front.Answer> answers = new ArrayList<>();
      for (Future<Front.Answer> one : running) {
        answers.add(one.get());
      }
      return answers;
    }
  }
}
