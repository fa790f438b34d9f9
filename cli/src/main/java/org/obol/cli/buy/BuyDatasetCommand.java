package org.obol.cli.buy;

import java.io.IOException;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.client.BuyDataset;
import org.obol.client.BuyRequest;
import org.obol.client.BuyResult;
import org.obol.client.Trust;
import org.obol.client.library.Library;
import org.obol.client.pay.TokenStore;
import org.obol.client.pins.LedgerPins;
import org.obol.client.source.MemberToken;
import org.obol.client.source.RefusedException;
import org.obol.client.source.Source;
import org.obol.client.transfer.Settings;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;
import org.obol.http.EnvironmentProxy;
import org.obol.ledger.Db;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol buy dataset}. */
@Command(
    name = "dataset",
    description = "Download a version you are entitled to, resuming and verifying every byte.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol buy dataset https://data.example.org --id pi-sessions --device",
      "  obol buy dataset https://data.example.org --id pi-sessions --version 2 --member-token-file"
          + " token.txt --owner 0x…",
      "  obol buy dataset https://data.example.org --id pi-sessions --join --max-price 5",
      "",
      "Broken off? Run the same command again."
    })
final class BuyDatasetCommand implements Task {

  private final Session session;

  @Parameters(paramLabel = "URL", description = "The owner's node, or the dataset's page there.")
  private String url = "";

  @Option(names = "--id", required = true, paramLabel = "ID", description = "The dataset there.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private DatasetId id;

  @Option(names = "--version", paramLabel = "N", description = "Which version; else the newest.")
  private @Nullable Long version;

  @ArgGroup private @Nullable Access access;

  @Option(
      names = "--owner",
      paramLabel = "0x…",
      description = "Who must have signed it; else whoever it was the first time.")
  private @Nullable Address owner;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to put it; a folder when the version has several files.")
  private @Nullable Path out;

  @Option(
      names = "--mirror",
      paramLabel = "URL[=TOKEN]",
      description = "Another server of the same dataset to take bytes from; may be repeated.")
  private List<String> mirrors = new ArrayList<>();

  @Option(
      names = "--connections",
      defaultValue = "4",
      paramLabel = "N",
      description = "Parallel connections (default: ${DEFAULT-VALUE}).")
  private int connections = 4;

  @Option(
      names = "--max-rate",
      defaultValue = "0",
      paramLabel = "BYTES/S",
      description = "Take at most so much in all; 0 for no limit.")
  private long maxRate;

  @Option(names = "--force", description = "Replace a file of that name which is something else.")
  private boolean force;

  @Option(names = "--insecure", description = "Send the token over plain http. Others can read it.")
  private boolean insecure;

  @Option(
      names = "--reference-server",
      description = "Accept a server without signed manifests, as the reference program is.")
  private boolean referenceServer;

  /** How the buyer shows that they may. */
  static final class Access {
    @Option(names = "--member-token", paramLabel = "T", description = "Your token.")
    private @Nullable String token;

    @Option(names = "--member-token-file", paramLabel = "FILE", description = "A file with it.")
    private @Nullable Path tokenFile;

    @Option(names = "--device", description = "Ask the owner for access with a short code.")
    private boolean device;

    @Option(names = "--join", description = "Pay for it with a wallet, once.")
    private boolean join;
  }

  @Mixin private final JoinOptions join = new JoinOptions();

  BuyDatasetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    try (var ignored = new StopHint(session)) {
      return buy();
    } catch (RefusedException e) {
      throw new RefusedException(e.code(), e.getMessage() + next(e.code()));
    }
  }

  /** What else a buyer who was refused may try. */
  private static String next(String code) {
    return switch (code) {
      case "auth_required" ->
          ". Ask the owner for access with --device, pay with --join, or give your token with"
              + " --member-token-file";
      case "version_not_entitled" ->
          ". Give --version N for one that you have, or pay for this one with --join";
      case "paid_join_disabled" -> ". With --device instead of --join you ask for it";
      default -> "";
    };
  }

