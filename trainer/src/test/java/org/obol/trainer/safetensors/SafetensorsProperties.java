package org.obol.trainer.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/**
 * Round trips bit for bit, bytes that do not depend on the order, and damage that is never read.
 */
class SafetensorsProperties {

  @Property(tries = 300)
  void tensorsComeBackBitForBit(@ForAll long seed) {
    Map<String, Tensor> tensors = tensors(new SplittableRandom(seed));
    Map<String, String> metadata = Map.of("format", "pt", "ü", "\n");
    byte[] bytes = SafetensorsWriter.bytes(tensors, metadata);
    try (SafetensorsFile file = SafetensorsFile.of(bytes)) {
      assertThat(file.metadata()).isEqualTo(metadata);
      assertThat(file.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
      tensors.forEach(
          (name, tensor) -> {
            assertThat(file.type(name)).isEqualTo(DType.F32);
            assertThat(file.shape(name)).isEqualTo(tensor.shape());
            assertThat(Bits.of(file.read(name))).isEqualTo(Bits.of(tensor.values()));
          });
    }
  }

  @Property(tries = 100)
  void theOrderOfTheTensorsDoesNotChangeTheBytes(@ForAll long seed) {
    Map<String, Tensor> tensors = tensors(new SplittableRandom(seed));
    List<String> names = new ArrayList<>(tensors.keySet());
    Collections.shuffle(names, new Random(seed));
    Map<String, Tensor> shuffled = new LinkedHashMap<>();
    names.forEach(name -> shuffled.put(name, tensors.get(name)));
    assertThat(SafetensorsWriter.bytes(shuffled, Map.of()))
        .isEqualTo(SafetensorsWriter.bytes(tensors, Map.of()));
  }

  @Property(tries = 2_000)
  void aDamagedHeaderIsRefusedOrEveryTensorStillLiesInTheFile(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    byte[] bytes = SafetensorsWriter.bytes(tensors(random), Map.of());
    int header = Math.toIntExact(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
    for (int i = 0; i <= random.nextInt(3); i++) {
      bytes[random.nextInt(8 + header)] = (byte) "0123456789,:[]{}\" F".charAt(random.nextInt(19));
    }
    try (SafetensorsFile file = SafetensorsFile.of(bytes)) {
      long numbers = 0;
      for (String name : file.names()) {
        numbers += (long) file.read(name).length * file.type(name).bytes();
      }
      assertThat(numbers).isLessThanOrEqualTo(bytes.length);
      Statistics.collect("read");
    } catch (SafetensorsException refused) {
      Statistics.collect("refused");
    }
    Statistics.coverage(
        seen -> {
          seen.check("read").count(n -> n > 0);
          seen.check("refused").count(n -> n > 0);
        });
  }

  @Property(tries = 500)
  void aFileThatIsCutOffIsNeverRead(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    byte[] bytes = SafetensorsWriter.bytes(tensors(random), Map.of());
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    assertThatThrownBy(() -> SafetensorsFile.of(cut).close())
        .as(() -> new String(cut, StandardCharsets.ISO_8859_1))
        .isInstanceOf(SafetensorsException.class);
  }

  private static Map<String, Tensor> tensors(SplittableRandom random) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      List<Integer> shape = random.ints(random.nextInt(4), 0, 5).boxed().toList();
      float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
      for (int j = 0; j < values.length; j++) {
        values[j] = Float.intBitsToFloat(random.nextInt());
      }
      tensors.put("layer." + random.nextInt() + (i == 0 ? "\"ß" : ""), new Tensor(shape, values));
    }
    return tensors;
  }
}
