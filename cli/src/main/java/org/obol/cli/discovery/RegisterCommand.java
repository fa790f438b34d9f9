package org.obol.cli.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.cli.sale.GasKeyOptions;
import org.obol.cli.sale.ServiceUrl;
import org.obol.crypto.DurableFile;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.TestAccounts;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.PublicOrigin;
import org.obol.discovery.registry.RegisterAgent;
import org.obol.discovery.registry.RegistrationFile;
import org.obol.discovery.registry.RegistrationNotes;
import org.obol.discovery.registry.SellerProfile;
import org.obol.evm.ChainId;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.ledger.ObolHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code obol register}. */
@Command(
    name = "register",
    description = "Say on a chain where your catalog is, so that others find it (ERC-8004).",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol register --origin https://data.example --name \"Ada's data\" --priced",
      "  obol register --origin https://data.example --name \"Ada's data\" --priced \\",
      "      --chain base-sepolia --rpc https://… --gas-key owner.json",
      "",
      "The account of --gas-key owns the agent. Running it again changes what has changed and makes"
          + " no second agent, also after a crash."
    })
public final class RegisterCommand implements Task {

  /** One that nothing else on the devnet uses. */
  private static final int DEVNET_ACCOUNT = 7;

  private final Session session;

  @Option(
      names = "--origin",
      paramLabel = "URL",
      required = true,
      description = "Where your node is reached by others: https:// and a name that stays.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private String origin;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      required = true,
      description = "What you are called.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private String name;

  @Option(names = "--description", paramLabel = "TEXT", description = "What you have.")
  private String description = "";

  @Option(names = "--image", paramLabel = "URL", description = "A picture.")
  private @Nullable String image;

  @Option(names = "--priced", description = "You sell for money (x402).")
  private boolean priced;

  @Option(names = "--closed", description = "You have closed: the agent stays, inactive.")
  private boolean closed;

  @Mixin private final RegistryOptions where = new RegistryOptions();

  @Mixin private final GasKeyOptions gas = new GasKeyOptions();

  @Option(
      names = "--agent-id",
      paramLabel = "N",
      description = "Change this agent of yours, which was not made from here.")
  private @Nullable String agentId;

  @Option(
      names = "--force",
      description = "Register an origin that is private, not https, or of a passing tunnel.")
  private boolean force;

  /** The command in this session. */
  public RegisterCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    PublicOrigin at = PublicOrigin.parse(origin);
    RegistryOptions.Place place = where.place(session);
    if (!force && !place.devnet()) {
      at.requireLasting();
    }
    SellerProfile profile = profile();
    PrivateKey key = key(place);
    RegisterAgent.Wish wish =
        RegisterAgent.Wish.seller(
            at, priced && !closed, Optional.ofNullable(agentId).map(this::id));
    var notes = new RegistrationNotes(session.home().registrations());
    RegisterAgent.Outcome outcome = register(place, key, notes, wish);
    return answer(outcome, key, wish, written(profile.file(at, notes.registrations())));
  }

  private RegisterAgent.Outcome register(
      RegistryOptions.Place place,
      PrivateKey key,
      RegistrationNotes notes,
      RegisterAgent.Wish wish) {
    ChainId chain = place.registry().chain();
    try (var rpc = RegistryOptions.rpc(place.rpc(), session)) {
      var client = new EvmClient(rpc);
      place.requireChain(client);
      GasAccountConfig waiting =
          ServiceUrl.isLoopback(place.rpc())
              ? GasAccountConfig.standard().pollingEvery(Duration.ofMillis(50))
              : GasAccountConfig.standard();
      try (var account = new GasAccount(client, chain, key, waiting)) {
        return new RegisterAgent(client, place.registry(), account, notes).run(wish);
      }
    }
  }

  private SellerProfile profile() {
    if (name.isBlank()) {
      throw usage("--name is empty");
    }
    return new SellerProfile(
        name,
        description,
        Optional.ofNullable(image).map(url -> ServiceUrl.parse("--image", url).toString()),
        priced,
        !closed);
  }

  private AgentId id(String digits) {
    try {
      return AgentId.parse(digits);
    } catch (IllegalArgumentException e) {
      throw usage("--agent-id: " + e.getMessage());
    }
  }

  private PrivateKey key(RegistryOptions.Place place) {
    return gas.key(session)
        .or(() -> place.devnet() ? Optional.of(TestAccounts.key(DEVNET_ACCOUNT)) : Optional.empty())
        .orElseThrow(
            () -> usage("--gas-key FILE is needed: the account that owns the agent and pays"));
  }

  /** The node serves this file at its well-known path. */
  private Json.Obj written(RegistrationFile file) {
    ObolHome home = session.home();
    Json.Obj document = file.json();
    DurableFile.write(home.registrationFile(), document.utf8(), DurableFile.READABLE);
    return document;
  }

  private Answer answer(
      RegisterAgent.Outcome outcome, PrivateKey key, RegisterAgent.Wish wish, Json.Obj file) {
    String agent = outcome.agent().agent() + " of " + outcome.agent().registry();
    List<String> lines = new ArrayList<>();
    lines.add(
        outcome.made()
            ? "Registered agent " + agent
            : outcome.transactions().isEmpty()
                ? "Agent " + agent + " says so already"
                : "Changed agent " + agent);
    lines.add("Owner: " + key.address().checksummed());
    lines.add("File: " + wish.uri() + ", from " + session.home().registrationFile());
    outcome.transactions().forEach(hash -> lines.add("Transaction: " + hash));
    lines.add("Gas used: " + outcome.gasUsed());
    return Answer.of(
        Json.object()
            .put("agentId", outcome.agent().agent().toString())
            .put("agentRegistry", outcome.agent().registry().toString())
            .put("owner", key.address().checksummed())
            .put("agentURI", wish.uri())
            .put("registered", outcome.made())
            .put(
                "transactions",
                outcome.transactions().stream().map(hash -> Json.of(hash.hex())).toList())
            .put("gasUsed", outcome.gasUsed())
            .put("file", file)
            .build(),
        lines);
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
