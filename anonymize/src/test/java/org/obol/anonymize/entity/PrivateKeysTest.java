package org.obol.anonymize.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.Label;

class PrivateKeysTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x «-----BEGIN RSA PRIVATE "
            + "KEY-----⏎MIIEpAIBAAKCAQEA1234abcd⏎-----END RSA PRIVATE "
            + "KEY-----» y",
        "\"«-----BEGIN PRIVATE "
            + "KEY-----\\nMIIEpAIBAAKCAQEA\\n-----END PRIVATE "
            + "KEY-----»\\n\"",
        "«-----BEGIN EC PRIVATE KEY-----⏎"
            + "Proc-Type: 4,ENCRYPTED⏎"
            + "DEK-Info: AES-128-CBC,01234567⏎⏎"
            + "MIIEpAIBAAKCAQEA1234abcd==⏎"
            + "-----END EC PRIVATE KEY-----»",
        "«-----BEGIN PGP PRIVATE KEY BLOCK-----⏎"
            + "Version: GnuPG v2⏎⏎"
            + "lQOYBF1234abcdEFGH⏎"
            + "=abcd⏎"
            + "-----END PGP PRIVATE KEY BLOCK-----»",
        "«-----BEGIN OPENSSH PRIVATE "
            + "KEY-----␍⏎b3BlbnNzaC1rZXktdjE␍⏎-----END OPENSSH PRIVATE "
            + "KEY-----»",
        "-«-----BEGIN PRIVATE " + "KEY-----⏎MIIEpAIBAAKCAQEA⏎-----END PRIVATE " + "KEY-----»",
        "«-----BEGIN PRIVATE "
            + "KEY-----⏎MIIEpAIBAAKCAQEA⏎-----END PRIVATE "
            + "KEY-----»⏎«-----BEGIN PRIVATE "
            + "KEY-----⏎MIIEpAIBAAKCAQEB⏎-----END PRIVATE "
            + "KEY-----»"
      })
  void takesBlocksToTheirEndLine(String marked) {
    assertThat(MarkedSecrets.found(Label.PRIVATE_KEY, MarkedSecrets.text(marked)))
        .isEqualTo(MarkedSecrets.lines(marked));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "«-----BEGIN RSA PRIVATE " + "KEY-----⏎MIIEpAIBAAKCAQEA1234abcd⏎abcdefgh1234abcdefgh1234»",
        "«-----BEGIN PRIVATE " + "KEY-----\\nMIIEpAIBAAKCAQEA1234abcd\\nabc1==»\\nThis is it",
        "«-----BEGIN PRIVATE " + "KEY-----⏎MIIEpAIBAAKCAQEA1234abcd»⏎The rest is cut",
        "«-----BEGIN PRIVATE " + "KEY-----⏎MIIEpAIBAAKCAQEA1234abcd»..."
      })
  void takesCutBlocksToTheEndOfTheirLines(String marked) {
    assertThat(MarkedSecrets.found(Label.PRIVATE_KEY, MarkedSecrets.text(marked)))
        .isEqualTo(MarkedSecrets.lines(marked));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PUBLIC KEY-----⏎MIIEpAIBAAKCAQEA1234abcd⏎-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----⏎MIIEpAIBAAKCAQEA1234abcd⏎-----END CERTIFICATE-----",
        "look for \"-----BEGIN PRIVATE " + "KEY-----\" in it",
        "-----BEGIN PRIVATE " + "KEY-----⏎...⏎-----END PRIVATE " + "KEY-----",
        "-----BEGIN PRIVATE " + "KEY-----⏎your-key-here⏎-----END PRIVATE " + "KEY-----",
        "----- a line -----",
        "---|---|---",
        "BEGIN PRIVATE " + "KEY MIIEpAIBAAKCAQEA1234abcd"
      })
  void leavesPublicKeysAndMentions(String marked) {
    assertThat(MarkedSecrets.found(Label.PRIVATE_KEY, MarkedSecrets.text(marked)))
        .isEqualTo(MarkedSecrets.lines(marked));
  }
}
