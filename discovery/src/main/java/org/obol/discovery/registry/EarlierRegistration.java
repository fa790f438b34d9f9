package org.obol.discovery.registry;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Eip712;
import org.obol.crypto.ObolException;
import org.obol.evm.BlockTag;
import org.obol.evm.EvmClient;
import org.obol.evm.Log;
import org.obol.evm.Receipt;
import org.obol.evm.RpcErrorException;

/**
 * Finds out what became of a registration that an earlier run signed and did not see the end of.
 */
final class EarlierRegistration {

  private static final Duration RECEIPT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final long WINDOW = 5_000;

  private final EvmClient client;

  EarlierRegistration(EvmClient client) {
    this.client = client;
  }

  /**
   * The agent that one of the note's transactions made, after bringing the newest one to its end;
   * empty when none of them made an agent, nor ever can.
   *
   * @throws ObolException (network) when that cannot be told yet
   */
  Optional<AgentId> agent(RegistrationNote note) {
    if (note.pending().isEmpty()) {
      return Optional.empty();
    }
    Optional<Receipt> receipt = receipt(note);
    if (receipt.isEmpty()) {
      RegistrationNote.Sent newest = note.pending().getLast();
      if (client.transactionCount(note.owner(), BlockTag.Named.LATEST) <= newest.nonce()) {
        receipt = sendAgain(note, newest);
      } else {
        // Somebody used the number. A node that is behind may not show yet that it was us.
        receipt = receipt(note);
      }
    }
    return receipt
        .filter(Receipt::succeeded)
        .flatMap(made -> agent(made, note.registry(), note.owner()))
        .or(() -> logged(note));
  }

  /** The agent that a transaction made for {@code owner}. */
  static Optional<AgentId> agent(Receipt receipt, RegistryId registry, Address owner) {
    return receipt.logs().stream()
        .filter(log -> log.address().equals(registry.address()))
        .flatMap(log -> RegistryEvents.read(log).stream())
        .filter(event -> event instanceof AgentEvent.Registered r && r.owner().equals(owner))
        .map(AgentEvent::agent)
        .findFirst();
  }

  private Optional<Receipt> receipt(RegistrationNote note) {
    return note.pending().reversed().stream()
        .flatMap(sent -> client.receipt(sent.hash()).stream())
        .findFirst();
  }

  /** The same bytes can get into the chain once only, however often they are sent. */
  private Optional<Receipt> sendAgain(RegistrationNote note, RegistrationNote.Sent newest) {
    try {
      client.sendRaw(newest.raw());
    } catch (RpcErrorException e) {
      // The pool has it, or an older version of it; the receipts tell.
    }
    var found = new Found();
    boolean included = new Patience(POLL, RECEIPT).until(() -> found.look(receipt(note)));
    if (!included) {
      throw new ObolException(
          ObolException.Exit.NETWORK,
          "transaction "
              + newest.hash()
              + " of an earlier run is in no block yet: run obol register again later, or send"
              + " something else with number "
              + newest.nonce()
              + " from that account first");
    }
    return found.receipt;
  }

  private static final class Found {

    private Optional<Receipt> receipt = Optional.empty();

    private boolean look(Optional<Receipt> seen) {
      receipt = seen;
      return seen.isPresent();
    }
  }

  /** The agent that the registry's own events say was made for the owner since then. */
  private Optional<AgentId> logged(RegistrationNote note) {
    var logs =
        new RegistryLogs(
            client,
            note.registry(),
            List.of(
                List.of(RegistryEvents.REGISTERED), List.of(), List.of(Eip712.word(note.owner()))),
            WINDOW);
    var hashes = note.pending().stream().map(RegistrationNote.Sent::hash).toList();
    long last = client.latestBlock().number();
    long next = note.since();
    while (next <= last) {
      RegistryLogs.Window window = logs.read(next, last);
      for (Log log : window.logs()) {
        if (hashes.contains(log.transactionHash())) {
          return RegistryEvents.read(log).map(AgentEvent::agent);
        }
      }
      next = window.end() + 1;
    }
    return Optional.empty();
  }
}
