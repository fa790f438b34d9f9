package org.obol.cli.discovery;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.ObolException;
import org.obol.crypto.Shown;
import org.obol.discovery.catalog.Asset;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.router.Discover;
import org.obol.discovery.router.Group;
import org.obol.discovery.router.Listing;
import org.obol.discovery.router.Query;
import org.obol.discovery.router.Verdict;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol discover}. */
@Command(
    name = "discover",
    description = "Find datasets at a router, in a seller's own catalog, or from a chain on.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol discover --router https://router.example.org \"coding sessions\" --max-price 5",
      "  obol discover --router https://router.example.org --license CC-BY-4.0 --json",
      "  obol discover --router https://data.example.org --type inference",
      "  obol discover --chain base --rpc https://… --indexer https://… \"coding sessions\"",
      "  obol discover --chain devnet",
      "",
      "The state is what the router found, or with --chain what was found here; buying verifies"
          + " everything again."
    })
public final class DiscoverCommand implements Task {

  private static final String VARIABLE = "OBOL_ROUTER";

  private final Session session;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORD",
      description = "Words that must all occur in name, description or keywords.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--router",
      paramLabel = "URL",
      description = "The router or the seller (default: $" + VARIABLE + ").")
  private @Nullable String router;

  @Mixin private final ChainSearch onChain = new ChainSearch();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "dataset",
      description = "Which kind of offer, or any (default: ${DEFAULT-VALUE}).")
  private String type = "dataset";

  @Option(
      names = "--max-price",
      paramLabel = "P",
      description = "Costs at most this, in whole tokens.")
  private @Nullable BigDecimal maxPrice;

  @Option(names = "--license", paramLabel = "SPDX", description = "Has this licence.")
  private @Nullable String license;

  @Option(names = "--min-size", paramLabel = "BYTES", description = "Has at least so many bytes.")
  private @Nullable Long minSize;

  @Option(names = "--max-size", paramLabel = "BYTES", description = "Has at most so many bytes.")
  private @Nullable Long maxSize;

  @Option(names = "--owner", paramLabel = "0x…", description = "Its log is signed by this key.")
  private @Nullable Address owner;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Show so many (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  @Option(
      names = "--page",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which page of them (default: ${DEFAULT-VALUE}).")
  private int page = 1;

  /** The command in this session. */
  public DiscoverCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    if (onChain.isAsked()) {
      if (router != null) {
        throw new ObolException(ObolException.Exit.USAGE, "give --router or --chain, not both");
      }
      return onChain.run(session, query());
    }
    String where =
        Optional.ofNullable(router)
            .or(() -> Optional.ofNullable(session.environment().get(VARIABLE)))
            .orElseThrow(
                () ->
                    new ObolException(
                        ObolException.Exit.USAGE,
                        "where? Give --router URL or --chain NAME, or set " + VARIABLE));
    try (var client = new GuardedClient(new EnvironmentProxy(session.environment()))) {
      Discover.Result result = new Discover(client).find(WebAddress.parse(where), query());
      return Answer.of(json(result), lines(result));
    }
  }

  private Query query() {
    return new Query(
        String.join(" ", words),
        Optional.of(type).filter(t -> !t.equals("any")),
        Optional.ofNullable(maxPrice),
        Optional.ofNullable(license),
        Optional.ofNullable(minSize),
        Optional.ofNullable(maxSize),
        Optional.ofNullable(owner),
        page,
        limit);
  }

  private static List<String> lines(Discover.Result result) {
    if (result.listings().isEmpty()) {
      return List.of("nothing was found");
    }
    var table =
        new Table("NAME", "VERSION", "SIZE", "PRICE", "LICENCE", "OWNER", "STATE", "ENDPOINT");
    for (Listing listing : result.listings()) {
      table.row(
          listing.entry().name(),
          listing.entry().dataset().version().orElse("-"),
          listing.entry().dataset().sizeBytes().map(Figures::bytes).orElse("-"),
          price(listing),
          listing.license().orElse("-"),
          listing.owner().map(DiscoverCommand::brief).orElse("-"),
          listing.state(),
          listing.entry().endpoint());
    }
    List<String> rows = table.lines();
    List<String> lines = new ArrayList<>();
    lines.add(rows.getFirst());
    for (int i = 0; i < result.listings().size(); i++) {
      lines.add(rows.get(i + 1));
      next(result.listings().get(i)).ifPresent(line -> lines.add("  " + Shown.line(line)));
    }
    for (Group group : result.groups()) {
      lines.add(
          "Same bytes (%s): %s"
              .formatted(Figures.brief(group.fileHash()), Shown.line(endpoints(group))));
    }
    if (result.total() > result.listings().size()) {
      lines.add(
          "%s of %s; --page and --limit show others"
              .formatted(Figures.count(result.listings().size()), Figures.count(result.total())));
    }
    return lines;
  }

  /** How to buy it, or why not to. */
  private static Optional<String> next(Listing listing) {
    return listing.verdict().orElse(null) instanceof Verdict.Contradicted contradicted
        ? Optional.of("do not buy, " + contradicted.field() + ": " + contradicted.detail())
        : BuyCommand.words(listing).map(BuyCommand::line);
  }

  /** Of a dataset what is charged, not what the seller writes beside it. */
  static String price(Listing listing) {
    CatalogEntry entry = listing.entry();
    return listing
        .amount()
        .filter(amount -> entry.isDataset())
        .map(amount -> amount.stripTrailingZeros().toPlainString())
        .map(amount -> amount + " " + entry.asset().map(Asset::symbol).orElse("USDC"))
        .orElse(entry.price());
  }

  private static String endpoints(Group group) {
    return String.join(
        ", ", group.listings().stream().map(listing -> listing.entry().endpoint()).toList());
  }

  static String brief(Address owner) {
    return owner.checksummed().substring(0, 10) + "…";
  }

  private static Json.Obj json(Discover.Result result) {
    return Json.object()
        .put("total", result.total())
        .put("found", result.listings().stream().map(DiscoverCommand::json).toList())
        .build();
  }

  private static Json.Obj json(Listing listing) {
    JsonObject out =
        Json.object()
            .put("state", listing.state())
            .putIfPresent("owner", listing.owner().map(o -> Json.of(o.checksummed())))
            .putIfPresent("license", listing.license().map(Json::of))
            .putIfPresent("verification", listing.verdict().map(Verdict::toJson));
    BuyCommand.words(listing)
        .ifPresent(command -> out.put("buy", command.stream().map(Json::of).toList()));
    return out.put("offer", listing.entry().members()).build();
  }
}
