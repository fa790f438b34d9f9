package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReaderTest {

  @Test
  void readsEachKindOfValue() {
    String text = "{\"o\":{},\"a\":[1,\"x\",true,false,null],\"n\":-1.5e+3}";
    assertThat(JsonReader.read(" \t\r\n" + text + "\n").text()).isEqualTo(text);
    assertThat(JsonReader.read("7")).isEqualTo(Json.of(7));
    assertThat(JsonReader.read("\"\\ud83d\\ude00\\u00e9\"")).isEqualTo(Json.of("😀é"));
  }

  @Test
  void aDuplicateKeyIsRefusedWithItsPlace() {
    refused("{\"a\":1,\n  \"a\":2}", "line 2, column 6", "Duplicate field 'a'");
    refused("{\"a\":1,\"\\u0061\":2}", "line 1", "Duplicate field 'a'");
    refused("[{\"x\":{\"k\":1,\"k\":1}}]", "line 1", "Duplicate field 'k'");
    assertThat(JsonReader.read("[{\"a\":1},{\"a\":2}]").text()).isEqualTo("[{\"a\":1},{\"a\":2}]");
  }

  @Test
  void unpairedSurrogatesAreRefusedWithTheirPlace() {
    refused("[\n\"\\ud800\"]", "line 2, column 1", "unpaired surrogate");
    refused("\"\\udc00\\ud800\"", "line 1, column 1", "unpaired surrogate");
    refused("{\"\\ud800x\":1}", "line 1, column 9", "surrogate");
    refused("\"\ud800\"", "line 1", "unpaired surrogate");
    refused("{\"\udc00\":1}", "line 1", "unpaired surrogate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "{} x",
        "{}{}",
        "1 2",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "{'a':1}",
        "['a']",
        "[1 2]",
        "[",
        "{\"a\":",
        "\"abc",
        "]",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        "01",
        "1.",
        ".5",
        "1e",
        "0x10",
        "truE",
        "nulll",
        "// c\n1",
        "1 // c",
        "/* c */ 1",
        "# c\n1",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\t\"",
        "\"\u0000\"",
        "\ufeff{}",
        "\u00a01",
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void sixtyFourLevelsAreReadAndNoMore() {
    String deep = "[".repeat(64) + "]".repeat(64);
    assertThat(JsonReader.read(deep).text()).isEqualTo(deep);
    refused("[" + deep + "]", "line 1", "nesting depth");
    refused("{\"a\":".repeat(65) + "1" + "}".repeat(65), "line 1", "nesting depth");
    refused("[".repeat(1_000_000), "line 1", "nesting depth");
  }

  @Test
  void aNumberThatIsTooLongIsRefused() {
    assertThat(JsonReader.read("1".repeat(32)).text()).hasSize(32);
    refused("[[]]" + "2".repeat(50), "line 1", "Number value length");
    refused("[" + "2".repeat(33) + "]", "line 1", "Number value length");
  }

  @Test
  void onlyUtf8IsRead() {
    assertThatThrownBy(() -> read(new byte[] {'"', (byte) 0xc3, '"'}))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("UTF-8");
    // An overlong slash, a surrogate in CESU-8, a value beyond U+10FFFF.
    assertThatThrownBy(() -> read(new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'}))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> read(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(
            () -> read(new byte[] {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'}))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> read("[1]".getBytes(StandardCharsets.UTF_16)))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> read("[1]".getBytes(StandardCharsets.UTF_16LE)))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void moreBytesThanAllowedAreNotParsed() {
    byte[] document = "[10]".getBytes(StandardCharsets.UTF_8);
    assertThat(JsonReader.read(document, 4).text()).isEqualTo("[10]");
    assertThatThrownBy(() -> JsonReader.read(document, 3))
        .isInstanceOf(JsonException.class)
        .hasMessage("JSON document of 4 bytes, at most 3 are read");
  }

  private static Json read(byte[] utf8) {
    return JsonReader.read(utf8, Long.MAX_VALUE);
  }

  private static void refused(String text, String... parts) {
    assertThatThrownBy(() -> JsonReader.read(text))
        .isInstanceOf(JsonException.class)
        .hasMessageContainingAll(parts);
  }
}
