package org.obol.cli.sale;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.node.sale.OpenTill;
import org.obol.node.sale.Till;

/**
 * What a node sells, if anything, and the till for it.
 *
 * @param tags what is sold
 * @param open present when anything is
 */
public record Selling(List<PriceTag> tags, Optional<OpenTill> open) implements AutoCloseable {

  /** Copies the tags. */
  public Selling {
    tags = List.copyOf(tags);
  }

  /** Nothing. */
  static Selling nothing() {
    return new Selling(List.of(), Optional.empty());
  }

  /** What payments are taken with. */
  public Optional<Till> till() {
    return open.map(OpenTill::till);
  }

  /** Lines for people. */
  public List<String> lines() {
    return java.util.stream.Stream.concat(
            tags.stream().map(tag -> "Selling " + tag.line()),
            open.stream().map(till -> "Payments are settled by " + till.facilitatorName()))
        .toList();
  }

  /** The same for machines. */
  public Optional<Json> json() {
    return open.map(
        till ->
            Json.object()
                .put("facilitator", till.facilitatorName())
                .put("prices", tags.stream().map(PriceTag::json).toList())
                .build());
  }

  @Override
  public void close() {
    open.ifPresent(OpenTill::close);
  }
}
