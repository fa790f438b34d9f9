package org.obol.cli.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.cli.ServerOptions;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.cli.UntilStopped;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.discovery.router.Member;
import org.obol.discovery.router.Members;
import org.obol.discovery.router.Router;
import org.obol.discovery.router.RouterConfig;
import org.obol.http.EnvironmentProxy;
import org.obol.http.Limits;
import org.obol.http.RunningServer;
import org.obol.http.ServerConfig;
import org.obol.http.VertxEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code obol router}. */
@Command(
    name = "router",
    description = "Serve one catalog over those of many sellers, until stopped.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol router --member ada=https://ada.example.org --member bob=https://bob.example.org",
      "  obol router --members-file members.txt --host 0.0.0.0 --port 80",
      "  OBOL_ROUTER_MEMBERS=\"seller1=http://127.0.0.1:18961\" PORT=18971 obol router"
          + " --allow-private",
      "",
      "A file of members has name=url on each line, and is read again before each sweep."
    })
public final class RouterCommand implements Task {

  private static final int DEFAULT_PORT = 8404;
  private static final String PORT = "PORT";
  private static final Duration DRAIN = Duration.ofSeconds(5);

  /** The reference's router resells; this one does not. */
  private static final List<String> UNUSED =
      List.of("ROUTER_CHAIN", "ROUTER_PAY_TO", "ROUTER_FACILITATOR_URL", "ROUTER_BUYER_KEY_HEX");

  private final Session session;

  @Option(
      names = "--member",
      paramLabel = "NAME=URL",
      description =
          "A seller or another router; may be repeated, and added to by the variable"
              + " OBOL_ROUTER_MEMBERS.")
  private List<String> members = new ArrayList<>();

  @Option(names = "--members-file", paramLabel = "FILE", description = "A file with more of them.")
  private @Nullable Path membersFile;

  @Mixin private final ServerOptions listen;

  @Option(
      names = "--allow-private",
      description =
          "Ask members on this machine or a private network too"
              + " (also: OBOL_ROUTER_ALLOW_PRIVATE=1).")
  private boolean allowPrivate;

  @Option(
      names = "--refresh",
      paramLabel = "SECONDS",
      defaultValue = "45",
      description = "Time between two sweeps, about (default: ${DEFAULT-VALUE}).")
  private int refresh = 45;

  @Option(
      names = "--max-catalog",
      paramLabel = "BYTES",
      defaultValue = "1048576",
      description = "Longest catalog of one member (default: ${DEFAULT-VALUE}).")
  private int maxCatalog = 1 << 20;

  @Option(
      names = "--max-per-member",
      paramLabel = "N",
      defaultValue = "10000",
      description = "List at most so many offers of one member (default: ${DEFAULT-VALUE}).")
  private int maxPerMember = 10_000;

  @Option(
      names = "--max-total",
      paramLabel = "N",
      defaultValue = "100000",
      description = "List at most so many offers in all (default: ${DEFAULT-VALUE}).")
  private int maxTotal = 100_000;

  /** The command in this session. */
  public RouterCommand(Session session) {
    this.session = session;
    this.listen = new ServerOptions(port(session.environment()).orElse(DEFAULT_PORT));
  }

  @Override
  public Answer run() throws IOException {
    Members all = new Members(named(), Optional.ofNullable(membersFile));
    if (all.now().isEmpty()) {
      throw usage("whose catalogs? Give --member NAME=URL, --members-file or OBOL_ROUTER_MEMBERS");
    }
    if (session.environment().containsKey(PORT) && port(session.environment()).isEmpty()) {
      throw usage("the variable PORT must be a number from 0 to 65535");
    }
    RouterConfig config = config();
    ServerConfig server = listen.config(Limits.DEFAULT);
    Path folder = Files.createTempDirectory("obol-router");
    boolean interrupted;
    try (var router =
            new Router(
                config, all, folder, session.clock(), new EnvironmentProxy(session.environment()));
        var engine = new VertxEngine();
        RunningServer running = engine.start(server, router.surface())) {
      router.start();
      session.announce(ready(server.url(running.port()), config, all));
      interrupted = UntilStopped.await(() -> running.drain(DRAIN));
    } finally {
      delete(folder);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Answer.of(Json.object().put("stopped", true).build(), "Stopped.");
  }

  private List<Member> named() {
    String variable = session.environment().getOrDefault("OBOL_ROUTER_MEMBERS", "");
    return Stream.concat(
            Member.list(variable).stream(), members.stream().flatMap(m -> Member.list(m).stream()))
        .toList();
  }

  private RouterConfig config() {
    boolean privately =
        allowPrivate || "1".equals(session.environment().get("OBOL_ROUTER_ALLOW_PRIVATE"));
    RouterConfig standard = RouterConfig.DEFAULT;
    try {
      return standard
          .allowingPrivate(privately)
          .withTimes(Duration.ofSeconds(refresh), standard.timeout(), standard.staleFor())
          .withSizes(maxCatalog, maxPerMember, maxTotal);
    } catch (IllegalArgumentException e) {
      throw usage("--refresh, --max-catalog, --max-per-member and --max-total must be positive");
    }
  }

  /** What hosting services tell a program its port with, where it is a number. */
  private static Optional<Integer> port(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(PORT))
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(Integer::valueOf);
  }

  private Answer ready(String url, RouterConfig config, Members all) {
    List<String> lines = new ArrayList<>();
    lines.add("Router: " + url + "/api/services.json");
    lines.add(Figures.plural(all.now().size(), "member") + ", status at " + url + "/members");
    String avoided = avoided(config, all);
    if (!avoided.isEmpty()) {
      lines.add(
          "Not asked, being on a private network: " + avoided + "; --allow-private asks them.");
    }
    String unused = unused(session.environment());
    if (!unused.isEmpty()) {
      lines.add("Not used: " + unused + ". This router lists offers, it does not resell them.");
    }
    return Answer.of(
        Json.object()
            .put("url", url)
            .put("members", all.now().stream().map(m -> Json.of(m.name())).toList())
            .put("notAsked", avoided)
            .put("unused", unused)
            .build(),
        lines);
  }

  private static String avoided(RouterConfig config, Members all) {
    return all.now().stream()
        .filter(member -> member.isPrivate() && !config.allowPrivate())
        .map(Member::name)
        .collect(Collectors.joining(", "));
  }

  /** Names only: one of them has a key in it. */
  private static String unused(Map<String, String> environment) {
    return UNUSED.stream().filter(environment::containsKey).collect(Collectors.joining(", "));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
