package org.obol.client.wallet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.obol.crypto.Address;
import org.obol.crypto.JsonException;
import org.obol.crypto.KeyException;
import org.obol.crypto.KeyFile;
import org.obol.crypto.Keystore;
import org.obol.crypto.ObolException;
import org.obol.crypto.Passphrase;
import org.obol.crypto.PrivateKey;

/**
 * The folder of wallets: {@code <name>.json}, 0600, always locked with a passphrase. One that is
 * there is never overwritten, since nothing could bring its money back.
 */
public final class Wallets {

  private static final String SUFFIX = ".json";

  private final Path folder;

  /** The wallets in {@code folder}. */
  public Wallets(Path folder) {
    this.folder = folder;
  }

  /**
   * The names of all wallets, sorted.
   *
   * @throws WalletException when the folder cannot be read
   */
  public List<WalletName> names() {
    List<WalletName> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        String text = name.substring(0, name.length() - SUFFIX.length());
        if (WalletName.isValid(text)) {
          found.add(new WalletName(text));
        }
      }
    } catch (IOException e) {
      throw new WalletException("cannot read the folder of wallets " + folder, e);
    }
    found.sort(null);
    return found;
  }

  /**
   * The wallet of that name, without unlocking it.
   *
   * @throws WalletException when there is none, or its file is damaged
   */
  public Wallet require(WalletName name) {
    requireThere(name);
    Path file = file(name);
    return new Wallet(name, file, address(file));
  }

  /**
   * A new wallet with a fresh key.
   *
   * @param passphrase asked for only when the name is free
   * @throws WalletException when there is one of that name, or the passphrase is empty
   */
  public Wallet create(WalletName name, Supplier<Passphrase> passphrase) {
    requireFree(name);
    return store(name, PrivateKey.generate(), passphrase.get());
  }

  /**
   * A wallet with the key in {@code source}: 64 hex characters in a 0600 file, or a keystore, which
   * is unlocked with the passphrase and locked anew with the same one. {@code source} stays.
   *
   * @param unlocking asked for once, and only when {@code source} is a keystore
   * @param locking asked for only when it is not
   * @throws WalletException when there is one of that name, or the passphrase is empty
   * @throws KeyException when there is no key in {@code source}, others can read it, or the
   *     passphrase is wrong
   */
  public Wallet bring(
      WalletName name, Path source, Supplier<Passphrase> unlocking, Supplier<Passphrase> locking) {
    requireFree(name);
    var asked = new Asked(unlocking);
    PrivateKey key = KeyFile.read(source, asked);
    return store(name, key, asked.answer.orElseGet(locking));
  }

  /**
   * The key of a wallet.
   *
   * @throws WalletException when there is no wallet of that name
   * @throws KeyException when the passphrase is wrong, or the file damaged
   */
  public PrivateKey open(WalletName name, Supplier<Passphrase> passphrase) {
    requireThere(name);
    return KeyFile.read(file(name), passphrase);
  }

  /** Where the wallet of that name lies, or would lie. */
  public Path file(WalletName name) {
    return folder.resolve(name + SUFFIX);
  }

  private Wallet store(WalletName name, PrivateKey key, Passphrase passphrase) {
    if (passphrase.isEmpty()) {
      throw new WalletException(
          ObolException.Exit.USAGE, "a wallet is locked with a passphrase, and this one is empty");
    }
    KeyFile.write(file(name), key, passphrase);
    return new Wallet(name, file(name), key.address());
  }

  private void requireFree(WalletName name) {
    if (Files.exists(file(name))) {
      throw new WalletException(
          ObolException.Exit.FAILED,
          "there is a wallet \""
              + name
              + "\" already, and it is not replaced: "
              + file(name)
              + ". Give another --name");
    }
  }

  private void requireThere(WalletName name) {
    if (Files.exists(file(name))) {
      return;
    }
    List<WalletName> names = names();
    throw new WalletException(
        ObolException.Exit.FAILED,
        "there is no wallet \""
            + name
            + "\" in "
            + folder
            + (names.isEmpty()
                ? ". Make one with obol wallet new"
                : "; there are: "
                    + names.stream().map(WalletName::text).collect(Collectors.joining(", "))));
  }

  private static Address address(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Keystore.address(in.readNBytes(Keystore.MAX_BYTES + 1))
          .orElseThrow(
              () ->
                  new WalletException(
                      ObolException.Exit.FAILED,
                      file + " does not name its address: bring it in with obol wallet import"));
    } catch (JsonException | KeyException e) {
      throw new WalletException(file + " is no wallet: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new WalletException("cannot read the wallet " + file, e);
    }
  }

  /** Remembers the answer. */
  private static final class Asked implements Supplier<Passphrase> {

    private final Supplier<Passphrase> question;
    private Optional<Passphrase> answer = Optional.empty();

    Asked(Supplier<Passphrase> question) {
      this.question = question;
    }

    @Override
    public Passphrase get() {
      Passphrase given = question.get();
      answer = Optional.of(given);
      return given;
    }
  }
}
