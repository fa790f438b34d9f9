package org.obol.dataset.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "sft.jsonl", "a/b/c.jsonl", "日本/é.txt", "..a", "a..b", ".hidden"})
  void namesInsideTheFolderAreAccepted(String text) {
    assertThat(new FileName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "./a",
        "a/.",
        "../a",
        "a/../b",
        "a/..",
        "a\\b",
        "..\\a",
        "C:a",
        "a:stream",
        "a\0b",
        "a\nb",
        "a\u007fb",
        "a\u009bb",
        "e\u0301",
        "a.",
        "a ",
        "a./b",
        "a /b",
        "...",
      })
  void namesThatCouldLeaveTheirFolderAreRefused(String text) {
    assertThatThrownBy(() -> new FileName(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("file name \"")
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).doesNotMatch("(?s).*\\p{Cc}.*"));
  }

  @Test
  void aNameHasAtMost512Characters() {
    assertThat(new FileName("a".repeat(512)).text()).hasSize(512);
    assertThatThrownBy(() -> new FileName("a".repeat(513)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("longer than 512");
  }

  @ParameterizedTest
  @CsvSource({"a.jsonl,true", "A.JSONL,true", "jsonl,false", "a.jsonl.gz,false", "a.json,false"})
  void theEndingSaysWhetherItIsJsonLines(String text, boolean jsonl) {
    assertThat(new FileName(text).isJsonl()).isEqualTo(jsonl);
  }

  @ParameterizedTest
  @CsvSource({
    "a A, A",
    "Straße STRASSE, STRASSE",
    "é É, É",
    "a b/c b/C, b/C",
    "a/b A, A",
    "a A/b, A/b",
    "a/b/c a/B, a/B",
    "x/y/z X, X",
  })
  void namesThatCannotStandBesideEachOtherClash(String names, String clash) {
    assertThat(FileName.firstClash(names(names))).contains(new FileName(clash));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a b", "a/b a/c", "a/b b/a", "ab a/c", "a a.b a-b/c"})
  void otherNamesDoNot(String names) {
    assertThat(FileName.firstClash(names(names))).isEmpty();
  }

  private static List<FileName> names(String text) {
    return Stream.of(text.split(" ")).map(FileName::new).toList();
  }
}
