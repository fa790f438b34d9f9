package org.obol.ledger;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.obol.crypto.KeyFile;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;

/**
 * The node's own key, {@code keys/node.key}: it signs offers, receipts and freshness while the node
 * runs by itself, so it is not locked. What an owner signs, it never signs; a seller record says
 * whose node it is (protocol section 7).
 */
public final class NodeKey {

  private final Path file;

  /** The key of the node in {@code home}. */
  public NodeKey(ObolHome home) {
    file = home.keys().resolve("node.key");
  }

  /** Where it lies. */
  public Path file() {
    return file;
  }

  /**
   * The key, made now (0600) if there is none. Several may ask at once: all get the same.
   *
   * @throws ObolException when it cannot be read or stored, is locked, or others can read it
   */
  public PrivateKey loadOrCreate() {
    if (Files.exists(file)) {
      return load();
    }
    PrivateKey key = PrivateKey.generate();
    try {
      KeyFile.write(file, key);
      return key;
    } catch (ObolException e) {
      if (e.getCause() instanceof FileAlreadyExistsException) {
        return load();
      }
      throw e;
    }
  }

  private PrivateKey load() {
    return KeyFile.read(
        file,
        () -> {
          throw new LedgerException(
              file
                  + " is locked, and a node that runs by itself has nobody to ask. Move it away and"
                  + " a new one is made; sign a new seller record then");
        });
  }
}
