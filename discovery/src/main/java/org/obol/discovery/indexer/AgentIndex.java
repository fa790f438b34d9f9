package org.obol.discovery.indexer;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.discovery.registry.RegistryId;
import org.obol.http.GuardedClient;
import org.obol.http.GuardedClient.Call;
import org.obol.http.GuardedClient.Reach;
import org.obol.ledger.Db;

/** Where agents are looked up by what they do. */
public interface AgentIndex {

  /** Agents on a page. */
  int PAGE = 100;

  /**
   * What is asked for.
   *
   * @param protocol that the agents name
   * @param words that occur together in what they say of themselves
   * @param page from 1 on
   */
  record Ask(String protocol, Optional<String> words, int page) {}

  /**
   * A page of the agents that are asked for, lowest number first.
   *
   * @throws ObolException (network) when the index does not answer
   */
  ListedAgent.Page agents(Ask ask);

  /** The index in this database. */
  static AgentIndex of(Db db, RegistryId registry) {
    var search = new AgentSearch(db);
    return ask -> {
      AgentSearch.Page page =
          search.page(
              new AgentQuery(
                  ask.page(),
                  PAGE,
                  Optional.of(ask.protocol()),
                  ask.words(),
                  Optional.empty(),
                  AgentQuery.Sort.TOKEN_ID,
                  false));
      return page(page.agents(), page.total(), registry);
    };
  }

  /**
   * The index that somebody serves in 8004scan's shape.
   *
   * @param service its URL, with or without {@code /api/v1/public}
   */
  static AgentIndex at(URI service, GuardedClient client, RegistryId registry) {
    String base = service.toString().replaceFirst("(/api/v1/public)?/*$", "/api/v1/public");
    return ask -> {
      URI uri =
          URI.create(
              base
                  + "/agents?sortBy=token_id&sortOrder=asc&page="
                  + ask.page()
                  + "&limit="
                  + PAGE
                  + "&chainId="
                  + registry.chain().value()
                  + "&protocol="
                  + encoded(ask.protocol())
                  + ask.words().map(words -> "&search=" + encoded(words)).orElse(""));
      GuardedClient.Answer answer =
          client.send(Call.get(uri, Reach.ANY).within(8 << 20, Duration.ofSeconds(15)));
      try {
        Json.Obj body = JsonReader.read(answer.body(), 8 << 20).asObject("the index's answer");
        List<Json> agents = body.list("data").orElseThrow(() -> new JsonException("no data"));
        long total =
            body.object("meta")
                .flatMap(meta -> meta.object("pagination"))
                .flatMap(pages -> pages.integer("total"))
                .orElse((long) agents.size());
        return page(agents.stream().limit(PAGE).toList(), total, registry);
      } catch (JsonException e) {
        throw new ObolException(
            ObolException.Exit.NETWORK,
            "the index at %s answered %d, and no list of agents: %s"
                .formatted(service.getHost(), answer.status(), e.getMessage()),
            e);
      }
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static ListedAgent.Page page(List<Json> agents, long total, RegistryId registry) {
    return new ListedAgent.Page(
        agents.stream().flatMap(json -> ListedAgent.read(json, registry).stream()).toList(), total);
  }
}
