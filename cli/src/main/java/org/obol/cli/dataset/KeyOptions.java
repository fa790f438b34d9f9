package org.obol.cli.dataset;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.obol.cli.KeyPath;
import org.obol.cli.PassphraseOption;
import org.obol.cli.Session;
import org.obol.crypto.ObolException;
import org.obol.crypto.Passphrase;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the owner's key and its passphrase come from; never from the command line itself. */
final class KeyOptions {

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Take this key (64 hex characters, or a Web3 v3 keystore).")
  private @Nullable Path key;

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  /**
   * The file of the key to bring along, if one was given.
   *
   * @throws ObolException when it is the key itself, which is not repeated
   */
  Optional<Path> file() {
    return Optional.ofNullable(key).map(file -> KeyPath.checked("--key", file));
  }

  /** The file of the key, which must be given. */
  Path required() {
    return file().orElseThrow(() -> new ObolException(ObolException.Exit.USAGE, "give --key FILE"));
  }

  /** What unlocks it. */
  Supplier<Passphrase> passphrase(Session session) {
    return passphrase.of(session);
  }
}
