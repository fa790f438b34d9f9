package org.obol.discovery.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.evm.HexBytes;
import org.obol.evm.SignedTransaction;

/**
 * What is known of one owner's agent in one registry. It is written before a transaction that makes
 * an agent can be known to anybody, so that a crash never leads to a second one.
 *
 * @param agent the agent, once it is known
 * @param since the newest block before the first of the transactions
 * @param pending transactions that may have made the agent, or still may
 */
public record RegistrationNote(
    RegistryId registry, Address owner, Optional<AgentId> agent, long since, List<Sent> pending) {

  /** A transaction that was signed, and may have been broadcast. */
  public record Sent(Bytes32 hash, long nonce, HexBytes raw) {}

  /** Copies the list. */
  public RegistrationNote {
    pending = List.copyOf(pending);
  }

  /** Nothing was done yet. */
  public static RegistrationNote start(RegistryId registry, Address owner, long newestBlock) {
    return new RegistrationNote(registry, owner, Optional.empty(), newestBlock, List.of());
  }

  /** The same, and this transaction is about to be broadcast. */
  public RegistrationNote signed(SignedTransaction transaction) {
    List<Sent> more = new ArrayList<>(pending);
    more.add(new Sent(transaction.hash(), transaction.transaction().nonce(), transaction.raw()));
    return new RegistrationNote(registry, owner, agent, since, more);
  }

  /** The agent is there. */
  public RegistrationNote made(AgentId id) {
    return new RegistrationNote(registry, owner, Optional.of(id), since, List.of());
  }

  /** The agent, when it is known. */
  public Optional<AgentRegistration> registration() {
    return agent.map(id -> new AgentRegistration(registry, id));
  }

  /** The members of the file. */
  Json.Obj json() {
    JsonObject out =
        Json.object()
            .put("registry", registry.toString())
            .put("owner", owner.checksummed())
            .put("since", since);
    agent.ifPresent(id -> out.put("agentId", id.toString()));
    return out.put(
            "pending",
            pending.stream()
                .map(
                    sent ->
                        Json.object()
                            .put("hash", sent.hash().hex())
                            .put("nonce", sent.nonce())
                            .put("raw", sent.raw().hex())
                            .build())
                .toList())
        .build();
  }

  /** Reads the members of the file. */
  static RegistrationNote of(Json.Obj file) {
    return new RegistrationNote(
        RegistryId.parse(file.requireText("registry")),
        Address.parse(file.requireText("owner")),
        file.text("agentId").map(AgentId::parse),
        file.requireInteger("since"),
        file.list("pending").orElse(List.of()).stream()
            .map(item -> item.asObject("pending"))
            .map(
                sent ->
                    new Sent(
                        Bytes32.parse(sent.requireText("hash")),
                        sent.requireInteger("nonce"),
                        HexBytes.parse(sent.requireText("raw"))))
            .toList());
  }
}
