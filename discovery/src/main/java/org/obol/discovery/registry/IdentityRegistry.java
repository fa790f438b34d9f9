package org.obol.discovery.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.evm.BlockTag;
import org.obol.evm.CallRequest;
import org.obol.evm.CallResult;
import org.obol.evm.Contract;
import org.obol.evm.ContractFunction;
import org.obol.evm.EvmClient;
import org.obol.evm.HexBytes;

/**
 * One identity registry (ERC-8004, contracts version 2.0.0): questions to it, and the data of calls
 * that change it. Questions throw {@link org.obol.evm.ContractException} when the contract is no
 * such registry and {@link org.obol.evm.RpcException} when the node has no answer.
 */
public final class IdentityRegistry {

  /** The key under which an agent's kind of service stands, such as {@code dataset}. */
  public static final String SERVICE_TYPE = "service.type";

  /** The key that says whether the agent is paid by x402: one byte, 1 or 0. */
  public static final String X402_SUPPORTED = "x402.supported";

  /** The key of the agent's wallet, which only the registry itself sets. */
  public static final String AGENT_WALLET = "agentWallet";

  private static final ContractFunction REGISTER =
      new ContractFunction("register(string,(string,bytes)[])", "(uint256)");
  private static final ContractFunction SET_AGENT_URI =
      new ContractFunction("setAgentURI(uint256,string)", "()");
  private static final ContractFunction SET_METADATA =
      new ContractFunction("setMetadata(uint256,string,bytes)", "()");
  private static final ContractFunction GET_METADATA =
      new ContractFunction("getMetadata(uint256,string)", "(bytes)");
  private static final ContractFunction OWNER_OF =
      new ContractFunction("ownerOf(uint256)", "(address)");
  private static final ContractFunction TOKEN_URI =
      new ContractFunction("tokenURI(uint256)", "(string)");
  private static final ContractFunction GET_AGENT_WALLET =
      new ContractFunction("getAgentWallet(uint256)", "(address)");

  private final EvmClient client;
  private final RegistryId id;
  private final Contract contract;

  /** The registry {@code id}, whose chain must be the client's; nothing is asked yet. */
  public IdentityRegistry(EvmClient client, RegistryId id) {
    this.client = client;
    this.id = id;
    this.contract = new Contract(client, id.address());
  }

  /** Which registry this is. */
  public RegistryId id() {
    return id;
  }

  /** Who owns the agent; empty when there is no such agent (yet). */
  public Optional<Address> ownerOf(AgentId agent) {
    CallRequest question = CallRequest.of(id.address(), OWNER_OF.encode(agent.value()));
    // Any revert: every ERC-721 has its own words for a token that is not there.
    return client.call(question) instanceof CallResult.Reverted
        ? Optional.empty()
        : Optional.of((Address) contract.readOne(OWNER_OF, agent.value()));
  }

  /** Where the agent's registration file is: hostile text, maybe empty. */
  public String agentUri(AgentId agent) {
    return (String) contract.readOne(TOKEN_URI, agent.value());
  }

  /** A value of the agent; no bytes when it has none. */
  public HexBytes metadata(AgentId agent, String key) {
    return (HexBytes) contract.readOne(GET_METADATA, agent.value(), key);
  }

  /** The agent's wallet; empty after a transfer, until the new owner names one. */
  public Optional<Address> wallet(AgentId agent) {
    return Optional.of((Address) contract.readOne(GET_AGENT_WALLET, agent.value()))
        .filter(wallet -> !wallet.hex().equals("0x" + "0".repeat(40)));
  }

  /** Whether there is a contract at all. */
  public boolean exists() {
    return !client.code(id.address(), BlockTag.Named.LATEST).isEmpty();
  }

  /** The call that makes an agent of the caller, with values from the start. */
  public static HexBytes registerCall(String uri, Map<String, HexBytes> metadata) {
    List<List<Object>> entries =
        metadata.entrySet().stream()
            .map(entry -> List.<Object>of(entry.getKey(), entry.getValue()))
            .toList();
    return REGISTER.encode(uri, entries);
  }

  /** The call that moves the agent's registration file. */
  public static HexBytes setUriCall(AgentId agent, String uri) {
    return SET_AGENT_URI.encode(agent.value(), uri);
  }

  /** The call that sets a value of the agent. */
  public static HexBytes setMetadataCall(AgentId agent, String key, HexBytes value) {
    return SET_METADATA.encode(agent.value(), key, value);
  }

  /** A text as a value. */
  public static HexBytes text(String value) {
    return HexBytes.of(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Yes or no as a value: one byte. */
  public static HexBytes flag(boolean value) {
    return new HexBytes(value ? "0x01" : "0x00");
  }
}
