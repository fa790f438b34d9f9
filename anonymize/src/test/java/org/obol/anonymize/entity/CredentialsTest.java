package org.obol.anonymize.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.Label;

class CredentialsTest {
  private static final String HEADER = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
  private static final String CLAIMS = ".eyJzdWIiOiIxMjM0NTY3ODkwIn0";
  private static final String ENCRYPTED = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: «Bearer abc12345»",
        "curl -H 'Authorization: «Bearer abcdef0123456789abc»'",
        "\"Authorization\": \"«bearer a.b/c+d1==»\"",
        "headers[\"Authorization\"] = '«BEARER abcd1234»'",
        "auth = \"«Bearer abc.def.123+456/78»\"",
        "use «bearer abcdefghij0123456789.xyz/+=».",
        "\"\\n«BEARER 123e4567-e89b-12d3-a456-426614174000»\"",
        "Authorization: «Bearer " + HEADER + CLAIMS + ".abc_def»",
        "a «Bearer ab/abcdefghij0123456789»"
      })
  void findsBearerTokens(String marked) {
    assertThat(MarkedSecrets.found(Label.BEARER, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bearer certificates-of-incorporation are old",
        "Authorization: Bearer <BEARER_1f2e3d4c5b6a7988>",
        "Authorization: Bearer ${TOKEN12345678}",
        "Authorization: Bearer YOUR_TOKEN_12345678",
        "Authorization: Bearer abcdefgh",
        "Authorization: Bearer eyJhbGc1...",
        "Bearer of bad news since 1234567890123456",
        "forbearer abcdefghij0123456789",
        "a pallbearer: x1",
        "f\"Bearer {token}\""
      })
  void leavesProseAboutBearers(String text) {
    assertThat(MarkedSecrets.found(Label.BEARER, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: «Basic YWRtaW46YWRtaW4=»",
        "\"authorization\": \"«Basic dXNlcjpwYXNz»\"",
        "send «basic dXNlcjpwYXNzd29yZA==» now",
        "h = '«Basic dXNlcjpwYXNz»'",
        "-H \"Proxy-Authorization: «Basic dXNlcjpw4pyT»\""
      })
  void findsBasicCredentials(String marked) {
    assertThat(MarkedSecrets.found(Label.BASIC_AUTH, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic instructions-for-everyone",
        "Basic responsibilities",
        "Authorization: Basic <base64>",
        "Authorization: Basic realm",
        "title = \"Basic HTML\"",
        "visualbasic dXNlcjpwYXNzd29yZA=="
      })
  void leavesProseThatIsBasic(String text) {
    assertThat(MarkedSecrets.found(Label.BASIC_AUTH, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "«" + HEADER + CLAIMS + ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U».",
        "token=«" + HEADER + CLAIMS + ".abc-def_123»&x=1",
        "\"«" + HEADER + CLAIMS + ".abc»\"",
        "\\n«" + HEADER + CLAIMS + ".abc»\\n",
        "令牌«" + HEADER + CLAIMS + ".abc»",
        "«" + ENCRYPTED + "..abcdefgh.abcdefgh.abcdefgh»",
        "«" + ENCRYPTED + ".abcd.abcdefgh.abcdefgh.abcdefgh»"
      })
  void findsTokensOfJson(String marked) {
    assertThat(MarkedSecrets.found(Label.JWT, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEADER + " is a header",
        HEADER + CLAIMS + " has no signature",
        HEADER + ".payload.signature",
        "eyJuYW1lIjoiYWxpY2UifQaa" + CLAIMS + ".abc",
        HEADER + "..a.b",
        "a" + HEADER + CLAIMS + ".abc",
        "<JWT_1>"
      })
  void leavesPartsOfTokensOfJson(String text) {
    assertThat(MarkedSecrets.found(Label.JWT, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws_secret_access_key = «wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»",
        "\"SecretAccessKey\": \"«wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY»\"",
        "AWS_SECRET=«wJalrXUtnFEMIaK7MDENGbbPxRfiCYEXAMPLEKEY»",
        "the aws secret is «wJalrXUtnFEMIaK7MDENGbbPxRfiCYEXAMPLEKEY».",
        "awsSecretAccessKey: '«a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/stA1»'",
        "export AWS_SECRET_ACCESS_KEY=\"«wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»\""
      })
  void findsSecretsOfAwsByTheirContext(String marked) {
    assertThat(MarkedSecrets.found(Label.AWS_SECRET, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "aws_secret_access_key commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY1",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE",
        "aws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}",
        "path wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
      })
  void leavesOtherWordsOfForty(String text) {
    assertThat(MarkedSecrets.found(Label.AWS_SECRET, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AccountKey=%s;x",
        "accountkey=%s",
        "\"AccountKey\": \"%s\"",
        "AccountKey = %s",
        "a;AccountKey=%s"
      })
  void findsAccountKeysOfAzure(String text) {
    String key = "a1B/".repeat(21) + "a1==";
    assertThat(MarkedSecrets.found(Label.AZURE_KEY, text.formatted(key)))
        .isEqualTo(text.formatted("«" + key + "»"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Key=%s",
        "AccountName=%s",
        "AccountKey=x%s",
        "AccountKey",
        "AccountKey=<AZURE_KEY_1>"
      })
  void leavesOtherKeys(String text) {
    String key = "a1B/".repeat(21) + "a1==";
    assertThat(MarkedSecrets.labels(text.formatted(key))).doesNotContain(Label.AZURE_KEY);
  }
}
