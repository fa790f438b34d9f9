package org.obol.cli.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.Shown;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.router.Discover;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code obol catalog show}. */
@Command(
    name = "show",
    description = "Read a catalog of any shape and say what is in it, and what is wrong with it.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol catalog show https://data.example.org",
      "  obol catalog show https://data.example.org/api/services.json --json",
      "",
      "Exit status 1 when something in it breaks the rules."
    })
final class ShowCatalog implements Task {

  private static final int MAX_FAULTS = 50;

  private final Session session;

  @Parameters(paramLabel = "URL", description = "The seller, the router, or the catalog itself.")
  private String url = "";

  ShowCatalog(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    try (var client = new GuardedClient(new EnvironmentProxy(session.environment()))) {
      Catalog catalog = new Discover(client).catalog(WebAddress.parse(url));
      boolean right = catalog.faults().isEmpty();
      return new Answer(
          json(catalog), lines(catalog), right ? 0 : ObolException.Exit.FAILED.code());
    }
  }

  private static Json.Obj json(Catalog catalog) {
    return Json.object()
        .put("shape", catalog.shape().name().toLowerCase(Locale.ROOT))
        .put("entries", catalog.entries().stream().map(CatalogEntry::members).toList())
        .put("faults", catalog.faults().stream().map(fault -> Json.of(fault.text())).toList())
        .build();
  }

  private static List<String> lines(Catalog catalog) {
    var table = new Table("NAME", "TYPE", "PRICE", "NETWORK", "ENDPOINT");
    for (CatalogEntry entry : catalog.entries()) {
      table.row(entry.name(), entry.type(), entry.price(), entry.network(), entry.endpoint());
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        Figures.plural(catalog.entries().size(), "offer")
            + ", shape "
            + catalog.shape().name().toLowerCase(Locale.ROOT));
    lines.addAll(table.lines());
    catalog.faults().stream()
        .limit(MAX_FAULTS)
        .forEach(fault -> lines.add("wrong: " + Shown.line(fault.text())));
    if (catalog.faults().size() > MAX_FAULTS) {
      lines.add("and " + Figures.count(catalog.faults().size() - MAX_FAULTS) + " more faults");
    }
    return lines;
  }
}
