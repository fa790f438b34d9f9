package org.obol.discovery.onchain;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.obol.crypto.ObolException;
import org.obol.discovery.indexer.AgentIndex;
import org.obol.discovery.indexer.ListedAgent;
import org.obol.discovery.onchain.ChainAgent.Link;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.IdentityRegistry;
import org.obol.discovery.registry.RegistrationFetch;
import org.obol.discovery.router.AtOnce;
import org.obol.discovery.router.CatalogIndex;
import org.obol.discovery.router.CatalogSurvey;
import org.obol.discovery.router.CatalogSurvey.Surveyed;
import org.obol.discovery.router.Deadline;
import org.obol.discovery.router.Listing;
import org.obol.discovery.router.Member;
import org.obol.discovery.router.Query;
import org.obol.discovery.router.RouterConfig;
import org.obol.http.GuardedClient;
import org.obol.http.GuardedClient.Reach;

/**
 * Finds offers from a registry of agents on: who sells, where the catalog is, what is in it, and
 * how far each step may be believed. An index only says which agents to look at.
 */
public final class DiscoverOnChain {

  private static final int AGENTS_AT_ONCE = 128;

  /** Agents of one catalog that are shown, those first that its origin names. */
  private static final int MAX_AGENTS_OF_A_CATALOG = 16;

  /** As a router reads its members, but of one seller what one screen can show. */
  private static final RouterConfig CATALOGS =
      RouterConfig.DEFAULT
          .withSizes(1 << 18, 300, 100_000)
          .with(new RouterConfig.Checks(500, 100, Duration.ofSeconds(20), true));

  private final IdentityRegistry registry;
  private final GuardedClient client;
  private final boolean allowPrivate;
  private final Optional<URI> ipfsGateway;
  private final InstantSource clock;

  /**
   * How far to look.
   *
   * @param agents most agents that are looked at, 1 to {@link #MOST_AGENTS}
   * @param time for everything together; what was not reached by then is counted, not waited for
   */
  public record Limits(int agents, Duration time) {

    /** More are not looked at in one go. */
    public static final int MOST_AGENTS = 10_000;

    /** 100 agents, a minute. */
    public static final Limits DEFAULT = new Limits(100, Duration.ofMinutes(1));

    /** Checks the ranges. */
    public Limits {
      if (agents < 1 || agents > MOST_AGENTS || !time.isPositive()) {
        throw new IllegalArgumentException("1 to " + MOST_AGENTS + " agents, in some time");
      }
    }
  }

  /**
   * What there was no time for, or no answer from the chain.
   *
   * @param rows of catalogs that were read, but which nobody checked
   */
  public record Unreached(int agents, int catalogs, long rows) {}

  /**
   * What was found.
   *
   * @param agents that were looked at, by number
   * @param agentsLeftOut how many more the index has than were to be looked at, at least
   * @param unreached of those that were to be looked at
   * @param catalogs that were asked
   * @param rows one page
   * @param total of all pages
   */
  public record Result(
      List<ChainAgent> agents,
      long agentsLeftOut,
      Unreached unreached,
      Map<URI, Surveyed> catalogs,
      List<FoundRow> rows,
      int total) {

    /** Copies the lists. */
    public Result {
      agents = List.copyOf(agents);
      catalogs = Map.copyOf(catalogs);
      rows = List.copyOf(rows);
    }
  }

  /**
   * Looks from that registry on.
   *
   * @param client asks everybody but the chain; stays the caller's to close
   * @param allowPrivate whether strangers may lead to private addresses: on a local chain only
   * @param ipfsGateway where files of ipfs:// are had
   */
  public DiscoverOnChain(
      IdentityRegistry registry,
      GuardedClient client,
      boolean allowPrivate,
      Optional<URI> ipfsGateway,
      InstantSource clock) {
    this.registry = registry;
    this.client = client;
    this.allowPrivate = allowPrivate;
    this.ipfsGateway = ipfsGateway;
    this.clock = clock;
  }

