package org.obol.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.obol.crypto.DurableFile;
import org.obol.crypto.JsonException;
import org.obol.crypto.KeyFile;
import org.obol.crypto.Passphrase;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.DatasetId;

/**
 * The folder of owner keys: {@code <id>.key} signs one dataset's log, {@code <id>.last} remembers
 * what it last signed, so that a restored backup or a second machine never signs another entry with
 * the same number.
 */
public final class OwnerKeys {

  private final Path folder;
  private final Supplier<Passphrase> passphrase;

  /** The keys in {@code folder}; the passphrase is asked for only when a key is encrypted. */
  public OwnerKeys(Path folder, Supplier<Passphrase> passphrase) {
    this.folder = folder;
    this.passphrase = passphrase;
  }

  /** Whether there is a key for this dataset. */
  boolean exists(DatasetId id) {
    return Files.exists(keyFile(id));
  }

  /**
   * The key of this dataset.
   *
   * @throws LedgerException when there is none
   */
  public PrivateKey load(DatasetId id) {
    if (!exists(id)) {
      throw new LedgerException(
          "there is no key for dataset \""
              + id
              + "\" in "
              + folder
              + ". Restore a backup, or bring the key with --key FILE");
    }
    return KeyFile.read(keyFile(id), passphrase);
  }

  /** The key of this dataset, made now if there is none. */
  public PrivateKey loadOrCreate(DatasetId id) {
    if (exists(id)) {
      return load(id);
    }
    PrivateKey key = PrivateKey.generate();
    KeyFile.write(keyFile(id), key);
    return key;
  }

  /**
   * Takes the key in {@code file} (hex, or an encrypted Web3 v3 keystore) for this dataset.
   *
   * @throws LedgerException when the dataset already has another key
   */
  public PrivateKey bring(DatasetId id, Path file) {
    PrivateKey key = KeyFile.read(file, passphrase);
    if (exists(id)) {
      if (!load(id).address().equals(key.address())) {
        throw new LedgerException(
            "dataset \"" + id + "\" already has another key in " + keyFile(id));
      }
      return key;
    }
    try {
      // Byte for byte, so that an encrypted keystore stays encrypted.
      DurableFile.create(keyFile(id), Files.readAllBytes(file), DurableFile.OWNER_ONLY);
    } catch (IOException e) {
      throw new LedgerException(
          "cannot store the key in " + keyFile(id) + ": " + e.getMessage(), e);
    }
    return key;
  }

  /** The key in {@code file}, which stays where it is. */
  PrivateKey peek(Path file) {
    return KeyFile.read(file, passphrase);
  }

  /** What the key has last signed, if anything. */
  Optional<SignedIntent> last(DatasetId id) {
    Path file = lastFile(id);
    try {
      return Files.exists(file)
          ? Optional.of(SignedIntent.read(Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException | JsonException e) {
      throw new LedgerException(
          "cannot read what was last signed from "
              + file
              + ": "
              + e.getMessage()
              + ". Without it nothing is signed; restore it from a backup",
          e);
    }
  }

  /** Makes durable what is about to be signed. */
  void remember(DatasetId id, SignedIntent intent) {
    DurableFile.write(lastFile(id), intent.toBytes(), DurableFile.OWNER_ONLY);
  }

  /**
   * Where the key of this dataset lies.
   *
   * @throws LedgerException for the one id whose file is the node's own
   */
  public Path keyFile(DatasetId id) {
    if (id.text().equals("node")) {
      throw new LedgerException(
          "a dataset cannot be named \"node\": keys/node.key is the node's own. Use another name");
    }
    return folder.resolve(id + ".key");
  }

  /** Where the record of its last signature lies. */
  public Path lastFile(DatasetId id) {
    return folder.resolve(id + ".last");
  }
}
