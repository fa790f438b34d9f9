package org.obol.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.obol.dataset.DatasetId;

/**
 * The folder that holds everything an owner or a buyer has: {@code $OBOL_CONFIG_DIR}, else the
 * configuration folder of the user with {@code obol} in it. Its folders are 0700.
 */
public record ObolHome(Path root) {

  /** The home that the environment names. */
  public static ObolHome of(Map<String, String> environment) {
    Optional<Path> given = value(environment, "OBOL_CONFIG_DIR");
    return new ObolHome(
        given
            .orElseGet(
                () ->
                    value(environment, "XDG_CONFIG_HOME")
                        .orElseGet(() -> user(environment).resolve(".config"))
                        .resolve("obol"))
            .toAbsolutePath());
  }

  /** Owner keys, and what each has last signed. */
  public Path keys() {
    return folder("keys");
  }

  /**
   * Which placeholder each value of {@code id} got, by keyed hashes; as secret as the key beside
   * it.
   */
  public Path numbering(DatasetId id) {
    return keys().resolve(id + ".numbering");
  }

  /** Reports of the anonymizer about {@code id}, named by their SHA-256. */
  public Path reports(DatasetId id) {
    return folder("reports/" + id);
  }

  /** Files of {@code id} that are being anonymized, for the time of one command. */
  public Path anonymizing(DatasetId id) {
    return folder("anonymizing/" + id);
  }

  /** Content-addressed objects. */
  public Path objects() {
    return folder("objects");
  }

  /** State of running nodes, one file per dataset. */
  public Path run() {
    return folder("run");
  }

  /** Tokens and receipts of the buyer. */
  public Path purchases() {
    return folder("purchases");
  }

  /** Wallets that a buyer pays from, locked. */
  public Path wallets() {
    return folder("wallets");
  }

  /**
   * The state file of a running node that serves {@code id}.
   *
   * @throws LedgerException for the one id whose file is the local chain's
   */
  public Path runFile(DatasetId id) {
    if (id.text().equals("devnet")) {
      throw new LedgerException(
          "a dataset cannot be published as \"devnet\": run/devnet.json tells of the local chain");
    }
    return run().resolve(id + ".json");
  }

  /** What runs on this machine as the local chain, while it runs. */
  public Path devnetFile() {
    return run().resolve("devnet.json");
  }

  /** The node's ledger. */
  public Path nodeDb() {
    return folder(".").resolve("node.db");
  }

  /** The buyer's pins and journals. */
  public Path buyerDb() {
    return folder(".").resolve("buyer.db");
  }

  /** The index of an agent registry, which can be made anew from the chain. */
  public Path indexDb() {
    return folder(".").resolve("index.db");
  }

  /** What was registered on chains, one note for each registry and account. */
  public Path registrations() {
    return folder("registrations");
  }

  /** What this seller says of itself to those who found it on a chain. */
  public Path registrationFile() {
    return folder(".").resolve("agent-registration.json");
  }

  /**
   * The folder for what can be fetched again: {@code $OBOL_DATA_DIR}, else the data folder of the
   * user with {@code obol} in it. It is not made here.
   */
  public static Path data(Map<String, String> environment) {
    return value(environment, "OBOL_DATA_DIR")
        .orElseGet(
            () ->
                value(environment, "XDG_DATA_HOME")
                    .orElseGet(() -> user(environment).resolve(".local").resolve("share"))
                    .resolve("obol"))
        .toAbsolutePath();
  }

  private Path folder(String name) {
    Path folder = root.resolve(name).normalize();
    try {
      if (Files.isDirectory(folder)) {
        return folder;
      }
      if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(folder);
      }
      return folder;
    } catch (IOException e) {
      throw new LedgerException("cannot make the folder " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Java asks the list of users for the folder; other programs believe the environment. */
  private static Path user(Map<String, String> environment) {
    return value(environment, "HOME").orElseGet(() -> Path.of(System.getProperty("user.home")));
  }

  private static Optional<Path> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }
}
