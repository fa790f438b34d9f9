package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.obol.crypto.Address;
import org.obol.crypto.Json;

/** The owner's commands as processes: what they answer goes into the books. */
final class Commands {

  private final Path home;
  private final Path folder;
  private final Books books;
  private final SplittableRandom random;
  private Duration usual = Duration.ofSeconds(1);
  private Optional<Address> owner = Optional.empty();

  /** A command that is under way, and where its answer goes. */
  record Started(Running process, Consumer<Json.Obj> into) implements AutoCloseable {

    @Override
    public void close() {
      process.close();
    }
  }

  Commands(Path home, Path folder, Books books, SplittableRandom random) {
    this.home = home;
    this.folder = folder;
    this.books = books;
    this.random = random;
  }

  /** Makes the dataset; and learns how long a command takes here. */
  void first(Path file) {
    long start = System.nanoTime();
    Json.Obj answer =
        Obol.run(home, "dataset", "from", file.toString(), "--name", KillLoop.ID, "--json")
            .requireStatus(0)
            .json();
    usual = Duration.ofNanos(System.nanoTime() - start);
    owner = Optional.of(new Address(answer.requireText("owner")));
    books.version(1, answer.requireText("manifestHash"));
  }

  Address owner() {
    return owner.orElseThrow();
  }

  /** Signs one more version and waits for its end, with that status. */
  Ended version(int status) {
    try (Started started = version()) {
      Ended ended = started.process().await(Obol.PATIENCE).requireStatus(status);
      if (status == 0) {
        started.into().accept(ended.json());
      }
      return ended;
    }
  }

  /** Starts one in half of the cases. */
  Optional<Started> sometimesStart() {
    return random.nextBoolean() ? Optional.of(start()) : Optional.empty();
  }

  /** Starts one and kills it at a random moment, unless it has ended by then. */
  boolean startAndKill() {
    Started started = start();
    long latest = usual.toNanos() * 5 / 4;
    if (started.process().endsWithin(Duration.ofNanos(random.nextLong(latest)))) {
      finish(started);
      return false;
    }
    return kill(started);
  }

  /** Kills it now; returns whether that ended it. An answer that was printed before counts. */
  boolean kill(Started started) {
    Ended ended = started.process().kill();
    boolean killed = ended.status() == Ended.KILLED;
    if (!killed) {
      ended.requireStatus(0);
    }
    if (!ended.out().isEmpty()) {
      started.into().accept(ended.json());
    }
    return killed;
  }

  /** Waits for its end, which must be a good one. */
  void finish(Started started) {
    started.into().accept(started.process().await(Obol.PATIENCE).requireStatus(0).json());
  }

  private Started start() {
    return switch (random.nextInt(4)) {
      case 0 -> version();
      case 1 ->
          books
              .toRevoke()
              .map(id -> obol(j -> revoked(id, j), "revoke", id, "--reason", "test"))
              .orElseGet(this::grant);
      case 2 ->
          books
              .toApprove()
              .map(code -> obol(j -> books.approved(code.getKey()), "approve", code.getValue()))
              .orElseGet(this::grant);
      default -> grant();
    };
  }

  private Started version() {
    Path file = folder.resolve("command.jsonl");
    Obol.write(file, "{\"n\":" + random.nextLong() + "}\n");
    return obol(
        j -> books.version(j.requireInteger("seq"), j.requireText("manifestHash")),
        "version",
        KillLoop.ID,
        "--bundle",
        file.toString());
  }

  private Started grant() {
    return obol(books::granted, "grant", KillLoop.ID, "--subject", "command", "--max-version", "1");
  }

  private void revoked(String entitlement, Json.Obj answer) {
    assertThat(answer.requireText("state")).isEqualTo("revoked");
    books.revoked(entitlement);
  }

  private Started obol(Consumer<Json.Obj> into, String... words) {
    List<String> args = new ArrayList<>(List.of("dataset"));
    args.addAll(List.of(words));
    args.add("--json");
    return new Started(Obol.start(home, args.toArray(String[]::new)), into);
  }
}
