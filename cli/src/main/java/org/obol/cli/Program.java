package org.obol.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.obol.cli.buy.BuyCommands;
import org.obol.cli.dataset.DatasetCommands;
import org.obol.cli.demo.DemoCommand;
import org.obol.cli.devnet.DevnetCommand;
import org.obol.cli.discovery.CatalogCommands;
import org.obol.cli.discovery.DiscoverCommand;
import org.obol.cli.discovery.IndexerCommand;
import org.obol.cli.discovery.RegisterCommand;
import org.obol.cli.discovery.RouterCommand;
import org.obol.cli.facilitator.FacilitatorCommand;
import org.obol.cli.finetune.FinetuneCommand;
import org.obol.cli.purchases.PurchasesCommands;
import org.obol.cli.skills.SkillsCommands;
import org.obol.cli.wallet.WalletCommands;
import org.obol.crypto.ObolException;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The tree of commands, and what becomes of their answers and failures. */
public final class Program {

  private final RootCommand root = new RootCommand();
  private final Surroundings surroundings;
  private final Screen screen;
  private final Session session;

  /** The program in the given surroundings. */
  public Program(Surroundings surroundings) {
    this.surroundings = surroundings;
    screen = new Screen(surroundings.out(), surroundings.err());
    session = new Session(surroundings, screen, root::json);
  }

  /** Runs one command line and returns what to exit with. */
  public int run(String... args) {
    List<String> words = SellAlias.expand(helped(List.of(args)));
    try {
      int status = commands(words).execute(words.toArray(String[]::new));
      return status == 0 && screen.isLost() ? failed(lost()) : status;
    } finally {
      session.answered();
    }
  }

  /** {@code obol help dataset} is {@code obol dataset --help}. */
  private static List<String> helped(List<String> words) {
    return !words.isEmpty() && words.getFirst().equals("help")
        ? Stream.concat(words.stream().skip(1), Stream.of("--help")).toList()
        : words;
  }

  /** The commands for these words; a new one is named here or in its group. */
  CommandLine commands(List<String> words) {
    CommandLine commands =
        new CommandGroup(root, words)
            .with("dataset", () -> DatasetCommands.group(session, words))
            .with("buy", () -> BuyCommands.group(session, words))
            .with("discover", () -> new DiscoverCommand(session))
            .with("catalog", () -> CatalogCommands.group(session, words))
            .with("router", () -> new RouterCommand(session))
            .with("wallet", () -> WalletCommands.group(session, words))
            .with("purchases", () -> PurchasesCommands.group(session, words))
            .with("devnet", () -> DevnetCommand.group(session))
            .with("facilitator", () -> new FacilitatorCommand(session))
            .with("register", () -> new RegisterCommand(session))
            .with("indexer", () -> new IndexerCommand(session))
            .with("finetune", () -> FinetuneCommand.group(session))
            .with("skills", () -> SkillsCommands.group(words))
            .with("demo", () -> new DemoCommand(session))
            .with("sell", SellAlias::new)
            .build();
    Values.register(commands);
    commands.setOut(surroundings.out());
    commands.setErr(surroundings.err());
    commands.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    commands.setExecutionStrategy(this::execute);
    commands.setParameterExceptionHandler(this::misused);
    commands.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
    return commands;
  }

  private int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    requireOwnOptions(parsed);
    List<CommandLine> chain = parsed.asCommandLineList();
    CommandLine command = chain.getLast();
    if (!(command.getCommandSpec().userObject() instanceof Task task)) {
      throw new ParameterException(command, "which command of it? None is given");
    }
    try {
      Answer answer = task.run();
      screen.answer(answer, root.json());
      return answer.status();
    } catch (Exception e) {
      return failed(e);
    }
  }

  /** An option before the word of a command below would be read, and mean nothing. */
  private static void requireOwnOptions(ParseResult parsed) {
    for (ParseResult at = parsed; at.hasSubcommand(); at = at.subcommand()) {
      for (OptionSpec option : at.matchedOptions()) {
        if (option.scopeType() != ScopeType.INHERIT) {
          CommandLine below = at.subcommand().commandSpec().commandLine();
          throw new ParameterException(
              below, option.longestName() + " goes behind \"" + below.getCommandName() + "\"");
        }
      }
    }
  }

  private static ObolException lost() {
    return new ObolException(
        ObolException.Exit.FAILED,
        "cannot write to standard output: the answer is not complete, although the command did its"
            + " work; look for a full disk");
  }

  private int failed(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    screen.failure(failure, root.json());
    if (root.debug()) {
      screen.trace(thrown);
    }
    return failure.status();
  }

  /** Options after the mistake were not read, so the words themselves say what is asked for. */
  private int misused(ParameterException e, String[] args) {
    Failure failure = Failure.usage(e);
    screen.failure(failure, Arrays.asList(args).contains("--json"));
    if (Arrays.asList(args).contains("--debug")) {
      screen.trace(e);
    }
    return failure.status();
  }
}
