package org.obol.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.devnet.TestChain.PRICE;
import static org.obol.devnet.TestChain.authorization;
import static org.obol.devnet.TestChain.randomNonce;
import static org.obol.devnet.TestChain.sign;

import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.evm.BlockTag;
import org.obol.evm.ContractFunction;
import org.obol.evm.Eip3009Token;
import org.obol.evm.HexBytes;
import org.obol.evm.LogFilter;
import org.obol.evm.Receipt;
import org.obol.evm.TransactionRequest;
import org.obol.evm.TransferAuthorization;

/** What the test dollar does: signed transfers on the real chain, and its other ways. */
final class TestDollarTest extends TestDollarFixture {

  private static final String TRANSFER_FIELDS = "address,address,uint256,uint256,uint256,bytes32";
  private static final ContractFunction RECEIVE =
      new ContractFunction("receiveWithAuthorization(" + TRANSFER_FIELDS + ",bytes)", "()");

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
