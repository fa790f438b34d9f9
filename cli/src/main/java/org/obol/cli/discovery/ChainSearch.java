package org.obol.cli.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.sale.ServiceUrl;
import org.obol.crypto.ObolException;
import org.obol.discovery.indexer.AgentIndex;
import org.obol.discovery.indexer.IndexConfig;
import org.obol.discovery.indexer.Indexer;
import org.obol.discovery.onchain.DiscoverOnChain;
import org.obol.discovery.registry.IdentityRegistry;
import org.obol.discovery.router.Query;
import org.obol.evm.EvmClient;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import org.obol.ledger.Db;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The part of {@code obol discover} that begins at a registry on a chain. */
final class ChainSearch {

  private static final int LONGEST_SECONDS = 3_600;

  @Mixin private final RegistryOptions where = new RegistryOptions();

  @Option(
      names = "--indexer",
      paramLabel = "URL",
      description = "Ask this index for agents, and the chain for each; else all events are read.")
  private @Nullable String indexer;

  @Option(
      names = "--from-block",
      paramLabel = "N",
      defaultValue = "0",
      description = "Without --indexer: where the registry's events begin.")
  private long fromBlock;

  @Option(
      names = "--db",
      paramLabel = "FILE",
      description =
          "Without --indexer: keep what was read here, so that next time only new blocks" + " are.")
  private @Nullable Path database;

  @Option(
      names = "--ipfs-gateway",
      paramLabel = "URL",
      description = "Where files of ipfs:// are fetched; without it they are not.")
  private @Nullable String ipfsGateway;

  @Option(
      names = "--allow-private",
      description = "Ask private addresses and without https, too; always so on a local chain.")
  private boolean allowPrivate;

  @Option(
      names = "--max-agents",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "With --chain: look at so many agents, 1 to 10000; up to a half are those that have the"
              + " words themselves, the rest those registered first (default: ${DEFAULT-VALUE}).")
  private int maxAgents = 100;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "With --chain: show what was found after so long, 1 to 3600; reading the registry's"
              + " events is not counted (default: ${DEFAULT-VALUE}).")
  private int timeout = 60;

  /** Whether the chain is where to look. */
  boolean isAsked() {
    return where.isChainGiven();
  }

  /** Looks. */
  Answer run(Session session, Query query) {
    DiscoverOnChain.Limits limits = limits();
    RegistryOptions.Place place = where.place(session);
    Optional<URI> gateway =
        Optional.ofNullable(ipfsGateway).map(url -> ServiceUrl.parse("--ipfs-gateway", url));
    Optional<URI> index =
        Optional.ofNullable(indexer).map(url -> ServiceUrl.parse("--indexer", url));
    try (var rpc = RegistryOptions.rpc(place.rpc(), session);
        var client = new GuardedClient(new EnvironmentProxy(session.environment()))) {
      var chain = new EvmClient(rpc);
      place.requireChain(chain);
      var search =
          new DiscoverOnChain(
              new IdentityRegistry(chain, place.registry()),
              client,
              allowPrivate || place.devnet(),
              gateway,
              session.clock());
      DiscoverOnChain.Result found =
          index.isPresent()
              ? search.find(AgentIndex.at(index.get(), client, place.registry()), query, limits)
              : read(chain, place, agents -> search.find(agents, query, limits));
      return ChainFinds.answer(found, limits);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObolException(ObolException.Exit.FAILED, "interrupted while looking", e);
    }
  }

  private DiscoverOnChain.Limits limits() {
    if (maxAgents < 1 || maxAgents > DiscoverOnChain.Limits.MOST_AGENTS) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "--max-agents is 1 to " + DiscoverOnChain.Limits.MOST_AGENTS + ", not " + maxAgents);
    }
    if (timeout < 1 || timeout > LONGEST_SECONDS) {
      throw new ObolException(
          ObolException.Exit.USAGE, "--timeout is 1 to " + LONGEST_SECONDS + " s, not " + timeout);
    }
    return new DiscoverOnChain.Limits(maxAgents, Duration.ofSeconds(timeout));
  }

  private interface Search {
    DiscoverOnChain.Result among(AgentIndex agents) throws InterruptedException;
  }

  /** Reads the registry's events first. */
  private DiscoverOnChain.Result read(EvmClient chain, RegistryOptions.Place place, Search search)
      throws InterruptedException {
    if (fromBlock < 0) {
      throw new ObolException(ObolException.Exit.USAGE, "--from-block is not negative");
    }
    Path passing = database == null ? folder() : database;
    Path file = database == null ? passing.resolve("index.db") : database;
    try (Db db = Indexer.open(file)) {
      new Indexer(chain, db, IndexConfig.of(place.registry()).from(fromBlock)).catchUp();
      return search.among(AgentIndex.of(db, place.registry()));
    } finally {
      if (database == null) {
        remove(passing);
      }
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("obol-discover");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
