package org.obol.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.evm.CallRequest;
import org.obol.evm.CallResult;
import org.obol.evm.Contract;
import org.obol.evm.ContractFunction;
import org.obol.evm.GasAccount;
import org.obol.evm.HexBytes;
import org.obol.evm.Receipt;
import org.obol.evm.TransactionRequest;

/** The registry on the real chain; its events are compared with captured ones in discovery. */
final class TestRegistryTest {

  private static final ContractFunction REGISTER =
      new ContractFunction("register(string)", "(uint256)");
  private static final ContractFunction SET_METADATA =
      new ContractFunction("setMetadata(uint256,string,bytes)", "()");
  private static final ContractFunction GET_METADATA =
      new ContractFunction("getMetadata(uint256,string)", "(bytes)");
  private static final ContractFunction WALLET =
      new ContractFunction("getAgentWallet(uint256)", "(address)");
  private static final ContractFunction OWNER_OF =
      new ContractFunction("ownerOf(uint256)", "(address)");
  private static final ContractFunction TOKEN_URI =
      new ContractFunction("tokenURI(uint256)", "(string)");
  private static final ContractFunction TRANSFER =
      new ContractFunction("transferFrom(address,address,uint256)", "()");
  private static final ContractFunction SAFE_TRANSFER =
      new ContractFunction("safeTransferFrom(address,address,uint256)", "()");
  private static final ContractFunction APPROVE =
      new ContractFunction("approve(address,uint256)", "()");
  private static final Address NOBODY = new Address("0x" + "0".repeat(40));
  private static final PrivateKey OWNER = TestAccounts.key(1);
  private static final PrivateKey OTHER = TestAccounts.key(2);

  private static Devnet devnet;
  private String before;

  @BeforeAll
  static void start() {
    devnet = Devnet.start(TestChain.config());
  }

  @AfterAll
  static void stop() {
    devnet.close();
  }

  @BeforeEach
  void remember() {
    before = devnet.controls().snapshot();
  }

  @AfterEach
  void forget() {
    devnet.controls().revert(before);
  }

  private static Receipt send(PrivateKey key, HexBytes call) {
    try (GasAccount account = devnet.gasAccount(key)) {
      Receipt receipt = account.execute(TransactionRequest.call(Devnet.REGISTRY, call));
      assertThat(receipt.succeeded()).isTrue();
      return receipt;
    }
  }

  private static Object ask(ContractFunction function, Object... arguments) {
    return new Contract(devnet.client(), Devnet.REGISTRY).readOne(function, arguments);
  }

  private static String complaint(PrivateKey caller, HexBytes call) {
    CallRequest request = CallRequest.of(Devnet.REGISTRY, call).from(caller.address());
    return devnet.client().call(request) instanceof CallResult.Reverted reverted
        ? reverted.reason()
        : "none";
  }

  @Test
  void ids_begin_at_zero_and_count_up() {
    send(OWNER, REGISTER.encode("https://a.example/"));
    send(OTHER, REGISTER.encode("https://b.example/"));
    assertThat(ask(OWNER_OF, 0)).isEqualTo(OWNER.address());
    assertThat(ask(OWNER_OF, 1)).isEqualTo(OTHER.address());
    assertThat(ask(TOKEN_URI, 1)).isEqualTo("https://b.example/");
    assertThat(complaint(OWNER, OWNER_OF.encode(2))).isEqualTo("ERC721: no such token");
  }

  @Test
  void the_wallet_is_the_owners_until_a_transfer_clears_it() {
    send(OWNER, REGISTER.encode("u"));
    assertThat(ask(WALLET, 0)).isEqualTo(OWNER.address());
    send(OWNER, TRANSFER.encode(OWNER.address(), OTHER.address(), 0));
    assertThat(ask(WALLET, 0)).isEqualTo(NOBODY);
    assertThat(ask(OWNER_OF, 0)).isEqualTo(OTHER.address());
  }

  @Test
  void the_reserved_key_is_refused_everywhere() {
    send(OWNER, REGISTER.encode("u"));
    HexBytes value = HexBytes.of(new byte[20]);
    assertThat(complaint(OWNER, SET_METADATA.encode(0, "agentWallet", value)))
        .isEqualTo("reserved key");
    var withMetadata = new ContractFunction("register(string,(string,bytes)[])", "(uint256)");
    assertThat(complaint(OWNER, withMetadata.encode("u", List.of(List.of("agentWallet", value)))))
        .isEqualTo("reserved key");
  }

  @Test
  void only_the_owner_and_whom_it_approved_may_change_an_agent() {
    send(OWNER, REGISTER.encode("u"));
    HexBytes change = SET_METADATA.encode(0, "service.type", new HexBytes("0x01"));
    assertThat(complaint(OTHER, change)).isEqualTo("Not authorized");
    send(OWNER, APPROVE.encode(OTHER.address(), 0));
    send(OTHER, change);
    assertThat(ask(GET_METADATA, 0, "service.type")).isEqualTo(new HexBytes("0x01"));
    // A transfer takes the approval away.
    send(OTHER, TRANSFER.encode(OWNER.address(), TestAccounts.key(3).address(), 0));
    assertThat(complaint(OTHER, change)).isEqualTo("Not authorized");
  }

  @Test
  void a_contract_that_takes_no_tokens_is_given_none() {
    send(OWNER, REGISTER.encode("u"));
    assertThat(complaint(OWNER, SAFE_TRANSFER.encode(OWNER.address(), Devnet.TOKEN, 0)))
        .isNotEqualTo("none");
    send(OWNER, SAFE_TRANSFER.encode(OWNER.address(), OTHER.address(), 0));
    assertThat(ask(OWNER_OF, 0)).isEqualTo(OTHER.address());
  }

  @Test
  void many_are_registered_at_once() {
    TestAgents.register(devnet, OWNER, TestAgents.inline("agent", 0, 3));
    assertThat(ask(TOKEN_URI, 2)).isEqualTo(TestAgents.inline("agent2"));
    var balance = new ContractFunction("balanceOf(address)", "(uint256)");
    assertThat(ask(balance, OWNER.address())).isEqualTo(BigInteger.valueOf(3));
  }
}
