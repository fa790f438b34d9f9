package org.obol.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.obol.crypto.Passphrase;
import picocli.CommandLine.Option;

/** Where the passphrase of a locked key comes from: a file or the terminal. */
public final class PassphraseOption {

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Read the passphrase of a locked key from here instead of asking.")
  private @Nullable Path file;

  /** What unlocks a key that is there. */
  public Supplier<Passphrase> of(Session session) {
    return session.passphrase(Optional.ofNullable(file));
  }

  /** What a new key is to be locked with; typed twice, since a typing error would lose the key. */
  public Supplier<Passphrase> fresh(Session session) {
    return session.newPassphrase(Optional.ofNullable(file));
  }
}
