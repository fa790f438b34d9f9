package org.obol.cli.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Whether the chain is where to look. */
  boolean isAsked() {
    return where.isChainGiven();
  }

  /** Looks. */
  Answer run(Session session, Query query) {
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
              ? search.find(AgentIndex.at(index.get(), client, place.registry()), query)
              : read(chain, place, search, query);
      return ChainFinds.answer(found);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObolException(ObolException.Exit.FAILED, "interrupted while looking", e);
    }
  }

  /** Reads the registry's events first. */
  private DiscoverOnChain.Result read(
      EvmClient chain, RegistryOptions.Place place, DiscoverOnChain search, Query query)
      throws InterruptedException {
    if (fromBlock < 0) {
      throw new ObolException(ObolException.Exit.USAGE, "--from-block is not negative");
    }
    Path passing = database == null ? folder() : database;
    Path file = database == null ? passing.resolve("index.db") : database;
    try (Db db = Indexer.open(file)) {
      new Indexer(chain, db, IndexConfig.of(place.registry()).from(fromBlock)).catchUp();
      return search.find(AgentIndex.of(db, place.registry()), query);
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
