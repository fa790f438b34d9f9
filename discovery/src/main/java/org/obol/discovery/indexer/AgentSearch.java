package org.obol.discovery.indexer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.AgentUri;
import org.obol.ledger.Db;

/** Reads agents out of the index. */
final class AgentSearch {

  /** One page, and how many agents there are on all pages. */
  record Page(List<Json> agents, long total) {}

  /** How much there is. */
  record Totals(long agents, long owners) {}

  private final Db db;

  AgentSearch(Db db) {
    this.db = db;
  }

  Page page(AgentQuery query) {
    AgentQuery.Condition condition = query.condition();
    Object[] wanted = condition.parameters().toArray();
    return db.read(
        tx -> {
          long total =
              tx.first(
                      "select count(*) from agent" + condition.sql(), row -> row.getLong(1), wanted)
                  .orElseThrow();
          List<Object> parameters = new ArrayList<>(condition.parameters());
          parameters.add(query.limit());
          parameters.add(query.offset());
          List<Json> agents =
              tx.list(
                  "select record from agent"
                      + condition.sql()
                      + query.order()
                      + " limit ? offset ?",
                  row -> JsonReader.read(row.getString(1)),
                  parameters.toArray());
          return new Page(agents, total);
        });
  }

  /** All that is known of one agent. */
  Optional<Json.Obj> agent(AgentId id) {
    return db.read(
        tx ->
            tx.first(
                "select record, metadata, uri, content from agent"
                    + " left join document on document.source = agent.source where id = ?",
                AgentSearch::detail,
                id.padded()));
  }

  Totals totals() {
    return db.read(
        tx ->
            tx.first(
                    "select count(*), count(distinct owner) from agent",
                    row -> new Totals(row.getLong(1), row.getLong(2)))
                .orElseThrow());
  }

  private static Json.Obj detail(ResultSet row) throws SQLException {
    Json.Obj agent = JsonReader.read(row.getString(1)).asObject("record");
    String uri = row.getString(3);
    Json file =
        Optional.ofNullable(row.getString(4))
            .or(() -> inline(uri))
            .<Json>map(JsonReader::read)
            .orElseGet(Json.Null::new);
    Map<String, Json> members = new LinkedHashMap<>(agent.members());
    members.put("uri", Json.of(uri));
    members.put(
        "raw_metadata",
        Json.object()
            .put("offchain_uri", uri)
            .put("offchain_content", file)
            .put("onchain_indexed", JsonReader.read(row.getString(2)))
            .put("fetch_error", agent.get("fetch_error").orElseGet(Json.Null::new))
            .build());
    members.put("registration_json", file);
    return new Json.Obj(members);
  }

  private static Optional<String> inline(String uri) {
    try {
      return AgentUri.parse(uri) instanceof AgentUri.Inline inline
          ? AgentDocument.in(inline).content()
          : Optional.empty();
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
