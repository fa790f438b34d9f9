package org.obol.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A private key in a file of its own: 64 hex characters, or a {@link Keystore}. A key that is there
 * is never overwritten, since nothing could bring it back.
 */
public final class KeyFile {

  private static final Set<PosixFilePermission> FOREIGN =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private KeyFile() {}

  /**
   * The key in {@code file}; {@code passphrase} is asked only for a keystore. A symbolic link is
   * followed, and the rights of what it points to count.
   *
   * @throws KeyException when the file cannot be read, is no key, is an unlocked key that others
   *     can read, or the passphrase is wrong
   */
  public static PrivateKey read(Path file, Supplier<Passphrase> passphrase) {
    byte[] content = content(file);
    String text = new String(content, StandardCharsets.ISO_8859_1).strip();
    if (text.startsWith("{")) {
      return unlock(file, content, passphrase);
    }
    requirePrivate(file);
    try {
      return PrivateKey.ofHex(text);
    } catch (IllegalArgumentException e) {
      throw new KeyException(
          file + " holds no key: neither 64 hex characters nor a version 3 keystore", e);
    }
  }

  /**
   * Writes {@code key} unlocked, as 64 hex characters, 0600.
   *
   * @throws ObolException when {@code file} is already there or cannot be written
   */
  public static void write(Path file, PrivateKey key) {
    byte[] content = (key.revealHex() + "\n").getBytes(StandardCharsets.US_ASCII);
    DurableFile.create(file, content, DurableFile.OWNER_ONLY);
  }

  /**
   * Writes {@code key} as a keystore locked with {@code passphrase}, 0600.
   *
   * @throws ObolException when {@code file} is already there or cannot be written
   */
  public static void write(Path file, PrivateKey key, Passphrase passphrase) {
    DurableFile.create(file, Keystore.lock(key, passphrase), DurableFile.OWNER_ONLY);
  }

  private static PrivateKey unlock(Path file, byte[] content, Supplier<Passphrase> passphrase) {
    try {
      return Keystore.unlock(content, passphrase.get());
    } catch (JsonException | KeyException e) {
      throw new KeyException("cannot unlock " + file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] content(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(Keystore.MAX_BYTES + 1);
      if (content.length > Keystore.MAX_BYTES) {
        throw new KeyException(
            file + " is larger than " + Keystore.MAX_BYTES + " bytes and so no key");
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new KeyException("there is no key file " + file, e);
    } catch (IOException e) {
      throw new KeyException("cannot read key file " + file + ": " + DurableFile.reason(e), e);
    }
  }

  private static void requirePrivate(Path file) {
    // Without owner, group and others there is nothing to compare; access lists differ by system.
    if (!DurableFile.isPosix(file)) {
      return;
    }
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(FOREIGN::contains)) {
        throw new KeyException(
            "key file " + file + " is open to other users: run chmod 600 " + file);
      }
    } catch (IOException e) {
      throw new KeyException("cannot read the rights of key file " + file, e);
    }
  }
}
