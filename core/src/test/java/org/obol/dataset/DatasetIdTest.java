package org.obol.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.ObolException;

class DatasetIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "pi-sessions", "a.b_c-d.", "a123456789"})
  void namesOfTheGrammarAreAccepted(String text) {
    assertThat(new DatasetId(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "..", "a..b", "-a", "_a", ".a", "A", "a/b", "a\\b", "a b", "a\0", "a\n", "ä",
        "%2e%2e", "a:b"
      })
  void namesThatCouldLeaveTheirFolderAreRefused(String text) {
    assertThat(DatasetId.isValid(text)).isFalse();
    assertThatThrownBy(() -> new DatasetId(text))
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.USAGE));
  }

  @Test
  void sixtyFourCharactersAreEnough() {
    assertThat(DatasetId.isValid("a".repeat(64))).isTrue();
    assertThat(DatasetId.isValid("a".repeat(65))).isFalse();
  }

  @Test
  void idsAreOrderedByTheirText() {
    assertThat(new DatasetId("a")).isLessThan(new DatasetId("b"));
  }
}
