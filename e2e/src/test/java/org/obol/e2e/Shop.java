package org.obol.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;

/** An owner's home with one dataset, whose versions all have the same size. */
final class Shop {

  static final String ID = "shop";

  private final Path folder;
  private final Path home;
  private final SplittableRandom random;
  private final long size;
  private final List<Path> versions = new ArrayList<>();

  /** A home in {@code folder} without a dataset; files will have about {@code size} bytes. */
  Shop(Path folder, long size, SplittableRandom random) {
    this.folder = folder;
    this.home = folder.resolve("owner");
    this.random = random;
    this.size = size;
  }

  /** Signs {@code more} of the next versions. */
  Shop sign(int more) throws IOException {
    for (int i = 0; i < more; i++) {
      Path file = folder.resolve("v" + (versions.size() + 1) + ".jsonl");
      Rows.write(file, size, random);
      versions.add(file);
      Obol.run(home, "dataset", "from", file.toString(), "--name", ID).requireStatus(0);
    }
    return this;
  }

  /** Lets somebody in to every version there is and will be. */
  Json.Obj grant(String subject) {
    return Obol.run(home, "dataset", "grant", ID, "--subject", subject, "--follow", "--json")
        .requireStatus(0)
        .json();
  }

  /** Its home as it is now, copied for somebody who goes on with it alone. */
  Shop copy(Path elsewhere) throws IOException {
    var copy = new Shop(elsewhere, size, random);
    copy.versions.addAll(versions);
    try (Stream<Path> all = Files.walk(home)) {
      for (Path from : all.toList()) {
        Path to = copy.home.resolve(home.relativize(from).toString());
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return copy;
  }

  /** Runs {@code obol dataset words…} at its home. */
  Ended owner(String... words) {
    List<String> args = new ArrayList<>(List.of("dataset"));
    args.addAll(List.of(words));
    return Obol.run(home, args.toArray(String[]::new));
  }

  /** Who signs it. */
  Address owner() {
    Json.Obj status = Obol.run(home, "dataset", "status", ID, "--json").requireStatus(0).json();
    return new Address(status.requireText("owner"));
  }

  PublishedNode publish(String... more) {
    return PublishedNode.start(home, PublishedNode.freePort(random), more);
  }

  Path home() {
    return home;
  }

  Path file(int version) {
    return versions.get(version - 1);
  }

  String hash(int version) throws IOException {
    return Sha256.hash(Files.readAllBytes(file(version))).hex();
  }
}
