package org.obol.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.devnet.TestChain.FOREVER;
import static org.obol.devnet.TestChain.PRICE;
import static org.obol.devnet.TestChain.sign;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;
import org.obol.evm.BlockTag;
import org.obol.evm.CallRequest;
import org.obol.evm.CallResult;
import org.obol.evm.ContractFunction;
import org.obol.evm.Eip3009Token;
import org.obol.evm.HexBytes;
import org.obol.evm.Receipt;
import org.obol.evm.TransferAuthorization;

/** What the test dollar refuses, each complaint word for word. */
final class TestDollarRefusalTest extends TestDollarFixture {

  private static final String TRANSFER_FIELDS = "address,address,uint256,uint256,uint256,bytes32";
  private static final ContractFunction CANCEL =
      new ContractFunction("cancelAuthorization(address,bytes32,bytes)", "()");
  private static final ContractFunction TRANSFER_SPLIT =
      new ContractFunction(
          "transferWithAuthorization(" + TRANSFER_FIELDS + ",uint8,bytes32,bytes32)", "()");

  @Test
  void the_times_are_strict() {
    long now = devnet.client().latestBlock().timestamp() + 1000;
    BigInteger second = BigInteger.valueOf(now);
    TransferAuthorization early = payment(PRICE, second, FOREVER);
    TransferAuthorization late = payment(PRICE, BigInteger.ZERO, second);
    TransferAuthorization only =
        payment(PRICE, second.subtract(BigInteger.ONE), second.add(BigInteger.ONE));
    devnet.controls().setNextBlockTimestamp(now);
    devnet.controls().mine(1);
    assertThat(devnet.client().latestBlock().timestamp()).isEqualTo(now);
    assertThat(at(now, Eip3009Token.transferCall(early, signed(early))))
        .isEqualTo("FiatTokenV2: authorization is not yet valid");
    assertThat(at(now, Eip3009Token.transferCall(late, signed(late))))
        .isEqualTo("FiatTokenV2: authorization is expired");
    assertThat(at(now, Eip3009Token.transferCall(only, signed(only)))).isEqualTo("none");
  }

  /** What a call comes to on the newest block, whose time is {@code now}. */
  private String at(long now, HexBytes call) {
    var block = devnet.client().latestBlock();
    assertThat(block.timestamp()).isEqualTo(now);
    CallRequest request = CallRequest.of(Devnet.TOKEN, call).at(BlockTag.number(block.number()));
    return devnet.client().call(request) instanceof CallResult.Reverted reverted
        ? reverted.reason()
        : "none";
  }

  @Test
  void more_than_the_balance_is_refused() {
    TransferAuthorization payment =
        payment(Devnet.ENDOWMENT.add(BigInteger.ONE), BigInteger.ZERO, FOREVER);
    assertThat(complaint(Eip3009Token.transferCall(payment, signed(payment))))
        .isEqualTo("ERC20: transfer amount exceeds balance");
  }

  @Test
  void somebody_elses_signature_is_refused() {
    TransferAuthorization payment = payment();
    HexBytes other = sign(payment.digest(domain), TestAccounts.key(3));
    assertThat(complaint(Eip3009Token.transferCall(payment, other)))
        .isEqualTo("FiatTokenV2: invalid signature");
    HexBytes wrongDomain = sign(payment.digest(Bytes32.ZERO), PAYER);
    assertThat(complaint(Eip3009Token.transferCall(payment, wrongDomain)))
        .isEqualTo("FiatTokenV2: invalid signature");
    assertThat(complaint(Eip3009Token.bytesTransferCall(payment, new HexBytes("0x01"))))
        .isEqualTo("ECRecover: invalid signature length");
  }

  @Test
  void a_high_s_is_refused() {
    TransferAuthorization payment = payment();
    HexBytes signature = signed(payment);
    BigInteger order =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    BigInteger s = new BigInteger(1, signature.from(32).first(32).bytes());
    HexBytes twin =
        signature
            .first(32)
            .then(new HexBytes(Eip712.word(order.subtract(s)).hex()))
            .then(new HexBytes(signature.hex().endsWith("1b") ? "0x1c" : "0x1b"));
    assertThat(complaint(Eip3009Token.transferCall(payment, twin)))
        .isEqualTo("ECRecover: invalid signature 's' value");
  }

  @Test
  void a_v_of_0_or_1_is_refused_by_the_token_and_mended_by_the_client() {
    TransferAuthorization payment = payment();
    HexBytes signature = signed(payment);
    int v = signature.bytes()[64] - 27;
    HexBytes small = signature.first(64).then(HexBytes.of(new byte[] {(byte) v}));
    HexBytes unmended =
        TRANSFER_SPLIT.encode(
            payment.from(),
            payment.to(),
            payment.value(),
            payment.validAfter(),
            payment.validBefore(),
            payment.nonce(),
            v,
            small.first(32),
            small.from(32).first(32));
    assertThat(complaint(unmended)).isEqualTo("ECRecover: invalid signature 'v' value");
    assertThat(complaint(Eip3009Token.bytesTransferCall(payment, small)))
        .isEqualTo("ECRecover: invalid signature 'v' value");
    assertPaid(payment, settle(Eip3009Token.transferCall(payment, small)));
  }

  @Test
  void a_canceled_authorization_does_not_pay() {
    TransferAuthorization payment = payment();
    Bytes32 struct =
        Eip712.structHash(
            Eip712.typeHash("CancelAuthorization(address authorizer,bytes32 nonce)"),
            List.of(Eip712.word(payment.from()), payment.nonce()));
    Bytes32 digest = Eip712.digest(domain, struct);
    HexBytes foreign =
        CANCEL.encode(payment.from(), payment.nonce(), sign(digest, TestAccounts.key(3)));
    assertThat(complaint(foreign)).isEqualTo("FiatTokenV2: invalid signature");
    HexBytes cancel = CANCEL.encode(payment.from(), payment.nonce(), sign(digest, PAYER));
    Receipt canceled = settle(cancel);
    assertThat(canceled.logs()).hasSize(1);
    assertThat(Eip3009Token.authorizationUsed(canceled.logs().getFirst())).isEmpty();
    assertThat(token.authorizationState(payment.from(), payment.nonce())).isTrue();
    assertThat(complaint(Eip3009Token.transferCall(payment, signed(payment))))
        .isEqualTo("FiatTokenV2: authorization is used or canceled");
    assertThat(complaint(cancel)).isEqualTo("FiatTokenV2: authorization is used or canceled");
  }

  @Test
  void only_the_minter_mints() {
    var mint = new ContractFunction("mint(address,uint256)", "(bool)");
    assertThat(complaint(mint.encode(PAYEE, PRICE))).isEqualTo("FiatToken: caller is not a minter");
  }
}
