package org.obol.cli.discovery;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.cli.sale.PayableTokens;
import org.obol.cli.sale.PriceOptions;
import org.obol.cli.sale.ServiceUrl;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.dataset.sale.Price;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.catalog.ListedOffer;
import org.obol.discovery.catalog.ListedPrice;
import org.obol.discovery.catalog.PriceUnit;
import org.obol.ledger.Datasets;
import org.obol.ledger.InferenceListing;
import org.obol.ledger.InferenceListings;
import org.obol.ledger.Ledger;
import org.obol.x402.token.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code obol catalog add-inference}. */
@Command(
    name = "add-inference",
    description = "List a model that answers for money beside your datasets.",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  obol catalog add-inference --name qwen --model qwen3.5:9b --pay-to 0x… \\",
      "      --endpoint https://data.example/services/qwen --price 0.001 --chain base",
      "",
      "It is listed and nothing more: your own server at the endpoint takes the payments and"
          + " answers. A running node lists it at once. The same name again replaces it."
    })
final class AddInference implements Task {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
  private static final Pattern LINE = Pattern.compile("\\P{Cntrl}{1,1000}");
  private static final String DEFAULT_CHAIN = "base-sepolia";

  /** What a price may be for. */
  enum Per {
    request(PriceUnit.REQUEST),
    mtok(PriceUnit.MILLION_TOKENS),
    hour(PriceUnit.HOUR);

    private final PriceUnit unit;

    Per(PriceUnit unit) {
      this.unit = unit;
    }
  }

  private final Session session;

  @Option(names = "--name", paramLabel = "NAME", required = true, description = "Of the offer.")
  private String name = "";

  @Option(names = "--model", paramLabel = "ID", required = true, description = "Id of the model.")
  private String model = "";

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      required = true,
      description = "Where it answers.")
  private String endpoint = "";

  @Option(
      names = "--price",
      paramLabel = "0.001",
      required = true,
      description = "Whole tokens for one unit.")
  private String price = "";

  @Option(
      names = "--per",
      paramLabel = "UNIT",
      description = "request, mtok (a million tokens of the model) or hour (default: request).")
  private Per per = Per.request;

  @Option(
      names = "--pay-to",
      paramLabel = "0x…",
      required = true,
      description = "Account that is paid.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private Address payTo;

  @Option(
      names = "--chain",
      paramLabel = "NAME",
      description = "Chain that is paid on: a name, eip155:N, or devnet (default: base-sepolia).")
  private String chain = DEFAULT_CHAIN;

  @Option(names = "--description", paramLabel = "TEXT", description = "A sentence about it.")
  private @Nullable String description;

  AddInference(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    CatalogEntry entry = entry();
    try (Ledger ledger = Ledger.open(session.home())) {
      boolean ignored =
          ledger
              .db()
              .write(
                  tx -> {
                    requireNoDataset(new Datasets(tx));
                    new InferenceListings(tx)
                        .put(new InferenceListing(name, entry.members(), Optional.empty()));
                    return true;
                  });
    }
    return Answer.of(
        entry.members(), name + " is listed: " + model + ", " + entry.price() + ", " + endpoint);
  }

  private CatalogEntry entry() {
    if (!NAME.matcher(name).matches()) {
      throw usage("--name is 1 to 63 of a-z, 0-9, dot and hyphen, not \"" + name + "\"");
    }
    requireLine("--model", model);
    String words = Optional.ofNullable(description).orElse("Paid inference with " + model);
    requireLine("--description", words);
    PriceOptions.requireAccount(payTo);
    Token token = new PayableTokens(session.home()).on(chain);
    var asked = new ListedPrice(per.unit, Price.flat(price).units(), token);
    Price.flat(price).requirePayableIn(token.decimals());
    return ListedOffer.inference(name, model, url(), asked, payTo, words).toEntry();
  }

  /** What is listed is read by everybody, so that it must hold no secret. */
  private URI url() {
    URI url = ServiceUrl.parse("--endpoint", endpoint);
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw usage("--endpoint is listed for everybody: give it without user, query and fragment");
    }
    return ServiceUrl.requirePrivate("--endpoint", url);
  }

  /** Readers keep one row of a name. */
  private void requireNoDataset(Datasets datasets) {
    if (DatasetId.isValid(name) && datasets.find(new DatasetId(name)).isPresent()) {
      throw usage("--name " + name + " is the id of a dataset here: choose another one");
    }
  }

  private static void requireLine(String option, String text) {
    if (text.isBlank() || !LINE.matcher(text).matches()) {
      throw usage(option + " is one line of 1 to 1000 characters");
    }
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
