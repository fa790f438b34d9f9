package org.obol.cli.publish;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.PassphraseOption;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.cli.UntilStopped;
import org.obol.cli.sale.SaleOptions;
import org.obol.cli.sale.Selling;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.OwnerKeys;
import org.obol.node.Node;
import org.obol.node.NodeConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset publish}. */
@Command(
    name = "publish",
    description = "Serve datasets to their members, and sell them, until stopped.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol dataset publish pi-sessions",
      "  obol dataset publish --all --host 0.0.0.0 --port 443 --tls-cert cert.pem --tls-key"
          + " key.pem",
      "  obol dataset publish pi-sessions --price 5.00 --chain devnet",
      "",
      "Stop it with Ctrl-C: downloads under way may finish first."
    })
public final class PublishCommand implements Task {

  private final Session session;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "The datasets to serve.")
  private List<DatasetId> ids = new ArrayList<>();

  @Option(names = "--all", description = "Serve every dataset there is.")
  private boolean all;

  @Option(
      names = "--membership",
      paramLabel = "invite|open",
      description = "Who may join: those you approve, or whoever asks (kept for next time).")
  private Dataset.@Nullable Membership membership;

  @Option(
      names = "--public-log",
      negatable = true,
      description = "Show versions and manifests to everybody, not only to members.")
  private @Nullable Boolean publicLog;

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description = "Append one line for each answer to this file instead of printing it.")
  private @Nullable Path accessLog;

  @Option(
      names = "--drain",
      defaultValue = "30",
      paramLabel = "SECONDS",
      description =
          "How long running downloads may go on after a stop (default: ${DEFAULT-VALUE}).")
  private int drain = 30;

  @Mixin private final SaleOptions sale = new SaleOptions();

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  @Mixin private final ListenOptions listen = new ListenOptions();

  /** The command in this session. */
  public PublishCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    if (drain < 0) {
      throw new ObolException(ObolException.Exit.USAGE, "--drain is a number of seconds from 0");
    }
    try (Ledger ledger = Ledger.open(session.home());
        PrintWriter log = log()) {
      NodeConfig config = config(ledger);
      try (Selling selling =
          sale.open(session, ledger, config.datasets(), Optional.ofNullable(membership))) {
        return serve(start(ledger, config, selling, log), config, selling);
      }
    }
  }

  private Node start(Ledger ledger, NodeConfig config, Selling selling, PrintWriter log) {
    var keys = new OwnerKeys(session.home().keys(), new Once<>(passphrase.of(session)));
    // Now and not when the first buyer asks: it signs who may sell, and may have to be unlocked.
    selling.tags().forEach(tag -> keys.load(tag.dataset().id()));
    return Node.start(
        new Node.Environment(
            session.home(),
            ledger,
            keys,
            session.clock(),
            lines(log),
            url -> session.say("Public URL: " + url),
            selling.till()),
        config);
  }

  /** Runs until the process is told to end, or the thread is interrupted. */
  private Answer serve(Node node, NodeConfig config, Selling selling) {
    session.announce(PublishAnswer.ready(node, config, selling));
    if (UntilStopped.await(() -> node.drain(Duration.ofSeconds(drain)))) {
      node.close();
      Thread.currentThread().interrupt();
    }
    return Answer.of(Json.object().put("stopped", true).build(), "Stopped.");
  }

  private NodeConfig config(Ledger ledger) {
    List<DatasetId> served =
        all
            ? ledger.db().read(tx -> new Datasets(tx).all()).stream().map(Dataset::id).toList()
            : ids;
    if (all && served.isEmpty()) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "there is no dataset yet. Make one with: obol dataset from <file.jsonl> --name <id>");
    }
    return new NodeConfig(
        served,
        Optional.ofNullable(membership),
        Optional.ofNullable(publicLog),
        listen.server(),
        listen.publicUrl(),
        listen.behindProxy(),
        listen.trustedProxies(),
        listen.cloudflared(Optional.ofNullable(session.environment().get("PATH"))));
  }

  private Consumer<String> lines(PrintWriter log) {
    if (accessLog == null) {
      return session::say;
    }
    return line -> {
      log.println(line);
      log.flush();
    };
  }

  private PrintWriter log() {
    try {
      return new PrintWriter(
          accessLog == null
              ? java.io.Writer.nullWriter()
              : Files.newBufferedWriter(
                  accessLog,
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND));
    } catch (NoSuchFileException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "--access-log: no such folder for " + accessLog + "; make it first",
          e);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "--access-log: cannot write to " + accessLog + "; choose another file",
          e);
    }
  }
}
