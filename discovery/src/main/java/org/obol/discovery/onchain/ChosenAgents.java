package org.obol.discovery.onchain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.obol.discovery.indexer.AgentIndex;
import org.obol.discovery.indexer.AgentIndex.Ask;
import org.obol.discovery.indexer.ListedAgent;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.SellerProfile;
import org.obol.discovery.router.Deadline;

/**
 * Which agents are looked at when there are more than that: up to a half are those that have the
 * words themselves, the rest those with the lowest numbers, so that late-comers push nobody out
 * whatever they call themselves.
 *
 * @param agents in the order in which they are looked at
 * @param leftOut how many more the index says it has, at least
 */
record ChosenAgents(List<ListedAgent> agents, long leftOut) {

  private static final List<String> PROTOCOLS =
      List.of(SellerProfile.SERVICE_TYPE, SellerProfile.CATALOG_SERVICE);

  /**
   * Asks the index, page by page as long as there is time.
   *
   * @param words may be blank
   * @throws org.obol.crypto.ObolException (network) when the index does not answer
   */
  static ChosenAgents of(AgentIndex index, String words, int most, Deadline deadline) {
    Map<AgentId, ListedAgent> chosen = new LinkedHashMap<>();
    if (!words.isBlank()) {
      Found named = found(index, Optional.of(words.strip()), most / 2, deadline);
      named.lowest().stream().limit(most / 2).forEach(agent -> chosen.put(agent.agent(), agent));
    }
    Found all = found(index, Optional.empty(), most, deadline);
    all.lowest().stream()
        .filter(agent -> !chosen.containsKey(agent.agent()))
        .limit(most - chosen.size())
        .toList()
        .forEach(agent -> chosen.put(agent.agent(), agent));
    return new ChosenAgents(List.copyOf(chosen.values()), Math.max(0, all.total() - chosen.size()));
  }

  private record Found(List<ListedAgent> lowest, long total) {}

  private static Found found(
      AgentIndex index, Optional<String> words, int most, Deadline deadline) {
    Map<AgentId, ListedAgent> byNumber = new TreeMap<>();
    long total = 0;
    for (String protocol : PROTOCOLS) {
      long there = Long.MAX_VALUE;
      for (int page = 1; (page - 1L) * AgentIndex.PAGE < Math.min(most, there); page++) {
        if (page > 1 && deadline.isOver()) {
          break;
        }
        ListedAgent.Page next = index.agents(new Ask(protocol, words, page));
        next.agents().forEach(agent -> byNumber.put(agent.agent(), agent));
        there = next.total();
      }
      total = Math.max(total, there == Long.MAX_VALUE ? 0 : there);
    }
    return new Found(List.copyOf(byNumber.values()), Math.max(total, byNumber.size()));
  }
}
