package org.obol.anonymize.entity;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocialSecurityTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{SSN 078-05-1120}",
        "SSN: {SSN 219-09-9999}",
        "ssn {SSN 078 05 1120}",
        "social security number {SSN 078051120}",
        "Social Security: {SSN 123 45 6789}",
        "her SSN is {SSN 123-45-6789}.",
        "\"{SSN 123-45-6789}\",",
        "{SSN 123-45-6789} {SSN 078-05-1120}"
      })
  void findsSocialSecurityNumbers(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssn={SSN 078051120}",
        "socialSecurityNumber={SSN 078 05 1120}",
        "social_security_number={SSN 078051120}",
        "itin={ITIN 912801234}"
      })
  void findsThemInKeys(String keyAndText) {
    int colon = keyAndText.indexOf('=');
    Marked.check(keyAndText.substring(0, colon), keyAndText.substring(colon + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ITIN 912-70-1234}",
        "ITIN {ITIN 912801234}",
        "itin: {ITIN 950 50 1234}",
        "taxpayer id {ITIN 987651234}",
        "{ITIN 900-94-0001}",
        "{ITIN 999-88-0001}."
      })
  void findsTaxpayerNumbers(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000-12-3456",
        "666-12-3456",
        "123-00-4567",
        "123-45-0000",
        "912-66-1234",
        "912-93-1234",
        "123 45 6789",
        "123456789",
        "078051120",
        "1123-45-6789",
        "123-45-67890",
        "1-123-45-6789",
        "123-45-6789-0",
        "123.45.6789",
        "A123-45-6789",
        "part number 123-45-6789",
        "ssn 000123456",
        "ITIN 912661234",
        "2024-01-1500"
      })
  void leavesOtherNumbers(String text) {
    Marked.check(text);
  }
}
