package org.obol.cli.dataset;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Session;
import org.obol.crypto.Passphrase;
import picocli.CommandLine.Option;

/** Where the passphrase of a locked key comes from: a file or the terminal. */
final class PassphraseOption {

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Read the passphrase of a locked key from here instead of asking.")
  private @Nullable Path file;

  Supplier<Passphrase> of(Session session) {
    return session.passphrase(Optional.ofNullable(file));
  }
}
