package org.obol.x402.facilitator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.devnet.Devnet;
import org.obol.devnet.TestAccounts;
import org.obol.evm.BlockTag;
import org.obol.evm.Eip3009Token;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.evm.HexBytes;
import org.obol.evm.Rpc;
import org.obol.evm.RpcUnavailableException;
import org.obol.evm.TransactionRequest;
import org.obol.x402.Chain;
import org.obol.x402.exact.Authorization;
import org.obol.x402.exact.ExactPayload;
import org.obol.x402.exact.ExactPayment;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.exact.PaymentSignature;
import org.obol.x402.wire.AtomicAmount;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.ResourceInfo;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.SettleResponse.Outcome;
import org.obol.x402.wire.Supported;
import org.obol.x402.wire.VerifyResponse;

/** What every facilitator does, on a real chain. */
abstract class FacilitatorContractTest {

  private static Devnet devnet;

  private String snapshot = "";
  private GasAccount account;
  private FaultyRpc rpc;
  private Facilitator facilitator;

  /** The facilitator under test, in front of that one or that one itself. */
  abstract Facilitator open(Facilitator embedded) throws Exception;

  abstract void close();

  @BeforeAll
  static void startChain() {
    devnet = Chain.start();
  }

  @AfterAll
  static void stopChain() {
    devnet.close();
  }

  @BeforeEach
  void start() throws Exception {
    snapshot = devnet.controls().snapshot();
    rpc = new FaultyRpc(devnet.client().rpc());
    var client = new EvmClient(rpc);
    account =
        new GasAccount(
            client,
            Chain.ID,
            Chain.FACILITATOR,
            GasAccountConfig.standard()
                .pollingEvery(Duration.ofMillis(10))
                .givingUpAfter(Duration.ofSeconds(2)));
    facilitator = open(new EmbeddedFacilitator(Chain.ID, client, account, Instant::now));
  }

  @AfterEach
  void stop() {
    close();
    account.close();
    devnet.controls().setAutomine(true);
    devnet.controls().revert(snapshot);
  }

  @Test
  void it_says_what_it_settles() {
    Supported supported = facilitator.supported();
    assertThat(supported.kind(2, "exact", "eip155:84532")).isPresent();
    assertThat(supported.kind(1, "exact", "base-sepolia")).isPresent();
    assertThat(supported.signers().get("eip155:*"))
        .containsExactly(Chain.FACILITATOR.address().checksummed());
  }

  @Test
  void a_good_payment_is_valid_and_settles_once() {
    PaymentPayload payment = pay(Chain.offer(10_000));
    assertThat(facilitator.verify(payment, payment.accepted()))
        .isEqualTo(new VerifyResponse.Valid(payer()));
    assertThat(received()).isZero();

    SettleResponse settled = facilitator.settle(payment, payment.accepted());
    assertThat(settled.outcome()).isInstanceOf(Outcome.Settled.class);
    assertThat(settled.payer()).isEqualTo(payer());
    assertThat(settled.network()).isEqualTo("eip155:84532");
    assertThat(received()).isEqualTo(10_000);
    String hash = ((Outcome.Settled) settled.outcome()).transaction();
    assertThat(devnet.client().receipt(Bytes32.parse(hash)).orElseThrow().succeeded()).isTrue();

    assertThat(invalid(payment, payment.accepted())).isEqualTo(Reasons.NONCE_ALREADY_USED);
    assertThat(failure(payment)).isEqualTo(Reasons.NONCE_ALREADY_USED);
    assertThat(received()).isEqualTo(10_000);
  }

  @Test
  void the_same_payment_sent_many_times_at_once_moves_money_once() throws Exception {
    PaymentPayload payment = pay(Chain.offer(10_000));
    long before = transactions();
    List<SettleResponse> responses =
        atOnce(8, () -> facilitator.settle(payment, payment.accepted()));
    List<String> hashes =
        responses.stream()
            .map(SettleResponse::outcome)
            .filter(Outcome.Settled.class::isInstance)
            .map(outcome -> ((Outcome.Settled) outcome).transaction())
            .toList();
    assertThat(hashes).isNotEmpty();
    assertThat(hashes.stream().distinct()).hasSize(1);
    // Who came too late was told so.
    responses.stream()
        .map(SettleResponse::outcome)
        .filter(Outcome.Failed.class::isInstance)
        .forEach(
            outcome ->
                assertThat(((Outcome.Failed) outcome).reason().code())
                    .isEqualTo(Reasons.NONCE_ALREADY_USED));
    assertThat(received()).isEqualTo(10_000);
    assertThat(transactions() - before).isEqualTo(1);
  }

