package org.obol.trainer.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.crypto.ObolException;

class SafetensorsFileTest {

  @Test
  void theBytesOfASmallFileAreThoseOfTheFormat() {
    byte[] bytes =
        SafetensorsWriter.bytes(
            Map.of(
                "b",
                new Tensor(List.of(), new float[] {1}),
                "a",
                new Tensor(List.of(1, 2), new float[] {-0f, 2})),
            Map.of("format", "pt"));
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
    int length = Math.ceilDiv(header.length(), 8) * 8;
    ByteBuffer expected = ByteBuffer.allocate(8 + length + 12).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(length).put(header.getBytes(UTF_8));
    while (expected.position() < 8 + length) {
      expected.put((byte) ' ');
    }
    expected.putInt(0x80000000).putInt(0x40000000).putInt(0x3f800000);
    assertThat(bytes).isEqualTo(expected.array());
  }

  @Test
  void halvesAreWidenedWithoutLoss() {
    // Binary16 and bfloat16 of the same values: 1, -2, the smallest subnormal, infinity.
    byte[] file =
        file(
            "{\"h\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2,2],\"data_offsets\":[8,16]}}",
            0x3c00,
            0xc000,
            0x0001,
            0x7c00,
            0x3f80,
            0xc000,
            0x0001,
            0x7f80);
    try (SafetensorsFile open = SafetensorsFile.of(file)) {
      assertThat(open.read("h")).containsExactly(1f, -2f, 0x1p-24f, Float.POSITIVE_INFINITY);
      assertThat(open.read("b"))
          .containsExactly(1f, -2f, Float.intBitsToFloat(0x10000), Float.POSITIVE_INFINITY);
      assertThat(open.type("b")).isEqualTo(DType.BF16);
    }
  }

  @Test
  void aTensorMayBeginAnywhere() {
    byte[] file =
        file(
            "{\"h\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]},"
                + "\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
            0x3c00,
            0x0000,
            0x4040);
    try (SafetensorsFile open = SafetensorsFile.of(file)) {
      assertThat(open.read("f")).containsExactly(3f);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}} | tensor \"a\" has"
            + " numbers of type \"I64\"",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | needs 12 bytes, and its"
            + " place has 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | which is no place",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}} | which is no place",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}} | ends at byte 16 of 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | bytes 0 to 4 belong to"
            + " no tensor",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | bytes 4 to 8 belong to"
            + " no tensor",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
            + " | tensor \"b\" begins at byte 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
            + " | Duplicate",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,8]}}"
            + " | more bytes than can be counted",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387905],\"data_offsets\":[0,8]}} | a"
            + " dimension of size 4611686018427387905",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,8]}} | a dimension of size"
            + " -1",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}} | must be an integer,"
            + " not 2.0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"2\"],\"data_offsets\":[0,8]}} | a list of integers",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}} | 1 data_offsets instead of"
            + " 2",
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}} | \"shape\" is missing",
        "{\"a\":7} | its description must be a JSON object",
        "{\"__metadata__\":{\"a\":1}} | must be a string",
        "{\"__metadata__\":3} | must be a JSON object",
        "[] | does not begin",
        "{ | line 1",
      })
  void aHeaderThatLiesIsRefused(String header, String complaint) {
    byte[] file = file(header, 0, 0, 0, 0);
    assertThatThrownBy(() -> SafetensorsFile.of(file).close())
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void metadataMayBeNullAsMlxWritesIt() {
    byte[] file =
        file(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},\"__metadata__\":"
                + " null}",
            0,
            0);
    try (var open = SafetensorsFile.of(file)) {
      assertThat(open.metadata()).isEmpty();
      assertThat(open.names()).containsExactly("a");
    }
  }

  @Test
  void aLengthBeyondTheLimitOrTheFileIsRefused() {
    assertThatThrownBy(() -> SafetensorsFile.of(new byte[7]).close())
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("7 bytes");
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, (16 << 20) + 1}) {
      byte[] file = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
      assertThatThrownBy(() -> SafetensorsFile.of(file).close())
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining(Long.toUnsignedString(length));
    }
    byte[] short57 = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(57).array();
    assertThatThrownBy(() -> SafetensorsFile.of(short57).close())
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("cut off");
  }

  @Test
  void aFileOnDiskIsWrittenOnceAndNamedInComplaints(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.safetensors");
    SafetensorsWriter.write(file, Map.of("a", new Tensor(List.of(1), new float[] {7})), Map.of());
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertThat(open.read("a")).containsExactly(7f);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> open.read("b"))
          .withMessageContaining("\"b\"");
    }
    assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(), Map.of()))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("already there");
    Files.write(file, new byte[3]);
    assertThatThrownBy(() -> SafetensorsFile.open(file).close())
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("a.safetensors");
    assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none")).close())
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("is not there");
  }

  @Test
  void aTensorHasAsManyNumbersAsItsShapeSays() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tensor(List.of(2), new float[3]))
        .withMessageContaining("[2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tensor(List.of(-1), new float[0]))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SafetensorsWriter.bytes(
                    Map.of("__metadata__", new Tensor(List.of(0), new float[0])), Map.of()))
        .withMessageContaining("__metadata__");
  }

  private static byte[] file(String header, int... data) {
    byte[] json = header.getBytes(UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + json.length + (2 * data.length)).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    for (int value : data) {
      file.putShort((short) value);
    }
    return file.array();
  }
}
