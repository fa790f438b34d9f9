package org.obol.cli.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.ObolException;
import org.obol.crypto.Shown;
import org.obol.discovery.onchain.ChainAgent;
import org.obol.discovery.onchain.DiscoverOnChain;
import org.obol.discovery.onchain.Finding;
import org.obol.discovery.onchain.Finding.Standing;
import org.obol.discovery.onchain.FoundRow;

/** What was found from a chain on, for people and for machines. */
final class ChainFinds {

  /** Agents and catalogs without rows that people are told about; programs get all. */
  private static final int MAX_FAULTS = 20;

  private ChainFinds() {}

  /** Nothing at all, with agents that were not reached, is not the same as nothing to be found. */
  static Answer answer(DiscoverOnChain.Result found, DiscoverOnChain.Limits limits) {
    boolean missed = found.total() == 0 && isCutShort(found.unreached());
    return new Answer(
        json(found), lines(found, limits), missed ? ObolException.Exit.NETWORK.code() : 0);
  }

  private static boolean isCutShort(DiscoverOnChain.Unreached unreached) {
    return unreached.agents() + unreached.catalogs() > 0;
  }

  private static Json.Obj json(DiscoverOnChain.Result found) {
    return Json.object()
        .put("total", found.total())
        .put("found", found.rows().stream().map(ChainFinds::json).toList())
        .put("agents", found.agents().stream().map(ChainAgent::toJson).toList())
        .put("agentsLeftOut", found.agentsLeftOut())
        .put(
            "unreached",
            Json.object()
                .put("agents", found.unreached().agents())
                .put("catalogs", found.unreached().catalogs())
                .put("rows", found.unreached().rows())
                .build())
        .put(
            "catalogs",
            found.catalogs().entrySet().stream()
                .map(
                    catalog ->
                        Json.object()
                            .put("url", catalog.getKey().toString())
                            .put("offers", catalog.getValue().listings().size())
                            .put("leftOut", catalog.getValue().leftOut())
                            .putIfPresent("fault", catalog.getValue().fault().map(Json::of))
                            .build())
                .toList())
        .build();
  }

  private static Json.Obj json(FoundRow row) {
    JsonObject out = row.toJson();
    buy(row).ifPresent(words -> out.put("buy", words.stream().map(Json::of).toList()));
    return out.build();
  }

  /** Nothing that is contradicted comes with a command. */
  private static Optional<List<String>> buy(FoundRow row) {
    return row.state() == Standing.CONTRADICTED
        ? Optional.empty()
        : BuyCommand.words(row.listing());
  }

  private static List<String> lines(DiscoverOnChain.Result found, DiscoverOnChain.Limits limits) {
    List<String> lines = new ArrayList<>();
    if (found.rows().isEmpty()) {
      lines.add("nothing was found");
    } else {
      rows(found.rows(), lines);
    }
    List<String> faults = faults(found);
    faults.stream().limit(MAX_FAULTS).forEach(lines::add);
    if (faults.size() > MAX_FAULTS) {
      lines.add(
          "%s more such lines; --json has them all"
              .formatted(Figures.count(faults.size() - MAX_FAULTS)));
    }
    if (found.total() > found.rows().size()) {
      lines.add(
          "%s of %s; --page and --limit show others"
              .formatted(Figures.count(found.rows().size()), Figures.count(found.total())));
    }
    if (found.agentsLeftOut() > 0) {
      int chosen = found.agents().size() + found.unreached().agents();
      lines.add(
          "Looked at %s of %s agents or more; --max-agents looks at others"
              .formatted(Figures.count(chosen), Figures.count(chosen + found.agentsLeftOut())));
    }
    unreached(found.unreached(), limits, lines);
    return lines;
  }

  private static void unreached(
      DiscoverOnChain.Unreached unreached, DiscoverOnChain.Limits limits, List<String> lines) {
    if (isCutShort(unreached)) {
      lines.add(
          "Not reached within %d s: %s, %s; --timeout gives them longer"
              .formatted(
                  limits.time().toSeconds(),
                  Figures.plural(unreached.agents(), "agent"),
                  Figures.plural(unreached.catalogs(), "catalog")));
    }
    if (unreached.rows() > 0) {
      lines.add("Not checked: " + Figures.plural(unreached.rows(), "row"));
    }
  }

  private static List<String> faults(DiscoverOnChain.Result found) {
    return Stream.concat(
            found.agents().stream()
                .filter(agent -> agent.catalogs().isEmpty())
                .flatMap(agent -> without(agent).stream()),
            found.catalogs().entrySet().stream()
                .flatMap(
                    catalog ->
                        catalog.getValue().fault().stream()
                            .map(why -> Shown.line("Catalog " + catalog.getKey() + ": " + why))))
        .toList();
  }

  private static void rows(List<FoundRow> rows, List<String> lines) {
    var table =
        new Table("NAME", "VERSION", "SIZE", "PRICE", "OWNER", "AGENT", "STATE", "ENDPOINT");
    for (FoundRow row : rows) {
      var entry = row.listing().entry();
      table.row(
          entry.name(),
          entry.dataset().version().orElse("-"),
          entry.dataset().sizeBytes().map(Figures::bytes).orElse("-"),
          DiscoverCommand.price(row.listing()),
          row.listing().owner().map(DiscoverCommand::brief).orElse("-"),
          row.agent().agent().agent().toString(),
          row.state().word(),
          entry.endpoint());
    }
    List<String> texts = table.lines();
    lines.add(texts.getFirst());
    for (int i = 0; i < rows.size(); i++) {
      lines.add(texts.get(i + 1));
      explain(rows.get(i), lines);
    }
  }

  private static void explain(FoundRow row, List<String> lines) {
    lines.add(
        "  proven: "
            + row.findings(Standing.PROVEN).stream()
                .map(finding -> finding.check().word())
                .collect(Collectors.joining(", ")));
    for (Standing standing : List.of(Standing.CLAIMED, Standing.CONTRADICTED)) {
      row.findings(standing)
          .forEach(finding -> lines.add("  " + standing.word() + ": " + text(finding)));
    }
    lines.add(
        "  "
            + buy(row)
                .map(BuyCommand::line)
                .map(Shown::line)
                .orElse("no command: not by way of this agent"));
  }

  private static List<String> without(ChainAgent agent) {
    return agent.findings().stream()
        .filter(finding -> finding.standing() != Standing.PROVEN)
        .map(finding -> "Agent " + agent.agent().agent() + ": " + text(finding))
        .toList();
  }

  private static String text(Finding finding) {
    return Shown.line(finding.check().word() + ": " + finding.detail());
  }
}
