package org.obol.client.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.KeyException;
import org.obol.crypto.KeyFile;
import org.obol.crypto.Passphrase;
import org.obol.crypto.PrivateKey;

final class WalletsTest {

  /** The first account of the well-known test mnemonic. */
  private static final PrivateKey KEY =
      PrivateKey.ofHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

  private static final WalletName AGENT = new WalletName("agent");

  @TempDir private Path folder;
  private Wallets wallets;

  @BeforeEach
  void start() {
    wallets = new Wallets(folder.resolve("wallets"));
  }

  @Test
  void aNewWalletIsLockedInAFileOfItsOwn() throws IOException {
    Wallet made = wallets.create(WalletName.DEFAULT, WalletsTest::sesame);
    assertThat(made.file()).isEqualTo(folder.resolve("wallets/default.json"));
    assertThat(rights(made.file())).isEqualTo("rw-------");
    assertThat(rights(folder.resolve("wallets"))).isEqualTo("rwx------");
    assertThat(wallets.require(WalletName.DEFAULT)).isEqualTo(made);
    PrivateKey key = wallets.open(WalletName.DEFAULT, WalletsTest::sesame);
    assertThat(key.address()).isEqualTo(made.address());
    assertThat(Files.readString(made.file())).doesNotContain(key.revealHex());
    assertThatThrownBy(() -> wallets.open(WalletName.DEFAULT, () -> Passphrase.of("hunter2")))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("wrong passphrase")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aWalletIsNeverReplaced() throws IOException {
    Wallet made = wallets.create(AGENT, WalletsTest::sesame);
    byte[] before = Files.readAllBytes(made.file());
    Path source = folder.resolve("source.key");
    KeyFile.write(source, KEY);
    assertThatThrownBy(() -> wallets.create(AGENT, WalletsTest::never))
        .isInstanceOf(WalletException.class)
        .hasMessageContaining("not replaced");
    assertThatThrownBy(() -> wallets.bring(AGENT, source, WalletsTest::never, WalletsTest::never))
        .isInstanceOf(WalletException.class)
        .hasMessageContaining("not replaced");
    assertThat(made.file()).hasBinaryContent(before);
  }

  @Test
  void aHexKeyIsLockedAndStaysWhereItWas() throws IOException {
    Path source = folder.resolve("source.key");
    KeyFile.write(source, KEY);
    Wallet brought = wallets.bring(AGENT, source, WalletsTest::never, WalletsTest::sesame);
    assertThat(brought.address()).isEqualTo(KEY.address());
    assertThat(wallets.open(AGENT, WalletsTest::sesame).revealHex()).isEqualTo(KEY.revealHex());
    assertThat(Files.readString(brought.file())).doesNotContain(KEY.revealHex());
    assertThat(source).hasContent(KEY.revealHex());
    Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(
            () ->
                wallets.bring(new WalletName("b"), source, WalletsTest::never, WalletsTest::sesame))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("chmod 600");
    assertThat(wallets.names()).containsExactly(AGENT);
  }

  @Test
  void aKeystoreIsLockedAnewWithItsOwnPassphrase() {
    Path source = folder.resolve("source.json");
    KeyFile.write(source, KEY, sesame());
    Wallet brought = wallets.bring(AGENT, source, WalletsTest::sesame, WalletsTest::never);
    assertThat(brought.address()).isEqualTo(KEY.address());
    assertThat(wallets.open(AGENT, WalletsTest::sesame).address()).isEqualTo(KEY.address());
    assertThatThrownBy(
            () ->
                wallets.bring(
                    new WalletName("b"), source, () -> Passphrase.of("x"), WalletsTest::never))
        .hasMessageContaining("wrong passphrase");
    assertThat(wallets.names()).containsExactly(AGENT);
  }

  @Test
  void anEmptyPassphraseIsRefused() {
    assertThatThrownBy(() -> wallets.create(AGENT, () -> Passphrase.of("")))
        .isInstanceOf(WalletException.class)
        .hasMessageContaining("empty");
    assertThat(wallets.names()).isEmpty();
  }

  @Test
  void aMissingWalletNamesTheOthers() throws IOException {
    assertThatThrownBy(() -> wallets.open(AGENT, WalletsTest::never))
        .isInstanceOf(WalletException.class)
        .hasMessageContaining("obol wallet new");
    Files.createDirectories(folder.resolve("wallets"));
    for (String name : new String[] {"b.json", "a.json", "Not A Name.json", "c.txt"}) {
      Files.writeString(folder.resolve("wallets").resolve(name), "{}");
    }
    assertThat(wallets.names()).containsExactly(new WalletName("a"), new WalletName("b"));
    assertThatThrownBy(() -> wallets.require(AGENT)).hasMessageContaining("there are: a, b");
    assertThatThrownBy(() -> wallets.require(new WalletName("a")))
        .hasMessageContaining("does not name its address");
    Files.writeString(folder.resolve("wallets/a.json"), "[");
    assertThatThrownBy(() -> wallets.require(new WalletName("a")))
        .isInstanceOf(WalletException.class)
        .hasMessageContaining("is no wallet");
  }

  @Test
  void aNameCannotLeaveTheFolder() {
    for (String bad : new String[] {"", "..", "a/b", "A", "a.json", "-a", "x".repeat(65)}) {
      assertThatThrownBy(() -> new WalletName(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static Passphrase sesame() {
    return Passphrase.of("open sesame");
  }

  private static Passphrase never() {
    throw new AssertionError("nobody should be asked for a passphrase");
  }
}