  @Test
  void many_payments_settle_side_by_side() throws Exception {
    List<SettleResponse> responses =
        atOnce(
            8,
            () -> {
              PaymentPayload payment = pay(Chain.offer(1));
              return facilitator.settle(payment, payment.accepted());
            });
    assertThat(responses).allMatch(r -> r.outcome() instanceof Outcome.Settled);
    assertThat(received()).isEqualTo(8);
  }

  @Test
  void a_payer_without_money_is_told_so() {
    PaymentPayload payment = signer(PrivateKey.generate()).pay(Chain.offer(1), none(), empty());
    assertThat(invalid(payment, payment.accepted())).isEqualTo(Reasons.INSUFFICIENT_BALANCE);
    assertThat(failure(payment)).isEqualTo(Reasons.INSUFFICIENT_BALANCE);
  }

  @Test
  void the_cause_is_found_without_multicall_as_well() {
    devnet.controls().setCode(Devnet.MULTICALL, HexBytes.EMPTY);
    PaymentPayload payment = signer(PrivateKey.generate()).pay(Chain.offer(1), none(), empty());
    assertThat(invalid(payment, payment.accepted())).isEqualTo(Reasons.INSUFFICIENT_BALANCE);
    PaymentPayload paid = pay(Chain.offer(1));
    facilitator.settle(paid, paid.accepted());
    assertThat(invalid(paid, paid.accepted())).isEqualTo(Reasons.NONCE_ALREADY_USED);
  }

  @Test
  void a_wrong_name_or_version_of_the_token_is_found() {
    // Signed for the right domain is what nobody does with the wrong name: it fails at once.
    PaymentRequirements renamed =
        Chain.with(
            Chain.offer(1),
            "extra",
            Json.object().put("name", "USD Coin").put("version", "2").build());
    // With a signature that is good for the name that is told, only the token can tell.
    assertThat(invalid(pay(renamed), renamed)).isEqualTo(Reasons.TOKEN_NAME_MISMATCH);
    PaymentRequirements older =
        Chain.with(
            Chain.offer(1), "extra", Json.object().put("name", "USDC").put("version", "1").build());
    assertThat(invalid(pay(older), older)).isEqualTo(Reasons.TOKEN_VERSION_MISMATCH);
    assertThat(invalid(pay(Chain.offer(1)), renamed)).isEqualTo(Reasons.INVALID_SIGNATURE);
  }

  @Test
  void an_asset_that_is_no_token_is_found() {
    PaymentRequirements nobody =
        Chain.with(Chain.offer(1), "asset", Json.of("0x" + "12".repeat(20)));
    assertThat(invalid(pay(nobody), nobody)).isEqualTo(Reasons.ASSET_NOT_DEPLOYED);
    PaymentRequirements other =
        Chain.with(Chain.offer(1), "asset", Json.of(Devnet.MULTICALL.hex()));
    assertThat(invalid(pay(other), other)).isEqualTo(Reasons.NOT_SUPPORTED);
  }

  @Test
  void what_is_not_settled_here_is_refused() {
    PaymentPayload payment = pay(Chain.offer(1));
    assertThat(invalid(payment, Chain.with(Chain.offer(1), "network", Json.of("eip155:1"))))
        .isEqualTo(Reasons.INVALID_NETWORK);
    assertThat(invalid(payment, Chain.with(Chain.offer(1), "scheme", Json.of("upto"))))
        .isEqualTo(Reasons.UNSUPPORTED_SCHEME);
    assertThat(invalid(payment, Chain.offer(2))).isEqualTo(Reasons.VALUE_MISMATCH);
    assertThat(failure(payment, Chain.offer(2))).isEqualTo(Reasons.VALUE_MISMATCH);
  }

