package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFileTest {

  private static final String HEX =
      "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
  private static final PrivateKey KEY = PrivateKey.ofHex(HEX);
  private static final Passphrase PASSPHRASE = Passphrase.of("testpassword");
  @TempDir private Path folder;

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = folder.resolve("keys/set.key");
    KeyFile.write(file, KEY);
    assertThat(file).hasContent(HEX);
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(rights(folder.resolve("keys"))).isEqualTo("rwx------");
    assertThat(KeyFile.read(file, KeyFileTest::never).revealHex()).isEqualTo(HEX);
  }

  @Test
  void readsTheKeystoreItWrote() throws IOException {
    Path file = folder.resolve("set.json");
    KeyFile.write(file, KEY, PASSPHRASE);
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(KeyFile.read(file, () -> PASSPHRASE).revealHex()).isEqualTo(HEX);
  }

  @ParameterizedTest
  @ValueSource(strings = {HEX, "0x" + HEX, HEX + "\n", "0x" + HEX + "\r\n"})
  void readsEachHexForm(String content) throws IOException {
    assertThat(KeyFile.read(file(content, "rw-------"), KeyFileTest::never).revealHex())
        .isEqualTo(HEX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---"})
  void refusesAnUnlockedKeyThatOthersCanReach(String rights) throws IOException {
    Path file = file(HEX, rights);
    assertThatThrownBy(() -> KeyFile.read(file, KeyFileTest::never))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void aLinkIsFollowedAndTheRightsOfItsTargetCount() throws IOException {
    Path good = Files.createSymbolicLink(folder.resolve("good"), file(HEX, "r--------"));
    assertThat(KeyFile.read(good, KeyFileTest::never).revealHex()).isEqualTo(HEX);
    Path open = folder.resolve("open");
    Files.writeString(open, HEX);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Path bad = Files.createSymbolicLink(folder.resolve("bad"), open);
    assertThatThrownBy(() -> KeyFile.read(bad, KeyFileTest::never))
        .hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", HEX + "00", "0X" + HEX, HEX + "\n" + HEX})
  void whatIsNoKeyIsRefusedWithoutShowingIt(String content) throws IOException {
    Path file = file(content, "rw-------");
    assertThatThrownBy(() -> KeyFile.read(file, KeyFileTest::never))
        .isInstanceOf(KeyException.class)
        .hasMessage(file + " holds no key: neither 64 hex characters nor a version 3 keystore");
  }

  @Test
  void aWrongPassphraseNamesTheFile() throws IOException {
    byte[] keystore = Keystore.lock(KEY, PASSPHRASE, new KeyDerivation.Pbkdf2(1, new byte[] {1}));
    Path file = file(new String(keystore, StandardCharsets.UTF_8), "rw-r--r--");
    assertThat(KeyFile.read(file, () -> PASSPHRASE).revealHex()).isEqualTo(HEX);
    assertThatThrownBy(() -> KeyFile.read(file, () -> Passphrase.of("other")))
        .isInstanceOf(KeyException.class)
        .hasMessage("cannot unlock " + file + ": wrong passphrase, or the keystore is damaged");
  }

  @Test
  void aMissingAFolderAndALargeFileAreSaid() throws IOException {
    assertThatThrownBy(() -> KeyFile.read(folder.resolve("none"), KeyFileTest::never))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("there is no key file");
    assertThatThrownBy(() -> KeyFile.read(folder, KeyFileTest::never))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("cannot read key file " + folder);
    Path large = file(" ".repeat(Keystore.MAX_BYTES + 1), "rw-------");
    assertThatThrownBy(() -> KeyFile.read(large, KeyFileTest::never))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("larger than");
  }

  @Test
  void aKeyIsNeverOverwritten() {
    Path file = folder.resolve("set.key");
    KeyFile.write(file, KEY);
    var other = PrivateKey.generate();
    assertThatThrownBy(() -> KeyFile.write(file, other)).isInstanceOf(ObolException.class);
    assertThatThrownBy(() -> KeyFile.write(file, other, PASSPHRASE))
        .isInstanceOf(ObolException.class);
    assertThat(file).hasContent(HEX);
  }

  private static Passphrase never() {
    throw new AssertionError("the passphrase of an unlocked key was asked");
  }

  private Path file(String content, String rights) throws IOException {
    Path file = folder.resolve("key");
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
