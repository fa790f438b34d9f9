package org.obol.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.devnet.TestChain.FOREVER;
import static org.obol.devnet.TestChain.PRICE;
import static org.obol.devnet.TestChain.authorization;
import static org.obol.devnet.TestChain.randomNonce;
import static org.obol.devnet.TestChain.sign;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;
import org.obol.crypto.PrivateKey;
import org.obol.evm.AuthorizationUsedEvent;
import org.obol.evm.BlockTag;
import org.obol.evm.CallRequest;
import org.obol.evm.CallResult;
import org.obol.evm.ContractFunction;
import org.obol.evm.Eip3009Token;
import org.obol.evm.Erc20;
import org.obol.evm.GasAccount;
import org.obol.evm.HexBytes;
import org.obol.evm.LogFilter;
import org.obol.evm.Receipt;
import org.obol.evm.TransactionRequest;
import org.obol.evm.TransferAuthorization;
import org.obol.evm.TransferEvent;

/** Signed transfers on the real chain, and each complaint word for word. */
final class TestDollarTest {

  private static final PrivateKey PAYER = TestAccounts.key(2);
  private static final Address PAYEE = new Address("0x" + "ab".repeat(20));
  private static final String TRANSFER_FIELDS = "address,address,uint256,uint256,uint256,bytes32";
  private static final ContractFunction RECEIVE =
      new ContractFunction("receiveWithAuthorization(" + TRANSFER_FIELDS + ",bytes)", "()");
  private static final ContractFunction CANCEL =
      new ContractFunction("cancelAuthorization(address,bytes32,bytes)", "()");
  private static final ContractFunction TRANSFER_SPLIT =
      new ContractFunction(
          "transferWithAuthorization(" + TRANSFER_FIELDS + ",uint8,bytes32,bytes32)", "()");

  private static Devnet devnet;
  private static Eip3009Token token;
  private static Bytes32 domain;

  private GasAccount settler;
  private String before;

  @BeforeAll
  static void start() {
    devnet = Devnet.start(TestChain.config());
    token = new Eip3009Token(devnet.client(), Devnet.TOKEN);
    domain = token.domainSeparator();
  }

  @AfterAll
  static void stop() {
    devnet.close();
  }

  @BeforeEach
  void remember() {
    before = devnet.controls().snapshot();
    settler = devnet.gasAccount(TestAccounts.key(1));
  }

  @AfterEach
  void forget() {
    settler.close();
    devnet.controls().revert(before);
  }

  private Receipt settle(HexBytes call) {
    return settler.execute(TransactionRequest.call(Devnet.TOKEN, call));
  }

  private String complaint(HexBytes call) {
    CallRequest request = CallRequest.of(Devnet.TOKEN, call).from(settler.address());
    return devnet.client().call(request) instanceof CallResult.Reverted reverted
        ? reverted.reason()
        : "none";
  }

  private static HexBytes signed(TransferAuthorization authorization) {
    return sign(authorization.digest(domain), PAYER);
  }

  private static TransferAuthorization payment() {
    return authorization(PAYER.address(), PAYEE);
  }

  private static TransferAuthorization payment(
      BigInteger value, BigInteger after, BigInteger before) {
    return new TransferAuthorization(PAYER.address(), PAYEE, value, after, before, randomNonce());
  }

  private void assertPaid(TransferAuthorization authorization, Receipt receipt) {
    assertThat(receipt.succeeded()).isTrue();
    assertThat(token.erc20().balanceOf(authorization.to())).isEqualTo(PRICE);
    assertThat(token.authorizationState(authorization.from(), authorization.nonce())).isTrue();
    assertThat(receipt.logs().stream().flatMap(log -> Erc20.transfer(log).stream()))
        .containsExactly(
            new TransferEvent(Devnet.TOKEN, authorization.from(), authorization.to(), PRICE));
    assertThat(receipt.logs().stream().flatMap(log -> Eip3009Token.authorizationUsed(log).stream()))
        .containsExactly(
            new AuthorizationUsedEvent(Devnet.TOKEN, authorization.from(), authorization.nonce()));
  }

  @Test
  void a_split_signature_pays() {
    TransferAuthorization payment = payment();
    assertThat(token.authorizationState(payment.from(), payment.nonce())).isFalse();
    assertPaid(payment, settle(Eip3009Token.splitTransferCall(payment, signed(payment))));
    assertThat(token.erc20().balanceOf(PAYER.address()))
        .isEqualTo(Devnet.ENDOWMENT.subtract(PRICE));
  }

  @Test
  void a_signature_in_bytes_pays() {
    TransferAuthorization payment = payment();
    assertPaid(payment, settle(Eip3009Token.bytesTransferCall(payment, signed(payment))));
  }

