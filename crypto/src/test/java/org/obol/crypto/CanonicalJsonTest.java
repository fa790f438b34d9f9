package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalJsonTest {

  @Test
  void keysAreSortedByUtf16CodeUnits() {
    // RFC 8785, section 3.2.3. The trap: U+1F600 comes before U+FB33, because its first code unit
    // is D83D; sorted by code point or by UTF-8 bytes it would come after.
    String input =
        """
        {
          "\\u20ac": "Euro Sign",
          "\\r": "Carriage Return",
          "\\ufb33": "Hebrew Letter Dalet With Dagesh",
          "1": "One",
          "\\ud83d\\ude00": "Emoji: Grinning Face",
          "\\u0080": "Control",
          "\\u00f6": "Latin Small Letter O With Diaeresis"
        }
        """;
    assertThat(canonical(input))
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                + "\"😀\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void nestedObjectsAreSortedAndListsKeepTheirOrder() {
    assertThat(canonical("{\"b\":[3,{\"d\":null,\"c\":true},1],\"a\":{},\"aa\":false,\"\":[]}"))
        .isEqualTo("{\"\":[],\"a\":{},\"aa\":false,\"b\":[3,{\"c\":true,\"d\":null},1]}");
  }

  @Test
  void onlyWhatMustBeEscapedIs() {
    // RFC 8785, section 3.2.2.2.
    String input =
        "\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\\b\\f\\t\\r\\u007f\"";
    assertThat(canonical(input))
        .isEqualTo("\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\f\\t\\r\u007f\"");
    assertThat(canonical("\"\\u2028\\ud83d\\ude00\\u001f\\u0000\""))
        .isEqualTo("\"\u2028😀\\u001f\\u0000\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10", "9007199254740991", "-9007199254740991"})
  void exactIntegersStayAsTheyAre(String number) {
    assertThat(canonical(number)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740992",
        "-9007199254740992",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "-0",
        "0.0",
        "1.0",
        "1e3",
        "1E0",
        "1e-1",
        "0.5",
      })
  void otherNumbersAreRefusedAndNamed(String number) {
    Json value = JsonReader.read("{\"a\":[" + number + "]}");
    assertThatThrownBy(() -> CanonicalJson.bytes(value))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(number);
  }

  @ParameterizedTest
  @CsvSource({"NaN", "1.", "01", "''", "+1", "1_0", "٣"})
  void aLiteralThatIsNoNumberCannotBeMade(String literal) {
    assertThatThrownBy(() -> new Json.Num(literal)).isInstanceOf(JsonException.class);
  }

  @Test
  void aTextWithoutUtf8FormCannotBeMade() {
    assertThatThrownBy(() -> Json.of("a\ud800")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> Json.of("\udc00\ud800")).isInstanceOf(JsonException.class);
    var object = Json.object().put("\udc00", 1);
    assertThatThrownBy(object::build).isInstanceOf(JsonException.class);
  }

  private static String canonical(String json) {
    return new String(CanonicalJson.bytes(JsonReader.read(json)), StandardCharsets.UTF_8);
  }
}
