package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The key and the passphrase are those of the Web3 Secret Storage definition. */
final class KeystoreTest {

  private static final PrivateKey KEY =
      PrivateKey.ofHex("7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d");
  private static final Passphrase PASSPHRASE = Passphrase.of("testpassword");

  @ParameterizedTest
  @ValueSource(strings = {"web3-pbkdf2.json", "eth-keyfile-scrypt.json"})
  void unlocksWhatOthersLocked(String name) throws IOException {
    assertThat(Keystore.unlock(resource(name), PASSPHRASE).revealHex()).isEqualTo(KEY.revealHex());
  }

  @Test
  void theScryptVectorOfTheDefinitionBreaksRfc7914AndIsRefused() throws IOException {
    assertThatThrownBy(() -> Keystore.unlock(resource("web3-scrypt.json"), PASSPHRASE))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("n=262144 needs r of 2 or more");
  }

  @Test
  void unlocksWhatItLockedWithTheStandardParameters() {
    byte[] keystore = Keystore.lock(KEY, PASSPHRASE);
    assertThat(Keystore.unlock(keystore, PASSPHRASE).revealHex()).isEqualTo(KEY.revealHex());
    assertThat(new String(keystore, StandardCharsets.UTF_8))
        .contains("\"kdf\":\"scrypt\"", "\"n\":131072", "\"version\":3")
        .contains(KEY.address().hex().substring(2))
        .doesNotContain(KEY.revealHex());
  }

  @Test
  void unlocksWhatItLockedWithPbkdf2() {
    byte[] keystore = Keystore.lock(KEY, PASSPHRASE, new KeyDerivation.Pbkdf2(2, new byte[32]));
    assertThat(Keystore.unlock(keystore, PASSPHRASE).revealHex()).isEqualTo(KEY.revealHex());
  }

  @Test
  void lockingTwiceGivesDifferentBytes() {
    var derivation = new KeyDerivation.Pbkdf2(1, new byte[] {1});
    assertThat(Keystore.lock(KEY, PASSPHRASE, derivation))
        .isNotEqualTo(Keystore.lock(KEY, PASSPHRASE, derivation));
  }

