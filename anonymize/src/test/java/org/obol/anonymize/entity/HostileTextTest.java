package org.obol.anonymize.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that would take hours if a matcher looked further than its reach. */
class HostileTextTest {
  private static final int MEGABYTE = 1 << 20;

  @ParameterizedTest
  @Timeout(60)
  @ValueSource(
      strings = {
        "@",
        "a@a",
        "a@a.aa.",
        "a.",
        ":",
        "=",
        "://",
        "x://a:b",
        "password=",
        "password:\"",
        "password='a ",
        "Bearer ",
        "Bearer abcdefghij012345.",
        "Basic abcdefghij012345/",
        "Authorization: Bearer a",
        "-",
        "-----BEGIN",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----⏎abcdefghij0123456789⏎",
        "eyJ.eyJ.",
        "eyJhbGciOiJIUzI1NiJ9.",
        "eyJhbGciOiJIUzI1NiJ9",
        "/home/",
        "C:\\Users\\A ",
        "\\",
        "0x",
        "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef,",
        "1",
        "K",
        "bc1q",
        "abandon ",
        "abandon zoo⏎",
        "123456789:AA",
        "aws_secret ",
        "a1B/",
        "--password ",
        "é@é.é",
        "sk-"
      })
  void costsTimeInProportionToItsLength(String unit) {
    String text = MarkedSecrets.lines(unit).repeat(MEGABYTE / unit.length());
    assertThat(MarkedSecrets.labels(text)).hasSizeLessThan(MEGABYTE);
  }
}
