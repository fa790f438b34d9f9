package org.obol.anonymize.entity;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IbansTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{IBAN DE89370400440532013000}",
        "{IBAN DE89 3704 0044 0532 0130 00}",
        "{IBAN GB29NWBK60161331926819}",
        "{IBAN GB29 NWBK 6016 1331 9268 19}.",
        "IBAN:{IBAN FR1420041010050500013M02606}",
        "{IBAN NL91ABNA0417164300}",
        "{IBAN NO9386011117947}",
        "{IBAN NO93 8601 1117 947} 2024",
        "{IBAN MT84MALT011000012345MTLCAST001S}",
        "{IBAN CH93 0076 2011 6238 5295 7}",
        "({IBAN SE4550000000058398257466})",
        "账户{IBAN DE89370400440532013000}。"
      })
  void findsIbans(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE89370400440532013001",
        "DE88 3704 0044 0532 0130 00",
        "DE8937040044053201300",
        "DE893704004405320130000",
        "XDE89370400440532013000",
        "QQ89370400440532013000",
        "DE89 37040044 0532013000",
        "ORDER DE12345678901234567890",
        "<IBAN_1> <IBAN_DE89370400440532013000>",
        "SHA256",
        "ISO8601"
      })
  void leavesOtherNumbers(String text) {
    Marked.check(text);
  }
}
