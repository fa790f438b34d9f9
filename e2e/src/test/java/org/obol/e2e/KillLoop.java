package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** One owner's home with a node, a worker, commands and a buyer at it, which are killed in turn. */
final class KillLoop implements AutoCloseable {

  private static final long FRESH = 40;

  static final String ID = "kill";

  private enum Victim {
    NODE,
    WORKER,
    COMMAND,
    BUYER,
    ALL
  }

  private final SplittableRandom random;
  private final Path folder;
  private final Path home;
  private final Books books = new Books();
  private final Map<Victim, Integer> kills = new EnumMap<>(Victim.class);
  private final int port;
  private final Commands commands;
  private final Auditor auditor;
  private final KilledBuyer buyer;
  private PublishedNode node;
  private Running worker;
  private int read;

  KillLoop(Path folder, SplittableRandom random) throws IOException {
    this.random = random;
    this.folder = folder;
    this.home = folder.resolve("owner");
    Path file = Rows.write(folder.resolve("v1.jsonl"), 6 << 20, random);
    commands = new Commands(home, folder, books, random);
    commands.first(file);
    String reader =
        Obol.run(home, "dataset", "grant", ID, "--subject", "reader", "--follow", "--json")
            .requireStatus(0)
            .json()
            .requireText("token");
    auditor = new Auditor(home, books, reader, commands.owner());
    port = PublishedNode.freePort(random);
    node = PublishedNode.start(home, port);
    buyer = new KilledBuyer(folder, node.url(), ID, file, reader);
    worker = startWorker();
  }

  /** Kills {@code count} processes, one after the other, and looks at what is left each time. */
  void run(int count) throws IOException {
    for (int done = 0; done < count; ) {
      buyer.tend();
      done += round(victim());
    }
    buyer.finish();
    killWorkerNow();
    auditor.online(node, this::hasTried, Long.MAX_VALUE);
    Seed.say("killed " + kills + "; " + books);
  }

  /** One at a time mostly, so that the others go on while it is away. */
  private Victim victim() {
    return random.nextInt(12) == 0 ? Victim.ALL : Victim.values()[random.nextInt(4)];
  }

  /** Returns how many processes it has killed. */
  private int round(Victim victim) throws IOException {
    int killed =
        switch (victim) {
          case NODE -> killNode();
          case WORKER -> killWorker();
          case COMMAND -> commands.startAndKill() ? 1 : 0;
          case BUYER -> buyer.kill() ? 1 : 0;
          case ALL -> killAll();
        };
    kills.merge(victim, killed, Integer::sum);
    readWorker(worker.printed());
    auditor.redeem(node);
    auditor.online(node, this::hasTried, FRESH);
    return killed;
  }

  private int killNode() {
    Optional<Commands.Started> command = commands.sometimesStart();
    mustLive(node.process());
    node.process().kill();
    node.close();
    node = PublishedNode.start(home, port);
    command.ifPresent(commands::finish);
    return 1;
  }

  private int killWorker() {
    worker.line(line -> line.startsWith("READY"));
    Optional<Commands.Started> command = commands.sometimesStart();
    mustLive(worker);
    killWorkerNow();
    command.ifPresent(commands::finish);
    auditor.atRest();
    worker = startWorker();
    return 1;
  }

  private int killAll() throws IOException {
    worker.line(line -> line.startsWith("READY"));
    Optional<Commands.Started> command = commands.sometimesStart();
    mustLive(worker);
    int killed = 2 + (buyer.kill() ? 1 : 0);
    node.process().kill();
    killWorkerNow();
    killed += command.filter(commands::kill).isPresent() ? 1 : 0;
    auditor.atRest();
    node.close();
    node = PublishedNode.start(home, port);
    worker = startWorker();
    return killed;
  }

  /** A moment of random length, in which the process must not end by itself. */
  private void mustLive(Running process) {
    assertThat(process.endsWithin(Duration.ofMillis(random.nextLong(400)))).isFalse();
  }

  private void killWorkerNow() {
    readWorker(worker.kill().out());
    books.workerDied();
    read = 0;
  }

  private Running startWorker() {
    return Obol.worker(
        home, LedgerWorker.class, ID, folder.toString(), Long.toString(random.nextLong()));
  }

  private void readWorker(List<String> lines) {
    books.read(lines, read);
    read = lines.size();
  }

  /** Whether the worker has meanwhile tried to revoke; its line comes before the deed. */
  private boolean hasTried(String entitlement) {
    worker.line(line -> line.equals("TRY revoke " + entitlement + " ."));
    return true;
  }

  /**
   * Puts old copies of the database back. One version behind heals with the very entry that was
   * signed; two behind is refused by everybody, and changes nothing.
   */
  void oldCopies() throws IOException {
    killAllForGood();
    var oneBehind = DatabaseCopy.of(home, folder.resolve("copy-1"));
    commands.version(0);
    oneBehind.putBack();
    if (random.nextBoolean()) {
      commands.version(0);
    }
    look();
    var twoBehind = DatabaseCopy.of(home, folder.resolve("copy-2"));
    commands.version(0);
    commands.version(0);
    var newest = DatabaseCopy.of(home, folder.resolve("copy-3"));
    byte[] signed = Files.readAllBytes(auditor.lastFile());
    twoBehind.putBack();
    for (Ended refused : List.of(commands.version(1), publishRefused())) {
      assertThat(refused.text()).contains("It is an old or a second copy");
      assertThat(Files.readAllBytes(auditor.lastFile())).isEqualTo(signed);
    }
    newest.putBack();
    look();
  }

  private Ended publishRefused() {
    try (Running process = PublishedNode.process(home, port)) {
      return process.await(Obol.PATIENCE).requireStatus(1);
    }
  }

  private void killAllForGood() throws IOException {
    buyer.close();
    node.close();
    killWorkerNow();
    auditor.atRest();
    look();
  }

  /** Starts a node, which heals what it may, and looks at everything it shows. */
  private void look() {
    try (PublishedNode again = PublishedNode.start(home, port)) {
      auditor.online(again, entitlement -> false, FRESH);
    }
    auditor.settled();
  }

  @Override
  public void close() {
    buyer.close();
    node.close();
    worker.close();
  }
}
