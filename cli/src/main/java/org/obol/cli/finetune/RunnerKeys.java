package org.obol.cli.finetune;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.obol.cli.KeyPath;
import org.obol.cli.PassphraseOption;
import org.obol.cli.Session;
import org.obol.client.wallet.WalletName;
import org.obol.client.wallet.Wallets;
import org.obol.crypto.DurableFile;
import org.obol.crypto.KeyFile;
import org.obol.crypto.ObolException;
import org.obol.crypto.Passphrase;
import org.obol.crypto.PrivateKey;
import org.obol.finetune.provenance.AttestationKey;
import org.obol.finetune.provenance.RunKeys;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The keys of whoever trains: a wallet, else {@code keys/runner.key}, names the runner; {@code
 * keys/runner.attestation} signs what tools of the field read. Those in the configuration folder
 * are made when first needed.
 */
final class RunnerKeys {

  private static final Duration VOUCHED = Duration.ofDays(365);

  @Option(
      names = "--wallet",
      paramLabel = "NAME|FILE",
      description = "Sign the run with this wallet or key file (a key of its own).")
  private @Nullable String wallet;

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  /**
   * The keys; asks for a passphrase, so it is called before anything that takes long.
   *
   * @throws ObolException when there is no such wallet or file, or the passphrase is wrong
   */
  RunKeys of(Session session) {
    Path keys = session.home().keys();
    Instant now = session.clock().instant();
    return new RunKeys(
        wallet == null ? runner(keys.resolve("runner.key")) : chosen(session, wallet),
        attestation(keys.resolve("runner.attestation")),
        now.minusSeconds(1),
        now.plus(VOUCHED));
  }

  /** A wallet of that name, else a file. */
  private PrivateKey chosen(Session session, String given) {
    Path file = KeyPath.checked("--wallet", Path.of(given));
    var wallets = new Wallets(session.home().wallets());
    Supplier<Passphrase> unlocking = passphrase.of(session);
    boolean named =
        WalletName.isValid(given)
            && (Files.exists(wallets.file(new WalletName(given))) || Files.notExists(file));
    return named ? wallets.open(new WalletName(given), unlocking) : KeyFile.read(file, unlocking);
  }

  private static PrivateKey runner(Path file) {
    if (Files.notExists(file)) {
      KeyFile.write(file, PrivateKey.generate());
    }
    return KeyFile.read(
        file,
        () -> {
          throw new ObolException(ObolException.Exit.USAGE, file + " must not be locked");
        });
  }

  private static AttestationKey attestation(Path file) {
    try {
      if (Files.notExists(file)) {
        DurableFile.create(
            file,
            AttestationKey.generate().revealText().getBytes(US_ASCII),
            DurableFile.OWNER_ONLY);
      }
      return AttestationKey.parse(Files.readString(file, US_ASCII));
    } catch (IOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot read " + file, e);
    }
  }
}
