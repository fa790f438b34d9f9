package org.obol.discovery.indexer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which agents are wanted, in which order, and which page of them.
 *
 * @param page from 1 on
 * @param limit agents on a page, 1..100
 * @param protocol a supported protocol, in any case
 * @param search words in the name, the description or the protocols, in any case
 * @param owner an address in lowercase
 */
record AgentQuery(
    long page,
    int limit,
    Optional<String> protocol,
    Optional<String> search,
    Optional<String> owner,
    Sort sort,
    boolean descending) {

  static final int MAX_LIMIT = 100;

  /** By what agents can be sorted; nobody scores agents here, so that two of them say nothing. */
  enum Sort {
    CREATED_AT("created_at", "created"),
    NAME("name", "name"),
    TOKEN_ID("token_id", "id"),
    TOTAL_SCORE("total_score", "id"),
    STARS("stars", "id");

    private final String word;
    private final String column;

    Sort(String word, String column) {
      this.word = word;
      this.column = column;
    }

    static Optional<Sort> of(String word) {
      for (Sort sort : values()) {
        if (sort.word.equals(word)) {
          return Optional.of(sort);
        }
      }
      return Optional.empty();
    }
  }

  /** A condition in SQL with its parameters. */
  record Condition(String sql, List<Object> parameters) {}

  Condition condition() {
    List<String> parts = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    owner.ifPresent(
        address -> {
          parts.add("owner = ?");
          parameters.add(address);
        });
    protocol.ifPresent(
        name -> {
          parts.add("id in (select agent from agent_protocol where protocol = ?)");
          parameters.add(name.toLowerCase(Locale.ROOT));
        });
    search.ifPresent(
        words -> {
          parts.add("search like ? escape '\\'");
          parameters.add("%" + escaped(words.toLowerCase(Locale.ROOT)) + "%");
        });
    return new Condition(
        parts.isEmpty() ? "" : " where " + String.join(" and ", parts), List.copyOf(parameters));
  }

  /** The order in SQL; ties are broken by the number, so that pages never overlap. */
  String order() {
    String direction = descending ? " desc" : "";
    return " order by "
        + sort.column
        + direction
        + (sort.column.equals("id") ? "" : ", id" + direction);
  }

  long offset() {
    return (page - 1) * limit;
  }

  /** So that % and _ are only themselves. */
  private static String escaped(String words) {
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