  @Test
  void a_contract_wallet_pays_with_its_owners_signature() {
    Address wallet = devnet.deployWallet(Chain.BUYER.address());
    devnet.mint(wallet, BigInteger.TEN);
    for (int extraBytes : new int[] {0, 3}) {
      PaymentPayload payment = byWallet(wallet, Chain.BUYER, extraBytes);
      assertThat(facilitator.verify(payment, payment.accepted()))
          .isEqualTo(new VerifyResponse.Valid(Optional.of(wallet.checksummed())));
      assertThat(facilitator.settle(payment, payment.accepted()).outcome())
          .isInstanceOf(Outcome.Settled.class);
    }
    PaymentPayload forged = byWallet(wallet, TestAccounts.key(4), 0);
    assertThat(invalid(forged, forged.accepted())).isEqualTo(Reasons.INVALID_SIGNATURE);
    assertThat(failure(forged)).isEqualTo(Reasons.INVALID_SIGNATURE);
    assertThat(received()).isEqualTo(2);
  }

  @Test
  void a_lost_answer_of_the_chain_is_pending_until_it_is_known() {
    PaymentPayload payment = pay(Chain.offer(10_000));
    devnet.controls().setAutomine(false);
    SettleResponse pending = facilitator.settle(payment, payment.accepted());
    assertThat(pending.outcome())
        .isInstanceOfSatisfying(
            Outcome.Pending.class, p -> assertThat(p.transaction()).isPresent());
    devnet.controls().mine(1);
    devnet.controls().setAutomine(true);
    SettleResponse settled = facilitator.settle(payment, payment.accepted());
    assertThat(settled.outcome())
        .isEqualTo(
            new Outcome.Settled(((Outcome.Pending) pending.outcome()).transaction().orElseThrow()));
    assertThat(received()).isEqualTo(10_000);
    assertThat(failure(payment)).isEqualTo(Reasons.NONCE_ALREADY_USED);
  }

  @Test
  void a_broadcast_whose_answer_is_lost_is_never_a_failure() {
    PaymentPayload payment = pay(Chain.offer(10_000));
    rpc.loseAnswersTo("eth_sendRawTransaction", "eth_getTransactionByHash");
    assertThat(facilitator.settle(payment, payment.accepted()).outcome())
        .isInstanceOf(Outcome.Pending.class);
    rpc.heal();
    assertThat(facilitator.settle(payment, payment.accepted()).outcome())
        .isInstanceOf(Outcome.Settled.class);
    assertThat(received()).isEqualTo(10_000);
  }

  @Test
  void a_chain_that_cannot_be_asked_costs_nothing() {
    PaymentPayload payment = pay(Chain.offer(10_000));
    rpc.loseAnswersTo("eth_call", "eth_getCode", "eth_getBlockByNumber");
    assertThat(catchUnavailable(() -> facilitator.verify(payment, payment.accepted())))
        .doesNotContain("127.0.0.1:" + devnet.uri().getPort());
    assertThat(failure(payment)).isEqualTo(Reasons.TRANSACTION_FAILED);
    rpc.heal();
    assertThat(facilitator.settle(payment, payment.accepted()).outcome())
        .isInstanceOf(Outcome.Settled.class);
  }

  @Test
  void somebody_who_is_faster_with_the_same_authorization_settles_it() {
    PaymentPayload payment = pay(Chain.offer(10_000));
    // Between our look and our transaction.
    rpc.before("eth_estimateGas", () -> sendElsewhere(payment));
    SettleResponse response = facilitator.settle(payment, payment.accepted());
    assertThat(response.outcome())
        .isInstanceOfSatisfying(
            Outcome.Settled.class,
            settled -> {
              Bytes32 hash = Bytes32.parse(settled.transaction());
              assertThat(devnet.client().receipt(hash).orElseThrow().succeeded()).isTrue();
            });
    assertThat(received()).isEqualTo(10_000);
  }

  @Test
  void a_nonce_that_was_burnt_on_something_else_is_no_settlement() {
    var nonce =
        ExactPayment.read(pay(Chain.offer(1)), Chain.offer(1))
            .orElseThrow()
            .authorization()
            .nonce();
    var signer = new ExactSigner(Chain.BUYER, Instant::now, () -> nonce);
    PaymentPayload payment = signer.pay(Chain.offer(10_000), none(), empty());
    PaymentPayload other = signer.pay(Chain.offer(9_999), none(), empty());
    rpc.before("eth_estimateGas", () -> sendElsewhere(other));
    assertThat(failure(payment)).isEqualTo(Reasons.NONCE_ALREADY_USED);
    assertThat(received()).isEqualTo(9_999);
  }

