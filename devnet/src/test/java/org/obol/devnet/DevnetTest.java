package org.obol.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712Domain;
import org.obol.crypto.PrivateKey;
import org.obol.evm.BlockTag;
import org.obol.evm.CallRequest;
import org.obol.evm.CallResult;
import org.obol.evm.ChainId;
import org.obol.evm.ContractFunction;
import org.obol.evm.Eip3009Token;
import org.obol.evm.HexBytes;
import org.obol.evm.RpcUnavailableException;

/** The chain as it is after the start, and that it ends. */
final class DevnetTest {

  private static Devnet devnet;

  @BeforeAll
  static void start() {
    devnet = Devnet.start(TestChain.config().onChain(new ChainId(84532)));
  }

  @AfterAll
  static void stop() {
    devnet.close();
  }

  @Test
  void the_chain_has_the_wanted_id() {
    assertThat(devnet.client().chainId()).isEqualTo(new ChainId(84532)).isEqualTo(devnet.chain());
  }

  @Test
  void the_dollar_describes_itself_as_usdc_does() {
    var token = new Eip3009Token(devnet.client(), Devnet.TOKEN);
    assertThat(token.erc20().name()).isEqualTo("USDC");
    assertThat(token.version()).isEqualTo("2");
    assertThat(token.erc20().decimals()).isEqualTo(6);
    assertThat(token.domainSeparator())
        .isEqualTo(Eip712Domain.of("USDC", "2", 84532, Devnet.TOKEN).separator());
  }

  @Test
  void every_account_has_gas_and_dollars() {
    var token = new Eip3009Token(devnet.client(), Devnet.TOKEN);
    assertThat(TestAccounts.all()).hasSize(10);
    for (PrivateKey account : TestAccounts.all()) {
      assertThat(token.erc20().balanceOf(account.address())).isEqualTo(Devnet.ENDOWMENT);
      assertThat(devnet.client().balance(account.address(), BlockTag.Named.LATEST))
          .isGreaterThan(BigInteger.TEN.pow(20));
    }
  }

  @Test
  void multicall_answers_several_calls_and_tells_which_failed() {
    var tryAggregate =
        new ContractFunction("tryAggregate(bool,(address,bytes)[])", "((bool,bytes)[])");
    var name = new ContractFunction("name()", "(string)");
    HexBytes unknown = new HexBytes("0xdeadbeef");
    CallResult result =
        devnet
            .client()
            .call(
                CallRequest.of(
                    Devnet.MULTICALL,
                    tryAggregate.encode(
                        false,
                        List.of(
                            List.of(Devnet.TOKEN, name.encode()),
                            List.of(Devnet.TOKEN, unknown)))));
    assertThat(result).isInstanceOf(CallResult.Returned.class);
    List<?> answers =
        (List<?>) tryAggregate.decode(((CallResult.Returned) result).data()).getFirst();
    List<?> first = (List<?>) answers.getFirst();
    assertThat(first.getFirst()).isEqualTo(true);
    assertThat(name.decode((HexBytes) first.getLast())).containsExactly("USDC");
    assertThat(answers.getLast()).isEqualTo(List.of(false, HexBytes.EMPTY));
  }

  @Test
  void multicall_fails_as_a_whole_where_a_call_must_not_fail() {
    var aggregate3 = new ContractFunction("aggregate3((address,bool,bytes)[])", "((bool,bytes)[])");
    HexBytes call =
        aggregate3.encode(List.of(List.of(Devnet.TOKEN, false, new HexBytes("0xdeadbeef"))));
    assertThat(devnet.client().call(CallRequest.of(Devnet.MULTICALL, call)))
        .isInstanceOfSatisfying(
            CallResult.Reverted.class,
            reverted -> assertThat(reverted.reason()).isEqualTo("Multicall3: call failed"));
  }

  @Test
  void a_chain_that_is_closed_is_gone() {
    List<ProcessHandle> processes;
    Devnet other = Devnet.start(TestChain.config());
    try (other) {
      processes = other.processes();
      assertThat(other.chain()).isEqualTo(DevnetConfig.DEFAULT_CHAIN);
    }
    assertThat(processes).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThatThrownBy(() -> other.client().chainId()).isInstanceOf(RpcUnavailableException.class);
    other.close();
  }

  @Test
  void a_chain_has_the_wanted_port() {
    int port;
    try (Devnet any = Devnet.start(TestChain.config())) {
      port = any.uri().getPort();
    }
    try (Devnet again = Devnet.start(TestChain.config().onPort(port))) {
      assertThat(again.uri()).hasToString("http://127.0.0.1:" + port);
    }
    assertThatThrownBy(() -> TestChain.config().onPort(65536))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_chain_does_not_outlive_a_jvm_that_is_killed() throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                DevnetMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      assertThat(line).isNotNull();
      List<ProcessHandle> chain =
          List.of(line.split(" ")).stream()
              .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
              .toList();
      assertThat(chain).isNotEmpty();
      jvm.destroyForcibly().waitFor();
      for (ProcessHandle process : chain) {
        assertThat(process.onExit().orTimeout(20, TimeUnit.SECONDS).join().isAlive()).isFalse();
      }
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void an_unknown_contract_or_snapshot_is_refused() {
    assertThatThrownBy(() -> CompiledContract.of("Nothing"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> devnet.controls().revert("0x7fff"))
        .isInstanceOf(DevnetException.class);
    assertThat(devnet.client().block(BlockTag.number(1_000_000))).isEmpty();
    assertThat(devnet.client().receipt(Bytes32.ZERO)).isEmpty();
  }
}
