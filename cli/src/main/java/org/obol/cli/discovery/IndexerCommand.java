package org.obol.cli.discovery;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.ServerOptions;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.cli.UntilStopped;
import org.obol.cli.sale.ServiceUrl;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.discovery.indexer.DocumentFetcher;
import org.obol.discovery.indexer.FollowChain;
import org.obol.discovery.indexer.IndexConfig;
import org.obol.discovery.indexer.Indexer;
import org.obol.discovery.indexer.IndexerHandler;
import org.obol.discovery.registry.RegistrationFetch;
import org.obol.evm.BlockTag;
import org.obol.evm.EvmClient;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import org.obol.http.Limits;
import org.obol.http.RunningServer;
import org.obol.http.ServerConfig;
import org.obol.http.VertxEngine;
import org.obol.ledger.Db;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code obol indexer}. */
@Command(
    name = "indexer",
    description = "Index the agents of a registry and answer questions about them, until stopped.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol indexer",
      "  obol indexer --chain base --rpc https://… --from-block 41000000 --follow safe",
      "",
      "Ask it: curl 'http://127.0.0.1:3400/api/v1/public/agents?protocol=dataset'"
    })
public final class IndexerCommand implements Task {

  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Session session;

  @Mixin private final RegistryOptions where = new RegistryOptions();

  @Option(
      names = "--from-block",
      paramLabel = "N",
      defaultValue = "0",
      description = "Where the registry's events begin (default: ${DEFAULT-VALUE}).")
  private long fromBlock;

  @Option(
      names = "--follow",
      paramLabel = "latest|safe|finalized",
      defaultValue = "latest",
      description = "Up to which block the chain is believed (default: ${DEFAULT-VALUE}).")
  private String follow = "latest";

  @Option(
      names = "--window",
      paramLabel = "BLOCKS",
      defaultValue = "10000",
      description = "Most blocks to ask for at once (default: ${DEFAULT-VALUE}).")
  private long window = IndexConfig.LARGEST_WINDOW;

  @Option(
      names = "--poll-ms",
      paramLabel = "MS",
      defaultValue = "2000",
      description = "Pause between two looks at the chain (default: ${DEFAULT-VALUE}).")
  private long pollMillis = 2_000;

  @Option(
      names = "--db",
      paramLabel = "FILE",
      description = "The index (default: index.db in the configuration folder).")
  private @Nullable Path database;

  @Option(
      names = "--ipfs-gateway",
      paramLabel = "URL",
      description = "Where files of ipfs:// are fetched; without it they are not.")
  private @Nullable String ipfsGateway;

  @Option(
      names = "--allow-private",
      description =
          "Fetch files from private addresses and without https, too; always so on devnet.")
  private boolean allowPrivate;

  @Mixin private final ServerOptions listen = new ServerOptions(3400);

  /** The command in this session. */
  public IndexerCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    RegistryOptions.Place place = where.place(session);
    IndexConfig config = config(place);
    ServerConfig server = listen.config(Limits.DEFAULT);
    Path file = Optional.ofNullable(database).orElseGet(() -> session.home().indexDb());
    Optional<URI> gateway =
        Optional.ofNullable(ipfsGateway).map(url -> ServiceUrl.parse("--ipfs-gateway", url));
    GuardedClient.Reach reach =
        allowPrivate || place.devnet() ? GuardedClient.Reach.ANY : GuardedClient.Reach.PUBLIC_ONLY;
    var proxy = new EnvironmentProxy(session.environment());
    try (var rpc = RegistryOptions.rpc(place.rpc(), session);
        Db db = Indexer.open(file);
        var client = new GuardedClient(proxy)) {
      var indexer = new Indexer(new EvmClient(rpc), db, config);
      indexer.requireChain();
      var fetch = new RegistrationFetch(client, reach, gateway);
      return serve(db, config, server, indexer, fetch);
    }
  }

  /** Runs until the process is told to end, or the thread is interrupted. */
  private Answer serve(
      Db db, IndexConfig config, ServerConfig at, Indexer indexer, RegistrationFetch fetch) {
    boolean interrupted;
    var fetcher = new DocumentFetcher(db, config, fetch, session.clock());
    try (var following = new FollowChain(indexer, fetcher, config.poll());
        var engine = new VertxEngine();
        RunningServer server =
            engine.start(at, new IndexerHandler(db, config, following::health, session.clock()))) {
      session.announce(ready(config, at.url(server.port())));
      interrupted =
          UntilStopped.await(
              () -> {
                server.drain(DRAIN);
                following.close();
              });
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Answer.of(Json.object().put("stopped", true).build(), "Stopped.");
  }

  private Answer ready(IndexConfig config, String url) {
    return Answer.of(
        Json.object()
            .put("url", url)
            .put("registry", config.registry().toString())
            .put("follow", follow)
            .build(),
        List.of(
            "Index: " + url + "/api/v1/public/agents",
            "Registry: " + config.registry() + ", up to the " + follow + " block",
            "Health: " + url + "/health"));
  }

  private IndexConfig config(RegistryOptions.Place place) {
    try {
      return IndexConfig.of(place.registry())
          .from(fromBlock)
          .following(BlockTag.Named.valueOf(follow.toUpperCase(Locale.ROOT)))
          .inWindowsOf(window)
          .lookingEvery(Duration.ofMillis(pollMillis));
    } catch (IllegalArgumentException e) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "--follow is latest, safe or finalized; --from-block is not negative; --window and"
              + " --poll-ms are above zero",
          e);
    }
  }
}
