package org.obol.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.obol.trainer.lora.SeededNumbers;

/** Both kernels, alone and under a crew, against loops that say what they compute. */
class KernelContractTest {

  private static final List<Kernel> KERNELS = List.of(new ScalarKernel(), new VectorKernel());

  @Test
  void vectors_are_tested_here() {
    assertThat(Kernel.best()).isInstanceOf(VectorKernel.class);
  }

  @Property(tries = 150)
  void products_are_those_of_a_loop_bit_for_bit(
      @ForAll @IntRange(min = 1, max = 80) int rows,
      @ForAll @IntRange(min = 1, max = 600) int steps,
      @ForAll @IntRange(min = 1, max = 70) int columns,
      @ForAll @IntRange(min = 1, max = 3) int threads,
      @ForAll long seed) {
    boolean half = seed % 2 == 0;
    boolean add = seed % 3 == 0;
    float[] left = numbers(seed, "left", rows * steps, half);
    Factor factor = HalfMatrix.pack(rows, steps, left);
    Factor turned = HalfMatrix.pack(steps, rows, turned(left, rows, steps));
    Matrix right = Matrix.of(steps, columns, numbers(seed, "right", steps * columns, false));
    float[] start = numbers(seed, "start", rows * columns, false);
    assertThat(factor).isInstanceOf(half ? HalfMatrix.class : Matrix.class);
    for (Kernel kernel : KERNELS) {
      try (var crew = new Crew(threads)) {
        var products = new Products(crew, kernel);
        Matrix across = Matrix.of(rows, columns, start);
        products.multiply(factor, right, across, add);
        Matrix down = Matrix.of(rows, columns, start);
        products.multiplyTurned(turned, right, down, add);
        requireProduct(factor, right, add ? start : new float[start.length], across);
        assertThat(down.data()).isEqualTo(across.data());
      }
    }
  }

  private static void requireProduct(Factor left, Matrix right, float[] start, Matrix found) {
    for (int row = 0; row < left.rows(); row++) {
      for (int column = 0; column < right.columns(); column++) {
        float sum = start[row * right.columns() + column];
        for (int k = 0; k < left.columns(); k++) {
          sum = Math.fma(left.get(row, k), right.get(k, column), sum);
        }
        assertThat(Float.floatToRawIntBits(found.get(row, column)))
            .isEqualTo(Float.floatToRawIntBits(sum));
      }
    }
  }

  @Property(tries = 100)
  void exponentials_are_the_same_bit_for_bit(
      @ForAll @IntRange(max = 70) int size,
      @ForAll @IntRange(max = 20) int from,
      @ForAll int bits) {
    float[] first = new float[from + size];
    for (int i = 0; i < first.length; i++) {
      first[i] = i % 2 == 0 ? Float.intBitsToFloat(bits * (i + 1)) : (bits % 1000) * 0.1f - i;
    }
    float[] second = first.clone();
    KERNELS.getFirst().exponential(first, from, first.length);
    KERNELS.getLast().exponential(second, from, second.length);
    assertThat(bits(second)).isEqualTo(bits(first));
  }

  @Test
  void exponentials_are_right_to_two_units_in_the_last_place() {
    for (float x = Exponential.LEAST; x <= Exponential.MOST; x += 0.00371f) {
      double right = Math.exp(x);
      assertThat((double) Exponential.of(x))
          .as("e^%s", x)
          .isCloseTo(right, within(2.0 * Math.ulp((float) right)));
    }
    assertThat(Exponential.of(0)).isEqualTo(1);
  }

  @Test
  void exponentials_of_numbers_out_of_range_stay_finite_and_nan_stays_nan() {
    for (Kernel kernel : KERNELS) {
      float[] x = new float[40];
      x[0] = Float.NEGATIVE_INFINITY;
      x[1] = Float.POSITIVE_INFINITY;
      x[2] = Float.NaN;
      x[39] = Float.NaN;
      kernel.exponential(x, 0, x.length);
      assertThat(x[0]).isEqualTo(Exponential.of(Exponential.LEAST)).isBetween(1e-38f, 2e-38f);
      assertThat(x[1]).isEqualTo(Exponential.of(Exponential.MOST)).isBetween(1e38f, 2e38f);
      assertThat(x[2]).isNaN();
      assertThat(x[39]).isNaN();
    }
  }

  @Property(tries = 100)
  void widening_keeps_every_bfloat16(
      @ForAll short start,
      @ForAll @IntRange(max = 100) int length,
      @ForAll @IntRange(max = 9) int at) {
    short[] halves = new short[at + length];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = (short) (start + i * 257);
    }
    for (Kernel kernel : KERNELS) {
      float[] floats = new float[length + 3];
      kernel.widen(halves, at, floats, 3, length);
      for (int i = 0; i < length; i++) {
        assertThat(Float.floatToRawIntBits(floats[3 + i])).isEqualTo(halves[at + i] << 16);
      }
    }
  }

  private static float[] numbers(long seed, String name, int size, boolean half) {
    var numbers = new SeededNumbers(seed, name);
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      int mask = half ? 0xffff0000 : -1;
      values[i] = Float.intBitsToFloat(Float.floatToRawIntBits(numbers.signed(i)) & mask);
    }
    if (!half) {
      values[0] = 0.1f;
    }
    return values;
  }

  private static float[] turned(float[] values, int rows, int columns) {
    var turned = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        turned[column * rows + row] = values[row * columns + column];
      }
    }
    return turned;
  }

  private static int[] bits(float[] values) {
    var bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
