package org.obol.cli.dataset;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Session;
import org.obol.crypto.ObolException;
import org.obol.crypto.Passphrase;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the owner's key and its passphrase come from; never from the command line itself. */
final class KeyOptions {

  private static final Pattern KEY = Pattern.compile("(0x)?[0-9a-fA-F]{64}");

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
    if (key != null && KEY.matcher(key.toString()).matches()) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "--key takes the name of a file. The key itself is now in your shell's history: make a"
              + " new one");
    }
    return Optional.ofNullable(key);
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
