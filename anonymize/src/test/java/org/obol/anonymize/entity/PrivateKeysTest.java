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
            + "KEY-----\nMIIEpAIBAAKCAQEA1234abcd\n-----END RSA PRIVATE "
            + "KEY-----» y",
        "\"«-----BEGIN PRIVATE "
            + "KEY-----\\nMIIEpAIBAAKCAQEA\\n-----END PRIVATE "
            + "KEY-----»\\n\"",
        "«-----BEGIN EC PRIVATE KEY-----\n"
            + "Proc-Type: 4,ENCRYPTED\n"
            + "DEK-Info: AES-128-CBC,01234567\n\n"
            + "MIIEpAIBAAKCAQEA1234abcd==\n"
            + "-----END EC PRIVATE KEY-----»",
        "«-----BEGIN PGP PRIVATE KEY BLOCK-----\n"
            + "Version: GnuPG v2\n\n"
            + "lQOYBF1234abcdEFGH\n"
            + "=abcd\n"
            + "-----END PGP PRIVATE KEY BLOCK-----»",
        "«-----BEGIN OPENSSH PRIVATE "
            + "KEY-----\r\nb3BlbnNzaC1rZXktdjE\r\n-----END OPENSSH PRIVATE "
            + "KEY-----»",
        "-«-----BEGIN PRIVATE " + "KEY-----\nMIIEpAIBAAKCAQEA\n-----END PRIVATE " + "KEY-----»",
        "«-----BEGIN PRIVATE "
            + "KEY-----\nMIIEpAIBAAKCAQEA\n-----END PRIVATE "
            + "KEY-----»\n«-----BEGIN PRIVATE "
            + "KEY-----\nMIIEpAIBAAKCAQEB\n-----END PRIVATE "
            + "KEY-----»"
      })
  void takesBlocksToTheirEndLine(String marked) {
    assertThat(MarkedSecrets.found(Label.PRIVATE_KEY, MarkedSecrets.text(marked)))
        .isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "«-----BEGIN RSA PRIVATE "
            + "KEY-----\nMIIEpAIBAAKCAQEA1234abcd\nabcdefgh1234abcdefgh1234»",
        "«-----BEGIN PRIVATE " + "KEY-----\\nMIIEpAIBAAKCAQEA1234abcd\\nabc1==»\\nThis is it",
        "«-----BEGIN PRIVATE " + "KEY-----\nMIIEpAIBAAKCAQEA1234abcd»\nThe rest is cut",
        "«-----BEGIN PRIVATE " + "KEY-----\nMIIEpAIBAAKCAQEA1234abcd»..."
      })
  void takesCutBlocksToTheEndOfTheirLines(String marked) {
    assertThat(MarkedSecrets.found(Label.PRIVATE_KEY, MarkedSecrets.text(marked)))
        .isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PUBLIC KEY-----\nMIIEpAIBAAKCAQEA1234abcd\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nMIIEpAIBAAKCAQEA1234abcd\n-----END CERTIFICATE-----",
        "look for \"-----BEGIN PRIVATE " + "KEY-----\" in it",
        "-----BEGIN PRIVATE " + "KEY-----\n...\n-----END PRIVATE " + "KEY-----",
        "-----BEGIN PRIVATE " + "KEY-----\nyour-key-here\n-----END PRIVATE " + "KEY-----",
        "----- a line -----",
        "---|---|---",
        "BEGIN PRIVATE " + "KEY MIIEpAIBAAKCAQEA1234abcd"
      })
  void leavesPublicKeysAndMentions(String marked) {
    assertThat(MarkedSecrets.found(Label.PRIVATE_KEY, MarkedSecrets.text(marked)))
        .isEqualTo(marked);
  }
}
