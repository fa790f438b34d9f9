package org.obol.cli.finetune;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.obol.crypto.DurableFile;
import org.obol.crypto.KeyFile;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.finetune.provenance.AttestationKey;
import org.obol.finetune.provenance.RunKeys;
import org.obol.ledger.ObolHome;

/**
 * The keys of whoever trains, made when first needed: {@code keys/runner.key} names the runner,
 * {@code keys/runner.attestation} signs what tools of the field read.
 */
final class RunnerKeys {

  private static final Duration VOUCHED = Duration.ofDays(365);

  private RunnerKeys() {}

  static RunKeys of(ObolHome home, Instant now) {
    return new RunKeys(
        runner(home.keys().resolve("runner.key")),
        attestation(home.keys().resolve("runner.attestation")),
        now.minusSeconds(1),
        now.plus(VOUCHED));
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