  @Test
  void a_wallet_that_is_a_contract_pays() {
    Address wallet = devnet.deployWallet(PAYER.address());
    devnet.mint(wallet, PRICE);
    TransferAuthorization payment = authorization(wallet, PAYEE);
    HexBytes signature = signed(payment).then(new HexBytes("0x00"));
    assertPaid(payment, settle(Eip3009Token.transferCall(payment, signature)));
    // FiatToken asks the contract for a split signature, too.
    devnet.mint(wallet, PRICE);
    TransferAuthorization other = authorization(wallet, PAYEE);
    assertThat(complaint(Eip3009Token.splitTransferCall(other, signed(other)))).isEqualTo("none");
    HexBytes stranger = sign(other.digest(domain), TestAccounts.key(3));
    assertThat(complaint(Eip3009Token.bytesTransferCall(other, stranger)))
        .isEqualTo("FiatTokenV2: invalid signature");
  }

  @Test
  void an_authorization_pays_once() {
    TransferAuthorization payment = payment();
    HexBytes call = Eip3009Token.transferCall(payment, signed(payment));
    settle(call);
    assertThat(complaint(call)).isEqualTo("FiatTokenV2: authorization is used or canceled");
    Receipt second =
        settler.execute(TransactionRequest.call(Devnet.TOKEN, call).withGasLimit(200_000));
    assertThat(second.succeeded()).isFalse();
    assertThat(second.logs()).isEmpty();
    assertThat(token.erc20().balanceOf(PAYEE)).isEqualTo(PRICE);
  }

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
  void a_payee_can_be_the_only_one_to_take_it() {
    TransferAuthorization payment = authorization(PAYER.address(), settler.address());
    HexBytes call = receiveCall(payment);
    assertThat(complaint(call)).isEqualTo("none");
    TransferAuthorization foreign = payment();
    assertThat(complaint(receiveCall(foreign))).isEqualTo("FiatTokenV2: caller must be the payee");
    // The other type's signature is no authorization for anybody.
    HexBytes receive = sign(payment.receiveDigest(domain), PAYER);
    assertThat(complaint(Eip3009Token.transferCall(payment, receive)))
        .isEqualTo("FiatTokenV2: invalid signature");
    assertThat(settle(call).succeeded()).isTrue();
  }

  private static HexBytes receiveCall(TransferAuthorization a) {
    return RECEIVE.encode(
        a.from(),
        a.to(),
        a.value(),
        a.validAfter(),
        a.validBefore(),
        a.nonce(),
        sign(a.receiveDigest(domain), PAYER));
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
  void the_use_of_an_authorization_is_found_in_the_logs() {
    TransferAuthorization payment = payment();
    TransferAuthorization other = payment();
    settle(Eip3009Token.transferCall(other, signed(other)));
    Receipt receipt = settle(Eip3009Token.transferCall(payment, signed(payment)));
    var whole = new LogFilter.Blocks.Range(BlockTag.number(0), BlockTag.Named.LATEST);
    var found = devnet.client().logs(token.usesOf(payment.from(), payment.nonce(), whole));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().transactionHash()).isEqualTo(receipt.transactionHash());
    var block = new LogFilter.Blocks.At(receipt.blockHash());
    assertThat(devnet.client().logs(token.usesOf(payment.from(), payment.nonce(), block)))
        .isEqualTo(found);
    assertThat(devnet.client().logs(token.usesOf(payment.from(), randomNonce(), whole))).isEmpty();
  }

  @Test
  void only_the_minter_mints() {
    var mint = new ContractFunction("mint(address,uint256)", "(bool)");
    assertThat(complaint(mint.encode(PAYEE, PRICE))).isEqualTo("FiatToken: caller is not a minter");
  }

  @Test
  void dollars_also_move_as_eip_20_says() {
    var approve = new ContractFunction("approve(address,uint256)", "(bool)");
    var transfer = new ContractFunction("transfer(address,uint256)", "(bool)");
    var transferFrom = new ContractFunction("transferFrom(address,address,uint256)", "(bool)");
    Address from = settler.address();
    settle(transfer.encode(PAYEE, PRICE));
    settle(approve.encode(from, PRICE));
    settle(transferFrom.encode(from, PAYEE, PRICE));
    assertThat(token.erc20().balanceOf(PAYEE)).isEqualTo(PRICE.shiftLeft(1));
    assertThat(complaint(transferFrom.encode(from, PAYEE, PRICE)))
        .isEqualTo("ERC20: transfer amount exceeds allowance");
    assertThat(complaint(transfer.encode(new Address("0x" + "0".repeat(40)), PRICE)))
        .isEqualTo("ERC20: transfer to the zero address");
  }
}