  @Test
  void theAddressIsReadWithoutUnlocking() throws IOException {
    byte[] keystore = Keystore.lock(KEY, PASSPHRASE, new KeyDerivation.Pbkdf2(1, new byte[] {1}));
    assertThat(Keystore.address(keystore)).contains(KEY.address());
    assertThat(Keystore.address("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    byte[] bad = "{\"address\":\"0x12\"}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Keystore.address(bad)).isInstanceOf(KeyException.class);
  }

  @Test
  void passphrasesAreComparedAndNeverShown() {
    assertThat(PASSPHRASE.matches(Passphrase.of("testpassword"))).isTrue();
    assertThat(PASSPHRASE.matches(Passphrase.of("Testpassword"))).isFalse();
    assertThat(Passphrase.of("").isEmpty()).isTrue();
    assertThat(PASSPHRASE.isEmpty()).isFalse();
    assertThat(PASSPHRASE).hasToString("Passphrase[hidden]");
  }

  @Test
  void aWrongPassphraseIsSaidWithoutShowingIt() {
    byte[] keystore = Keystore.lock(KEY, PASSPHRASE, new KeyDerivation.Pbkdf2(1, new byte[] {1}));
    var wrong = Passphrase.of("hunter2");
    assertThatThrownBy(() -> Keystore.unlock(keystore, wrong))
        .isInstanceOfSatisfying(
            KeyException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.FAILED))
        .hasMessage("wrong passphrase, or the keystore is damaged");
    assertThat(wrong).hasToString("Passphrase[hidden]");
  }

  @Test
  void aPassphraseIsTakenAsUtf8() {
    var passphrase = Passphrase.of("pässwörd 😀");
    var pbkdf2 = new KeyDerivation.Pbkdf2(1, new byte[] {1});
    var scrypt = new KeyDerivation.Scrypt(2, 8, 1, new byte[] {1});
    assertThat(Keystore.unlock(Keystore.lock(KEY, passphrase, pbkdf2), passphrase).address())
        .isEqualTo(KEY.address());
    assertThat(Keystore.unlock(Keystore.lock(KEY, passphrase, scrypt), passphrase).address())
        .isEqualTo(KEY.address());
    assertThatThrownBy(() -> Passphrase.of("\ud800")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\": 3 | \"version\": 4 | only version 3",
        "aes-128-ctr | aes-256-gcm | cipher must be",
        "\"pbkdf2\" | \"bcrypt\" | kdf must be scrypt or pbkdf2",
        "hmac-sha256 | hmac-sha1 | prf",
        "\"c\": 262144 | \"c\": 10000001 | c must be 1..10000000",
        "\"c\": 262144 | \"c\": 0 | c must be",
        "\"c\": 262144 | \"c\": 9223372036854775807 | c must be",
        "\"dklen\": 32 | \"dklen\": 33 | dklen must be 32..32",
        "\"dklen\": 32 | \"dklen\": 2147483647 | dklen must be",
        "\"iv\": \"60 | \"iv\": \" | field \"iv\" must be 16..16 bytes",
        "\"iv\": \"60 | \"iv\": \"zz | field \"iv\" must be",
        "\"ciphertext\": \"53 | \"ciphertext\": \" | field \"ciphertext\" must be",
        "\"mac\": \"517e | \"mac\": \" | field \"mac\" must be",
        "\"kdfparams\" | \"x\" | field \"kdfparams\" is missing",
        "\"crypto\" | \"Xcrypto\" | field \"crypto\" is missing",
        "\"salt\" | \"pepper\" | field \"salt\" is missing",
        "\"mac\": \"517e | \"mac\": \"517f | wrong passphrase",
      })
  void refusesWhatIsNoKeystore(String part, String instead, String message) throws IOException {
    String good = new String(resource("web3-pbkdf2.json"), StandardCharsets.UTF_8);
    assertThat(good).contains(part);
    byte[] bad = good.replace(part, instead).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Keystore.unlock(bad, PASSPHRASE))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 8, 1", // not a power of two
    "0, 8, 1",
    "4194304, 8, 1", // more than 256 MiB
    "2097152, 2147483647, 1",
    "262144, 8, 3", // too much time
    "2, 1, 17",
    "2, 0, 1",
    "65536, 1, 1", // RFC 7914: n < 2^(128·r/8)
  })
  void boundsTheWorkOfScrypt(int n, int r, int p) {
    assertThatThrownBy(() -> new KeyDerivation.Scrypt(n, r, p, new byte[32]))
        .isInstanceOf(KeyException.class);
  }

  @Test
  void acceptsTheParametersOtherWalletsWrite() {
    assertThat(new KeyDerivation.Scrypt(1 << 18, 8, 1, new byte[32]).n()).isEqualTo(1 << 18);
    assertThat(new KeyDerivation.Scrypt(1 << 12, 8, 6, new byte[32]).p()).isEqualTo(6);
  }

  @Test
  void refusesAnotherAddressAndTooManyBytes() throws IOException {
    String good = new String(resource("eth-keyfile-scrypt.json"), StandardCharsets.UTF_8);
    byte[] other = good.replace("008AeEda", "118AeEda").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Keystore.unlock(other, PASSPHRASE))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("names another address");
    byte[] large = new byte[Keystore.MAX_BYTES + 1];
    assertThatThrownBy(() -> Keystore.unlock(large, PASSPHRASE)).isInstanceOf(JsonException.class);
  }

  private static byte[] resource(String name) throws IOException {
    try (var in =
        Objects.requireNonNull(KeystoreTest.class.getResourceAsStream("/keystore/" + name))) {
      return in.readAllBytes();
    }
  }
}
