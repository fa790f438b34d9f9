package org.obol.discovery.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.devnet.TestAccounts;
import org.obol.evm.AbiTypes;
import org.obol.evm.ContractFunction;
import org.obol.evm.HexBytes;
import org.obol.evm.Log;
import org.obol.evm.Receipt;

/** The events of the deployed contracts, as they were captured, and of ours. */
final class RegistryEventsTest {

  private record Captured(String call, Log log, String event, Json.Obj args) {}

  static List<Json.Obj> calls() {
    try (var in =
        Objects.requireNonNull(RegistryEventsTest.class.getResourceAsStream("erc8004-logs.json"))) {
      return JsonReader.read(in.readAllBytes(), 1 << 20)
          .asObject("vectors")
          .list("calls")
          .orElseThrow()
          .stream()
          .map(call -> call.asObject("call"))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Captured> captured() {
    List<Captured> all = new ArrayList<>();
    for (Json.Obj call : calls()) {
      for (Json item : call.list("logs").orElseThrow()) {
        Json.Obj log = item.asObject("log");
        Json.Obj decoded = log.object("decoded").orElseThrow();
        all.add(
            new Captured(
                call.requireText("call"),
                log(topics(log), HexBytes.parse(log.requireText("data"))),
                decoded.requireText("event"),
                decoded.object("args").orElseThrow()));
      }
    }
    return all;
  }

  static List<Bytes32> topics(Json.Obj log) {
    return log.list("topics").orElseThrow().stream()
        .map(topic -> Bytes32.parse(topic.asText("topic")))
        .toList();
  }

  private static Log log(List<Bytes32> topics, HexBytes data) {
    return new Log(KnownRegistries.TEST, topics, data, 1, Bytes32.ZERO, Bytes32.ZERO, 0, false);
  }

  @Test
  void every_captured_event_of_the_identity_registry_is_read_and_no_other() {
    int read = 0;
    for (Captured one : captured()) {
      Optional<AgentEvent> event = RegistryEvents.read(one.log());
      Json.Obj args = one.args();
      Optional<AgentEvent> expected =
          switch (one.event()) {
            case "Registered" ->
                Optional.of(
                    new AgentEvent.Registered(
                        agent(args, "agentId"),
                        args.requireText("agentURI"),
                        address(args, "owner")));
            case "URIUpdated" ->
                Optional.of(
                    new AgentEvent.UriUpdated(
                        agent(args, "agentId"),
                        args.requireText("newURI"),
                        address(args, "updatedBy")));
            case "MetadataSet" ->
                Optional.of(
                    new AgentEvent.MetadataSet(
                        agent(args, "agentId"),
                        args.requireText("metadataKey"),
                        HexBytes.parse(args.requireText("metadataValue"))));
            case "Transfer" ->
                Optional.of(
                    new AgentEvent.Transferred(
                        agent(args, "tokenId"), address(args, "from"), address(args, "to")));
            default -> Optional.empty();
          };
      assertThat(event).as(one.call()).isEqualTo(expected);
      read += event.isPresent() ? 1 : 0;
    }
    assertThat(read).isEqualTo(17);
  }

  private static AgentId agent(Json.Obj args, String name) {
    return AgentId.parse(args.requireText(name));
  }

  private static Address address(Json.Obj args, String name) {
    return Address.parse(args.requireText(name));
  }

  @Test
  void topics_are_those_of_the_reference_table() {
    assertThat(RegistryEvents.TOPICS.stream().map(Bytes32::hex))
        .containsExactly(
            "0xca52e62c367d81bb2e328eb795f7c7ba24afb478408a26c0e201d155c449bc4a",
            "0x3a2c7fffc2cba7582c690e3b82c453ea02a308326a98a3ad7576c606336409fb",
            "0x2c149ed548c6d2993cd73efe187df6eccabe4538091b33adbd25fafdb8a1468b",
            "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
  }

  @Test
  void calls_begin_with_the_selectors_of_the_reference_table() {
    AgentId zero = AgentId.of(0);
    assertThat(IdentityRegistry.registerCall("u", Map.of()).first(4).hex()).isEqualTo("0x8ea42286");
    assertThat(IdentityRegistry.setUriCall(zero, "u").first(4).hex()).isEqualTo("0x0af28bd3");
    assertThat(IdentityRegistry.setMetadataCall(zero, "k", HexBytes.EMPTY).first(4).hex())
        .isEqualTo("0x466648da");
    Map<String, String> others =
        Map.of(
            "ownerOf(uint256)", "0x6352211e",
            "tokenURI(uint256)", "0xc87b56dd",
            "getMetadata(uint256,string)", "0xcb4799f2",
            "getAgentWallet(uint256)", "0x00339509");
    others.forEach(
        (signature, selector) ->
            assertThat(new ContractFunction(signature, "()").selector().hex()).isEqualTo(selector));
  }

  @Test
  void an_event_that_is_not_encoded_as_it_should_be_is_none() {
    List<Bytes32> topics = List.of(RegistryEvents.REGISTERED, Bytes32.ZERO, Bytes32.ZERO);
    assertThat(RegistryEvents.read(log(topics, HexBytes.EMPTY))).isEmpty();
    assertThat(RegistryEvents.read(log(topics.subList(0, 2), HexBytes.EMPTY))).isEmpty();
    HexBytes uri = AbiTypes.of("(string)").encode("u");
    assertThat(RegistryEvents.read(log(topics, uri))).isPresent();
    Bytes32 noAddress = new Bytes32("0x" + "ff".repeat(32));
    assertThat(RegistryEvents.read(log(List.of(topics.get(0), Bytes32.ZERO, noAddress), uri)))
        .isEmpty();
    HexBytes entry = AbiTypes.of("(string,bytes)").encode("k", HexBytes.EMPTY);
    assertThat(
            RegistryEvents.read(
                log(List.of(RegistryEvents.METADATA_SET, Bytes32.ZERO, Bytes32.ZERO), entry)))
        .as("the topic is another key's hash")
        .isEmpty();
    // ERC-20 has the same signature, with the value in the data.
    assertThat(
            RegistryEvents.read(
                log(List.of(RegistryEvents.TRANSFER, Bytes32.ZERO, Bytes32.ZERO), word())))
        .isEmpty();
  }

  private static HexBytes word() {
    return HexBytes.of(new byte[32]);
  }

  @Test
  void our_registry_emits_what_the_deployed_one_does() {
    var setMetadata =
        IdentityRegistry.setMetadataCall(AgentId.of(0), "category", text("datasets/weather"));
    var register = new ContractFunction("register(string)", "(uint256)");
    var registerNothing = new ContractFunction("register()", "(uint256)");
    var unset = new ContractFunction("unsetAgentWallet(uint256)", "()");
    try (var chain = new TestRegistryChain()) {
      var ours = TestAccounts.key(1);
      var other = TestAccounts.key(2);
      Map<String, HexBytes> metadata = new LinkedHashMap<>();
      metadata.put("category", text("datasets"));
      metadata.put("x402", IdentityRegistry.flag(true));
      assertEmits(
          "register(uri, metadata[2])",
          chain.send(
              ours,
              IdentityRegistry.registerCall(
                  "https://node.example/.well-known/agent-registration.json", metadata)));
      assertEmits("register(uri)", chain.send(ours, register.encode("ipfs://bafy-two")));
      assertEmits("register()", chain.send(other, registerNothing.encode()));
      assertEmits("setMetadata", chain.send(ours, setMetadata));
      assertEmits(
          "setAgentURI",
          chain.send(
              ours,
              IdentityRegistry.setUriCall(
                  AgentId.of(0), "data:application/json;base64,eyJuYW1lIjoibiJ9")));
      assertEmits("transferFrom(owner, other, 0)", chain.transfer(ours, other.address(), 0));
      assertEmits("unsetAgentWallet", chain.send(ours, unset.encode(BigInteger.ONE)));
    }
  }

  private static HexBytes text(String value) {
    return IdentityRegistry.text(value);
  }

  private static void assertEmits(String name, Receipt receipt) {
    List<Json> expected =
        calls().stream()
            .filter(call -> call.requireText("call").equals(name))
            .findFirst()
            .orElseThrow()
            .list("logs")
            .orElseThrow();
    assertThat(receipt.logs()).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Json.Obj log = expected.get(i).asObject("log");
      assertThat(receipt.logs().get(i).topics()).as(name).isEqualTo(topics(log));
      assertThat(receipt.logs().get(i).data().hex()).as(name).isEqualTo(log.requireText("data"));
    }
  }
}
