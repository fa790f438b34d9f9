package org.obol.x402.facilitator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.Devnet;
import org.obol.devnet.TestAccounts;
import org.obol.evm.HexBytes;
import org.obol.x402.Chain;
import org.obol.x402.exact.ExactPayment;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.SettleResponse.Outcome;
import org.obol.x402.wire.Supported;
import org.obol.x402.wire.VerifyResponse;

/** What every facilitator does, on a real chain. */
abstract class FacilitatorContractTest extends FacilitatorFixture {

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

  @Test
  void another_payment_between_the_same_two_for_the_same_amount_is_no_settlement() {
    PaymentPayload payment = pay(Chain.offer(10_000));
    PaymentPayload alike = pay(Chain.offer(10_000));
    rpc.before(
        "eth_estimateGas",
        () -> {
          sendElsewhere(alike);
          cancel(payment);
        });
    assertThat(failure(payment)).isEqualTo(Reasons.NONCE_ALREADY_USED);
    assertThat(received()).isEqualTo(10_000);
  }

  @Test
  void a_contract_does_not_decide_what_its_check_costs_us() {
    Address cheap = walletThatBurns(100);
    Address dear = walletThatBurns(20_000);
    PaymentPayload payment = byWallet(dear, Chain.BUYER, 0);
    long before = transactions();
    assertThat(failure(payment)).isEqualTo(Reasons.SIMULATION_FAILED);
    assertThat(transactions()).isEqualTo(before);
    PaymentPayload other = byWallet(cheap, Chain.BUYER, 0);
    assertThat(facilitator.settle(other, other.accepted()).outcome())
        .isInstanceOf(Outcome.Settled.class);
    assertThat(received()).isEqualTo(1);
  }
}