  private Answer buy() throws IOException {
    var proxy = new EnvironmentProxy(session.environment());
    try (Db memory = LedgerPins.open(session.home().buyerDb());
        var shown = new ShownTransfer(session)) {
      Source source = Source.of(withoutPage(url), Optional.empty());
      var trust = new Trust(Optional.ofNullable(owner), false, referenceServer, insecure);
      Optional<Bought> bought = Optional.empty();
      if (access != null && access.join) {
        var flow = new JoinFlow(session, join, memory, proxy, shown);
        switch (flow.run(source, id, Optional.ofNullable(version), trust)) {
          case JoinFlow.Result.Stopped stopped -> {
            return stopped.answer();
          }
          case JoinFlow.Result.Joined joined -> bought = Optional.of(joined.bought());
        }
      }
      Source primary =
          new Source(
              source.base(), bought.isPresent() ? bought.map(Bought::token) : token(source, proxy));
      List<Source> sources = new ArrayList<>();
      sources.add(primary);
      mirrors.forEach(m -> sources.add(mirror(m)));
      var request =
          new BuyRequest(
              sources,
              id,
              bought.map(Bought::seq).or(() -> Optional.ofNullable(version)),
              Optional.ofNullable(out),
              trust,
              new Settings(connections, maxRate, Settings.DEFAULT.patience()),
              force);
      BuyResult result =
          new BuyDataset(new LedgerPins(memory), shown, Optional.of(proxy)).run(request);
      new Library(memory).add(source.origin().text(), result);
      return answer(result, bought);
    }
  }

  /** The token given, else the one kept from before; {@code --device} asks for one, once. */
  private Optional<MemberToken> token(Source source, ProxySelector proxy) throws IOException {
    var store = new TokenStore(session.home().purchases());
    if (access != null && access.token != null) {
      return Optional.of(new MemberToken(access.token));
    }
    if (access != null && access.tokenFile != null) {
      return Optional.of(
          new MemberToken(Files.readString(access.tokenFile, StandardCharsets.US_ASCII).strip()));
    }
    Optional<MemberToken> kept = store.find(source, id);
    if (kept.isEmpty() && access != null && access.device) {
      MemberToken joined = new DeviceFlow(session, proxy, insecure).join(source, id);
      store.save(source, id, joined);
      return Optional.of(joined);
    }
    return kept;
  }

  private Source mirror(String text) {
    int equals = text.lastIndexOf('=');
    return equals < 0
        ? Source.of(withoutPage(text), Optional.empty())
        : Source.of(
            withoutPage(text.substring(0, equals)),
            Optional.of(new MemberToken(text.substring(equals + 1))));
  }

  /** The server of the dataset's page, which is what catalogs show. */
  private String withoutPage(String text) {
    String page = "/dataset/" + id;
    return text.endsWith(page) ? text.substring(0, text.length() - page.length()) : text;
  }

  private Answer answer(BuyResult result, Optional<Bought> bought) {
    List<String> lines = new ArrayList<>();
    for (BuyResult.BoughtFile file : result.files()) {
      lines.add(
          file.path()
              + "  "
              + Figures.bytes(file.size())
              + "  SHA-256 "
              + file.sha256()
              + "  verified");
    }
    bought.flatMap(Bought::line).ifPresent(lines::add);
    lines.add(
        id
            + " v"
            + result.version()
            + "  owner "
            + result.owner()
            + "  fetched "
            + Figures.bytes(result.fetched())
            + ", kept from before "
            + Figures.bytes(result.kept()));
    List<Json.Obj> files =
        result.files().stream()
            .map(
                f ->
                    Json.object()
                        .put("path", f.path().toString())
                        .put("sha256", f.sha256().hex())
                        .put("size", f.size())
                        .build())
            .toList();
    return Answer.of(
        Json.object()
            .put("id", id.text())
            .put("version", result.version())
            .put("owner", result.owner().hex())
            .put("files", files)
            .put("fetched", result.fetched())
            .put("kept", result.kept())
            .put("warnings", result.warnings().stream().map(Json::of).toList())
            .putIfPresent("purchase", bought.flatMap(Bought::json))
            .build(),
        lines);
  }
}
