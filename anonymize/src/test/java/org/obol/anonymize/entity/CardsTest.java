package org.obol.anonymize.entity;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{CREDIT_CARD 4111111111111111}",
        "{CREDIT_CARD 4111 1111 1111 1111}",
        "{CREDIT_CARD 4111-1111-1111-1111}",
        "{CREDIT_CARD 5555555555554444}",
        "{CREDIT_CARD 5105 1051 0510 5100}",
        "{CREDIT_CARD 2223000048410010}",
        "{CREDIT_CARD 378282246310005}",
        "{CREDIT_CARD 3782 822463 10005}",
        "{CREDIT_CARD 3714-496353-98431}",
        "{CREDIT_CARD 6011111111111117}",
        "{CREDIT_CARD 30569309025904}",
        "{CREDIT_CARD 3056 930902 5904}",
        "{CREDIT_CARD 3530111333300000}",
        "{CREDIT_CARD 6240000000000007}",
        "{CREDIT_CARD 2200000000000004}",
        "{CREDIT_CARD 6759649826438453}",
        "{CREDIT_CARD 4222222222222}",
        "card: {CREDIT_CARD 676770000000000005}",
        "visa {CREDIT_CARD 4111111111111111110}",
        "卡号{CREDIT_CARD 4111111111111111}。"
      })
  void findsCards(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{CREDIT_CARD 4111 1111 1111 1111} 12/27 123",
        "{CREDIT_CARD 4111111111111111} 12/27 123",
        "{CREDIT_CARD 4111 1111 1111 1111} 123",
        "{CREDIT_CARD 4111-1111-1111-1111} 123",
        "{CREDIT_CARD 4111111111111111}|12|27|123",
        "12345 {CREDIT_CARD 4111 1111 1111 1111}",
        "1234 {CREDIT_CARD 4111 1111 1111 1111}",
        "{CREDIT_CARD 4111111111111111} {CREDIT_CARD 5555555555554444}",
        "{CREDIT_CARD 4111111111111111},{CREDIT_CARD 5555555555554444}",
        "{CREDIT_CARD 3782 822463 10005} 1234"
      })
  void leavesWhatFollows(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "4111 1111 1111 1112",
        "0.4111111111111111",
        "4111111111111111.5",
        "1700000000123",
        "9783161484100",
        "978-3-16-148410-0",
        "1234567890123456789",
        "1790000000000000000",
        "0000000000000000",
        "4444444444444444",
        "a4111111111111111",
        "4111111111111111b",
        "41111111111111111111",
        "4111 1111-1111 1111",
        "4111-1111-1111-1111-1111",
        "676770000000000005",
        "4111111111111111110",
        "20240115103000",
        "<CREDIT_CARD_4111111111111111>",
        "7992739871300008",
        "490154203237518",
        "sha 4111111111111111abcdef"
      })
  void leavesOtherNumbers(String text) {
    Marked.check(text);
  }
}
