package org.obol.discovery.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Bytes32;
import org.obol.crypto.ObolException;
import org.obol.evm.BroadcastUnknownException;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.HexBytes;
import org.obol.evm.Receipt;
import org.obol.evm.SignedTransaction;
import org.obol.evm.TransactionRequest;

/**
 * Registers an agent, or brings the one that is there to what is wanted: the account that pays for
 * gas has at most one agent through here, wherever an earlier run was broken off.
 */
public final class RegisterAgent {

  /** How long a node may take to show what it has just confirmed. */
  private static final Duration READ_LAG = Duration.ofSeconds(60);

  private static final Duration READ_POLL = Duration.ofMillis(200);

  /**
   * What the registry should say.
   *
   * @param uri where the registration file is
   * @param metadata values beside it; others that the agent has are left alone
   * @param agent the agent to change, when it was not made from here
   */
  public record Wish(String uri, Map<String, HexBytes> metadata, Optional<AgentId> agent) {

    /** Copies the map. */
    public Wish {
      metadata = Map.copyOf(metadata);
    }

    /** What a seller of datasets whose file is at {@code origin} wishes for. */
    public static Wish seller(PublicOrigin origin, boolean priced, Optional<AgentId> agent) {
      return new Wish(
          origin.at(RegistrationFile.WELL_KNOWN),
          Map.of(
              IdentityRegistry.SERVICE_TYPE,
              IdentityRegistry.text(SellerProfile.SERVICE_TYPE),
              IdentityRegistry.X402_SUPPORTED,
              IdentityRegistry.flag(priced)),
          agent);
    }
  }

  /**
   * What was done.
   *
   * @param made whether the agent was made now, or by an earlier run that did not learn of it
   * @param transactions of this run, in order; none when nothing was to be changed
   * @param gasUsed units of gas of these transactions
   */
  public record Outcome(
      AgentRegistration agent, boolean made, List<Bytes32> transactions, long gasUsed) {

    /** Copies the list. */
    public Outcome {
      transactions = List.copyOf(transactions);
    }
  }

  private final EvmClient client;
  private final IdentityRegistry registry;
  private final GasAccount account;
  private final RegistrationNotes notes;
  private final EarlierRegistration earlier;

  /** Registers with {@code account}, which will own the agent. */
  public RegisterAgent(
      EvmClient client, RegistryId registry, GasAccount account, RegistrationNotes notes) {
    this.client = client;
    this.registry = new IdentityRegistry(client, registry);
    this.account = account;
    this.notes = notes;
    this.earlier = new EarlierRegistration(client);
  }

  /**
   * Does it, and returns when the node shows the agent as ours.
   *
   * @throws ObolException (refused) when the agent is somebody else's, (failed) when there is no
   *     registry or a transaction reverted, (network) when the node does not answer or a
   *     transaction got into no block in time; running again goes on where this ended
   */
  public Outcome run(Wish wish) {
    if (!registry.exists()) {
      throw new ObolException(
          ObolException.Exit.FAILED, "there is no contract at " + registry.id() + ": check it");
    }
    return notes.alone(() -> alone(wish));
  }

  private Outcome alone(Wish wish) {
    List<Receipt> receipts = new ArrayList<>();
    Optional<AgentId> known = wish.agent().or(this::known);
    boolean made = known.isEmpty();
    AgentId agent = known.orElseGet(() -> make(wish, receipts));
    if (made) {
      awaitOwner(agent);
    } else {
      requireOurs(agent);
    }
    notes.write(start().made(agent));
    if (!registry.agentUri(agent).equals(wish.uri())) {
      receipts.add(execute(IdentityRegistry.setUriCall(agent, wish.uri())));
    }
    wish.metadata().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> !registry.metadata(agent, entry.getKey()).equals(entry.getValue()))
        .map(entry -> IdentityRegistry.setMetadataCall(agent, entry.getKey(), entry.getValue()))
        .forEach(call -> receipts.add(execute(call)));
    return new Outcome(
        new AgentRegistration(registry.id(), agent),
        made,
        receipts.stream().map(Receipt::transactionHash).toList(),
        receipts.stream().mapToLong(Receipt::gasUsed).sum());
  }

  /** The agent of the note, as long as the chain still has it. */
  private Optional<AgentId> known() {
    return notes
        .read(registry.id(), account.address())
        .flatMap(RegistrationNote::agent)
        // A local chain forgets, and a reorganization may take an agent back.
        .filter(agent -> registry.ownerOf(agent).isPresent());
  }

  private AgentId make(Wish wish, List<Receipt> receipts) {
    Optional<RegistrationNote> note =
        notes.read(registry.id(), account.address()).filter(n -> n.agent().isEmpty());
    Optional<AgentId> found = note.flatMap(earlier::agent);
    if (found.isPresent()) {
      return found.get();
    }
    var writer = new NoteWriter(start());
    HexBytes call = IdentityRegistry.registerCall(wish.uri(), wish.metadata());
    Receipt receipt =
        account.await(
            account.send(TransactionRequest.call(registry.id().address(), call), writer::add));
    requireSuccess(receipt);
    receipts.add(receipt);
    return EarlierRegistration.agent(receipt, registry.id(), account.address())
        .orElseThrow(
            () ->
                new ObolException(
                    ObolException.Exit.VERIFICATION,
                    registry.id()
                        + " took the registration and told of no agent: it is no identity"
                        + " registry"));
  }

  /** Keeps the note in step with what is signed. */
  private final class NoteWriter {

    private RegistrationNote note;

    private NoteWriter(RegistrationNote note) {
      this.note = note;
    }

    private void add(SignedTransaction transaction) {
      long nonce = transaction.transaction().nonce();
      if (note.pending().stream().anyMatch(sent -> sent.nonce() != nonce)) {
        // With two numbers both could make an agent, should the node have been wrong about one.
        throw new ObolException(
            ObolException.Exit.NETWORK,
            "another program sends with " + account.address() + ": run obol register again");
      }
      note = note.signed(transaction);
      notes.write(note);
    }
  }

  private RegistrationNote start() {
    return RegistrationNote.start(registry.id(), account.address(), client.latestBlock().number());
  }

  private Receipt execute(HexBytes call) {
    try {
      Receipt receipt = account.execute(TransactionRequest.call(registry.id().address(), call));
      requireSuccess(receipt);
      return receipt;
    } catch (BroadcastUnknownException e) {
      throw new ObolException(
          ObolException.Exit.NETWORK, e.getMessage() + ", then run obol register again", e);
    }
  }

  private static void requireSuccess(Receipt receipt) {
    if (!receipt.succeeded()) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "transaction " + receipt.transactionHash() + " reverted; run obol register again");
    }
  }

  private void requireOurs(AgentId agent) {
    if (!isOurs(agent)) {
      throw new ObolException(
          ObolException.Exit.REFUSED,
          "agent "
              + agent
              + " of "
              + registry.id()
              + " does not belong to "
              + account.address().checksummed()
              + ": use its owner's key. If you gave it away and want another one, remove its note"
              + " from the folder registrations");
    }
  }

  private boolean isOurs(AgentId agent) {
    return registry.ownerOf(agent).filter(account.address()::equals).isPresent();
  }

  private void awaitOwner(AgentId agent) {
    // A receipt may come from one machine and the next answer from another that is behind.
    boolean seen = new Patience(READ_POLL, READ_LAG).until(() -> isOurs(agent));
    if (!seen) {
      throw new ObolException(
          ObolException.Exit.NETWORK,
          "agent "
              + agent
              + " was registered, but the node does not show it yet: run obol register again");
    }
  }
}