  /**
   * A page of what {@code query} asks for, what is contradicted last. Each step (index, agents,
   * catalogs, checks) may take half of the time that is left, the last one all of it, so that slow
   * strangers in one leave something for the next.
   *
   * @throws ObolException (network) when the chain or the index does not answer at all
   */
  public Result find(AgentIndex index, Query query, Limits limits) throws InterruptedException {
    Deadline deadline = Deadline.in(limits.time());
    var chosen = ChosenAgents.of(index, query.text(), limits.agents(), deadline.half());
    List<ChainAgent> agents = read(chosen.agents(), deadline.half());
    Map<Member, List<Seller>> byCatalog = byCatalog(agents);
    RouterConfig config = CATALOGS.allowingPrivate(allowPrivate);
    Map<Member, Surveyed> catalogs =
        new CatalogSurvey(client, config, clock).read(List.copyOf(byCatalog.keySet()), deadline);
    List<FoundRow> rows = rows(byCatalog, catalogs, query);
    Map<URI, Surveyed> byUrl = new LinkedHashMap<>();
    catalogs.forEach((member, catalog) -> byUrl.put(member.catalog(), catalog));
    long first = (query.page() - 1L) * query.pageSize();
    return new Result(
        agents,
        chosen.leftOut(),
        new Unreached(
            chosen.agents().size() - agents.size(),
            byCatalog.size() - catalogs.size(),
            catalogs.values().stream().mapToLong(DiscoverOnChain::unchecked).sum()),
        byUrl,
        rows.stream().skip(first).limit(query.pageSize()).toList(),
        rows.size());
  }

  private static long unchecked(Surveyed catalog) {
    return catalog.listings().stream().filter(Listing::isPending).count();
  }

  private List<ChainAgent> read(List<ListedAgent> listed, Deadline deadline)
      throws InterruptedException {
    Reach reach = allowPrivate ? Reach.ANY : Reach.PUBLIC_ONLY;
    var files = new RegistrationFiles(new RegistrationFetch(client, reach, ipfsGateway));
    var reader = new ReadAgent(registry, files, allowPrivate);
    Map<AgentId, ChainAgent> read = new ConcurrentHashMap<>();
    List<ObolException> failures = new CopyOnWriteArrayList<>();
    AtOnce.run(
        AGENTS_AT_ONCE,
        listed.stream()
            .<Runnable>map(
                agent ->
                    () -> {
                      try {
                        ChainAgent found = reader.read(agent);
                        if (!AtOnce.isBrokenOff()) {
                          read.put(agent.agent(), found);
                        }
                      } catch (ObolException e) {
                        failures.add(e);
                      }
                    })
            .toList(),
        deadline);
    List<ChainAgent> inOrder = new TreeMap<>(read).values().stream().toList();
    if (inOrder.isEmpty() && !failures.isEmpty()) {
      throw failures.getFirst();
    }
    return inOrder;
  }

  /** An agent that names a catalog. */
  private record Seller(ChainAgent agent, Link link) {

    private FoundRow judge(Listing row) {
      return JudgeRow.judge(agent, link, row);
    }
  }

  private static Map<Member, List<Seller>> byCatalog(List<ChainAgent> agents) {
    Map<Member, List<Seller>> byCatalog = new LinkedHashMap<>();
    for (ChainAgent agent : agents) {
      for (Link link : agent.catalogs()) {
        byCatalog
            .computeIfAbsent(link.catalog(), _ -> new ArrayList<>())
            .add(new Seller(agent, link));
      }
    }
    byCatalog.replaceAll(
        (_, sellers) ->
            sellers.stream()
                .sorted(Comparator.comparing(seller -> seller.link().origin().standing()))
                .limit(MAX_AGENTS_OF_A_CATALOG)
                .toList());
    return byCatalog;
  }

  private static List<FoundRow> rows(
      Map<Member, List<Seller>> byCatalog, Map<Member, Surveyed> catalogs, Query query) {
    // By identity: two catalogs may have the same row, and each is its own sellers'.
    IdentityHashMap<Listing, List<Seller>> sellers = new IdentityHashMap<>();
    catalogs.forEach(
        (member, catalog) ->
            catalog
                .listings()
                .forEach(row -> sellers.put(row, byCatalog.getOrDefault(member, List.of()))));
    return new CatalogIndex(List.copyOf(sellers.keySet()))
        .matching(query).stream()
            .flatMap(row -> sellers.getOrDefault(row, List.of()).stream().map(s -> s.judge(row)))
            .sorted(Comparator.comparing(FoundRow::state))
            .toList();
  }
}
