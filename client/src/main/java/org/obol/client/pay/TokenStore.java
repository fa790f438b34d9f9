package org.obol.client.pay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.obol.client.source.MemberToken;
import org.obol.client.source.Source;
import org.obol.crypto.DurableFile;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.Signed;

/**
 * The member tokens and receipts of this buyer, each a 0600 file: the newest token for each server
 * and dataset, and token and receipt of each purchase.
 */
public final class TokenStore {

  private final Path folder;

  /** The files in {@code folder}. */
  public TokenStore(Path folder) {
    this.folder = folder;
  }

  /** The newest token for a dataset at a server. */
  public Optional<MemberToken> find(Source source, DatasetId id) {
    return read(file(source, id));
  }

  /** Keeps the newest token for a dataset at a server. */
  public void save(Source source, DatasetId id, MemberToken token) {
    write(file(source, id), token.reveal());
  }

  /** The token that a purchase came to. */
  public Optional<MemberToken> find(Purchase purchase) {
    return read(folder.resolve(purchase.id() + ".token"));
  }

  /** Keeps the token that a purchase came to. */
  public void save(Purchase purchase, MemberToken token) {
    write(folder.resolve(purchase.id() + ".token"), token.reveal());
  }

  /** Keeps the receipt of a purchase and says where. */
  public Path save(Purchase purchase, Signed<Receipt> receipt) {
    Path file = folder.resolve(purchase.id() + ".receipt.json");
    write(file, receipt.toJson().text());
    return file;
  }

  /** A server's name may hold what a file name must not. */
  private Path file(Source source, DatasetId id) {
    String server = Sha256.hash(source.base().toString()).hex().substring(0, 16);
    return folder.resolve(id + "@" + server + ".token");
  }

  private static Optional<MemberToken> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(new MemberToken(Files.readString(file, StandardCharsets.US_ASCII).strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot read the token in " + file, e);
    }
  }

  private static void write(Path file, String text) {
    DurableFile.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8), DurableFile.OWNER_ONLY);
  }
}
