package org.obol.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.devnet.TestChain.PRICE;
import static org.obol.devnet.TestChain.authorization;
import static org.obol.devnet.TestChain.randomNonce;
import static org.obol.devnet.TestChain.sign;

import java.math.BigInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.PrivateKey;
import org.obol.evm.AuthorizationUsedEvent;
import org.obol.evm.CallRequest;
import org.obol.evm.CallResult;
import org.obol.evm.Eip3009Token;
import org.obol.evm.Erc20;
import org.obol.evm.GasAccount;
import org.obol.evm.HexBytes;
import org.obol.evm.Receipt;
import org.obol.evm.TransactionRequest;
import org.obol.evm.TransferAuthorization;
import org.obol.evm.TransferEvent;

/** A test dollar on the real chain, and an account that settles. */
abstract class TestDollarFixture {

  static final PrivateKey PAYER = TestAccounts.key(2);
  static final Address PAYEE = new Address("0x" + "ab".repeat(20));

  static Devnet devnet;
  static Eip3009Token token;
  static Bytes32 domain;

  GasAccount settler;
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

  Receipt settle(HexBytes call) {
    return settler.execute(TransactionRequest.call(Devnet.TOKEN, call));
  }

  String complaint(HexBytes call) {
    CallRequest request = CallRequest.of(Devnet.TOKEN, call).from(settler.address());
    return devnet.client().call(request) instanceof CallResult.Reverted reverted
        ? reverted.reason()
        : "none";
  }

  static HexBytes signed(TransferAuthorization authorization) {
    return sign(authorization.digest(domain), PAYER);
  }

  static TransferAuthorization payment() {
    return authorization(PAYER.address(), PAYEE);
  }

  static TransferAuthorization payment(BigInteger value, BigInteger after, BigInteger before) {
    return new TransferAuthorization(PAYER.address(), PAYEE, value, after, before, randomNonce());
  }

  void assertPaid(TransferAuthorization authorization, Receipt receipt) {
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
}