  private PaymentPayload pay(PaymentRequirements offer) {
    return signer(Chain.BUYER).pay(offer, none(), empty());
  }

  private static ExactSigner signer(PrivateKey key) {
    return new ExactSigner(key);
  }

  private PaymentPayload byWallet(Address wallet, PrivateKey owner, int extraBytes) {
    PaymentPayload template = pay(Chain.offer(1));
    ExactPayment read = ExactPayment.read(template, template.accepted()).orElseThrow();
    var authorization =
        new Authorization(
            wallet,
            Chain.SELLER,
            AtomicAmount.of(1),
            BigInteger.ZERO,
            read.authorization().validBefore(),
            read.authorization().nonce());
    byte[] digest = authorization.digest(Chain.DOLLAR.domain()).bytes();
    HexBytes signature =
        PaymentSignature.of(Secp256k1.sign(digest, owner))
            .bytes()
            .then(HexBytes.of(new byte[extraBytes]));
    var payload = new ExactPayload(authorization, new PaymentSignature(signature));
    return new PaymentPayload(
        Json.object()
            .put("x402Version", 2)
            .put("payload", payload.json())
            .put("accepted", template.accepted().json())
            .build());
  }

  private void sendElsewhere(PaymentPayload payment) {
    ExactPayment read = ExactPayment.read(payment, payment.accepted()).orElseThrow();
    try (GasAccount other = devnet.gasAccount(TestAccounts.key(5))) {
      other.execute(
          TransactionRequest.call(
              Devnet.TOKEN,
              Eip3009Token.transferCall(
                  read.authorization().transfer(), read.signature().bytes())));
    }
  }

  private String invalid(PaymentPayload payment, PaymentRequirements requirements) {
    var invalid = (VerifyResponse.Invalid) facilitator.verify(payment, requirements);
    return invalid.reason().code();
  }

  private String failure(PaymentPayload payment) {
    return failure(payment, payment.accepted());
  }

  private String failure(PaymentPayload payment, PaymentRequirements requirements) {
    SettleResponse response = facilitator.settle(payment, requirements);
    return ((Outcome.Failed) response.outcome()).reason().code();
  }

  private static String catchUnavailable(Runnable action) {
    try {
      action.run();
    } catch (FacilitatorUnavailableException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("it answered");
  }

  private static <T> List<T> atOnce(int times, Callable<T> action) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        running.add(threads.submit(action));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    }
  }

  private long received() {
    return new Eip3009Token(devnet.client(), Devnet.TOKEN)
        .erc20()
        .balanceOf(Chain.SELLER)
        .subtract(Devnet.ENDOWMENT)
        .longValueExact();
  }

  private static long transactions() {
    return devnet.client().transactionCount(Chain.FACILITATOR.address(), BlockTag.Named.LATEST);
  }

  private static Optional<String> payer() {
    return Optional.of(Chain.BUYER.address().checksummed());
  }

  private static Optional<ResourceInfo> none() {
    return Optional.empty();
  }

  private static Json.Obj empty() {
    return Json.object().build();
  }

  /** A node that can be made to lose answers, or to be late. */
  private static final class FaultyRpc implements Rpc {

    private final Rpc real;
    private volatile List<String> lost = List.of();
    private volatile String method = "";
    private volatile Runnable action = () -> {};

    FaultyRpc(Rpc real) {
      this.real = real;
    }

    void loseAnswersTo(String... methods) {
      lost = List.of(methods);
    }

    void heal() {
      lost = List.of();
    }

    /** Does something else once, before the next call of that method. */
    void before(String name, Runnable something) {
      action = something;
      method = name;
    }

    @Override
    public Json call(String name, Json... params) {
      if (name.equals(method)) {
        method = "";
        action.run();
      }
      Json answer = real.call(name, params);
      if (lost.contains(name)) {
        throw new RpcUnavailableException("lost in a test, at http://node.secret");
      }
      return answer;
    }
  }
}
