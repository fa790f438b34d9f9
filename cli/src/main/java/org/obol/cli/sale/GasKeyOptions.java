package org.obol.cli.sale;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.KeyPath;
import org.obol.cli.Session;
import org.obol.crypto.KeyFile;
import org.obol.crypto.PrivateKey;
import picocli.CommandLine.Option;

/** The key of the account that pays for gas. */
public final class GasKeyOptions {

  @Option(
      names = "--gas-key",
      paramLabel = "FILE",
      description = "Key of the account that pays for gas: a keystore, or 64 hex characters, 0600.")
  private @Nullable Path file;

  @Option(
      names = "--gas-passphrase-file",
      paramLabel = "FILE",
      description = "Read the passphrase of a locked gas key from here instead of asking.")
  private @Nullable Path passphrase;

  /** Whether a key was given. */
  public boolean given() {
    return file != null;
  }

  /** The key, if one was given. */
  public Optional<PrivateKey> key(Session session) {
    return Optional.ofNullable(file)
        .map(path -> KeyPath.checked("--gas-key", path))
        .map(path -> KeyFile.read(path, session.passphrase(Optional.ofNullable(passphrase))));
  }
}
