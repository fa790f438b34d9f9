package org.obol.cli.buy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.obol.client.source.MemberToken;
import org.obol.client.source.Source;
import org.obol.crypto.DurableFile;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.ledger.ObolHome;

/** The member tokens of this buyer, one 0600 file for each server and dataset. */
final class TokenStore {

  private final Path folder;

  TokenStore(ObolHome home) {
    this.folder = home.purchases();
  }

  Optional<MemberToken> find(Source source, DatasetId id) throws IOException {
    Path file = file(source, id);
    return Files.exists(file)
        ? Optional.of(new MemberToken(Files.readString(file, StandardCharsets.US_ASCII).strip()))
        : Optional.empty();
  }

  void save(Source source, DatasetId id, MemberToken token) {
    DurableFile.write(
        file(source, id),
        (token.reveal() + "\n").getBytes(StandardCharsets.US_ASCII),
        DurableFile.OWNER_ONLY);
  }

  /** A server's name may hold what a file name must not. */
  private Path file(Source source, DatasetId id) {
    String server = Sha256.hash(source.base().toString()).hex().substring(0, 16);
    return folder.resolve(id + "@" + server + ".token");
  }
}
