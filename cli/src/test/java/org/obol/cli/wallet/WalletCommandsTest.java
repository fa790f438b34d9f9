package org.obol.cli.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.client.wallet.WalletName;
import org.obol.client.wallet.Wallets;
import org.obol.crypto.KeyFile;
import org.obol.crypto.Passphrase;
import org.obol.crypto.PrivateKey;

final class WalletCommandsTest {

  /** The first account of the well-known test mnemonic. */
  private static final PrivateKey KEY =
      PrivateKey.ofHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

  private static final String CHECKSUMMED = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

  @TempDir private Path folder;
  private CommandLineFixture obol;

  @BeforeEach
  void start() {
    obol = new CommandLineFixture(folder);
  }

  @Test
  void a_new_wallet_is_locked_with_what_was_typed_twice() throws IOException {
    Ran ran = obol.typing("open sesame").run("wallet", "new");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.lines().getFirst()).matches("Wallet \"default\"  0x[0-9a-fA-F]{40}");
    assertThat(ran.out()).contains("default.json", "Back this file up");
    Path file = obol.home().resolve("wallets/default.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    PrivateKey key = open("default", "open sesame");
    assertThat(ran.out()).contains(key.address().checksummed());
    assertThat(ran.out() + ran.err()).doesNotContain(key.revealHex()).doesNotContain("sesame");
    Ran address = obol.typing().run("wallet", "address");
    assertThat(address.lines()).containsExactly(key.address().checksummed());
  }

  @Test
  void a_typing_error_makes_nothing() {
    Ran ran = obol.typing("open sesame", "open sesamE").run("wallet", "new");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("differ").doesNotContain("sesam");
    assertThat(obol.home().resolve("wallets/default.json")).doesNotExist();
  }

  @Test
  void without_a_terminal_the_passphrase_comes_from_a_file() throws IOException {
    Ran unasked = obol.run("wallet", "new");
    assertThat(unasked.status()).isEqualTo(2);
    assertThat(unasked.err()).contains("--passphrase-file");
    String file = obol.file("passphrase", "open sesame\n").toString();
    Ran made = obol.run("wallet", "new", "--name", "agent", "--passphrase-file", file, "--json");
    assertThat(made.status()).as(made.err()).isZero();
    PrivateKey key = open("agent", "open sesame");
    assertThat(made.json().members().keySet()).containsExactly("name", "address", "file");
    assertThat(made.json().requireText("name")).isEqualTo("agent");
    assertThat(made.json().requireText("address")).isEqualTo(key.address().hex());
    Ran empty = obol.run("wallet", "new", "--passphrase-file", obol.file("e", "\n").toString());
    assertThat(empty.status()).isEqualTo(2);
    assertThat(empty.err()).contains("empty");
  }

  @Test
  void a_wallet_is_never_replaced() throws IOException {
    obol.typing("open sesame").run("wallet", "new");
    Path file = obol.home().resolve("wallets/default.json");
    byte[] before = Files.readAllBytes(file);
    Path source = obol.path("buyer.key");
    KeyFile.write(source, KEY);
    for (String[] words :
        new String[][] {{"wallet", "new"}, {"wallet", "import", source.toString()}}) {
      Ran again = obol.run(words);
      assertThat(again.status()).isEqualTo(1);
      assertThat(again.err()).contains("not replaced", "--name");
    }
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void a_key_is_imported_from_hex_or_from_a_keystore() throws IOException {
    Path hex = obol.path("buyer.key");
    KeyFile.write(hex, KEY);
    Path keystore = obol.path("buyer.json");
    KeyFile.write(keystore, KEY, Passphrase.of("open sesame"));
    for (Path source : new Path[] {hex, keystore}) {
      String name = source.equals(hex) ? "hex" : "keystore";
      Ran ran =
          obol.typing("open sesame").run("wallet", "import", source.toString(), "--name", name);
      assertThat(ran.status()).as(ran.err()).isZero();
      assertThat(ran.out()).contains(CHECKSUMMED);
      assertThat(ran.out() + ran.err()).doesNotContain(KEY.revealHex());
      assertThat(open(name, "open sesame").revealHex()).isEqualTo(KEY.revealHex());
    }
    Ran wrong = obol.typing("wrong").run("wallet", "import", keystore.toString());
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err()).contains("wrong passphrase");
  }

  @Test
  void an_open_key_file_is_refused_and_a_key_is_not_repeated() throws IOException {
    Path source = obol.path("buyer.key");
    KeyFile.write(source, KEY);
    Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rw-r--r--"));
    Ran open = obol.typing("x").run("wallet", "import", source.toString());
    assertThat(open.status()).isEqualTo(1);
    assertThat(open.err()).contains("chmod 600");
    Ran argument = obol.run("wallet", "import", KEY.revealHex());
    assertThat(argument.status()).isEqualTo(2);
    assertThat(argument.err())
        .contains("shell's history")
        .doesNotContain(KEY.revealHex().substring(0, 16));
    assertThat(obol.home().resolve("wallets/default.json")).doesNotExist();
  }

  @Test
  void a_missing_wallet_says_what_to_do() {
    Ran ran = obol.run("wallet", "address", "--json");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.failure().requireText("message")).contains("obol wallet new");
    assertThat(obol.run("wallet", "address", "--name", "../x").status()).isEqualTo(2);
    assertThat(obol.run("wallet").status()).isEqualTo(2);
  }

  private PrivateKey open(String name, String passphrase) {
    return new Wallets(obol.home().resolve("wallets"))
        .open(new WalletName(name), () -> Passphrase.of(passphrase));
  }
}
