package org.obol.trainer.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many neighbours in a row at once as the processor has lanes, four rows by two vectors in
 * registers. No operation crosses lanes.
 */
final class VectorKernel implements Kernel {

  /** Of 128, 256 or 512 bits; the property forces one, also one that the processor lacks. */
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(
          float.class,
          VectorShape.forBitSize(
              Integer.getInteger(
                  "org.obol.trainer.vector.bits",
                  Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize()))));

  private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
  private static final int LANES = FLOATS.length();

  /** Half as many bits for as many lanes; 64 at least, which every species has. */
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));

  private final ScalarKernel tail = new ScalarKernel();

  @Override
  public void multiply(Left left, Slab right, Slab out, Extent extent) {
    for (int r = 0; r < extent.rows(); r += 4) {
      Left rows = left.below(r);
      int at = out.at() + r * Matrix.PANEL;
      for (int j = 0; j < Matrix.PANEL; j += 2 * LANES) {
        var from = new Slab(right.data(), right.at() + j);
        if (r + 4 <= extent.rows()) {
          four(rows, from, new Slab(out.data(), at + j), extent);
        } else {
          for (int last = r; last < extent.rows(); last++) {
            var to = new Slab(out.data(), out.at() + last * Matrix.PANEL + j);
            one(left.below(last), from, to, extent);
          }
        }
      }
    }
  }

  private static void four(Left left, Slab right, Slab out, Extent extent) {
    float[] a = left.data();
    float[] b = right.data();
    float[] c = out.data();
    int stride = left.stepStride();
    int at0 = left.at();
    int at1 = at0 + left.rowStride();
    int at2 = at1 + left.rowStride();
    int at3 = at2 + left.rowStride();
    int to = out.at();
    boolean add = extent.add();
    FloatVector low0 = start(c, to, add);
    FloatVector high0 = start(c, to + LANES, add);
    FloatVector low1 = start(c, to + Matrix.PANEL, add);
    FloatVector high1 = start(c, to + Matrix.PANEL + LANES, add);
    FloatVector low2 = start(c, to + 2 * Matrix.PANEL, add);
    FloatVector high2 = start(c, to + 2 * Matrix.PANEL + LANES, add);
    FloatVector low3 = start(c, to + 3 * Matrix.PANEL, add);
    FloatVector high3 = start(c, to + 3 * Matrix.PANEL + LANES, add);
    int from = right.at();
    for (int k = 0, block = 0; k < extent.steps(); k += Matrix.PANEL, block += left.blockStride()) {
      int steps = Math.min(Matrix.PANEL, extent.steps() - k);
      for (int s = 0, i = block; s < steps; s++, i += stride, from += Matrix.PANEL) {
        FloatVector low = FloatVector.fromArray(FLOATS, b, from);
        FloatVector high = FloatVector.fromArray(FLOATS, b, from + LANES);
        FloatVector factor = FloatVector.broadcast(FLOATS, a[at0 + i]);
        low0 = factor.fma(low, low0);
        high0 = factor.fma(high, high0);
        factor = FloatVector.broadcast(FLOATS, a[at1 + i]);
        low1 = factor.fma(low, low1);
        high1 = factor.fma(high, high1);
        factor = FloatVector.broadcast(FLOATS, a[at2 + i]);
        low2 = factor.fma(low, low2);
        high2 = factor.fma(high, high2);
        factor = FloatVector.broadcast(FLOATS, a[at3 + i]);
        low3 = factor.fma(low, low3);
        high3 = factor.fma(high, high3);
      }
    }
    low0.intoArray(c, to);
    high0.intoArray(c, to + LANES);
    low1.intoArray(c, to + Matrix.PANEL);
    high1.intoArray(c, to + Matrix.PANEL + LANES);
    low2.intoArray(c, to + 2 * Matrix.PANEL);
    high2.intoArray(c, to + 2 * Matrix.PANEL + LANES);
    low3.intoArray(c, to + 3 * Matrix.PANEL);
    high3.intoArray(c, to + 3 * Matrix.PANEL + LANES);
  }

  private static void one(Left left, Slab right, Slab out, Extent extent) {
    FloatVector low = start(out.data(), out.at(), extent.add());
    FloatVector high = start(out.data(), out.at() + LANES, extent.add());
    int from = right.at();
    for (int k = 0, block = left.at(); k < extent.steps(); k += Matrix.PANEL) {
      int steps = Math.min(Matrix.PANEL, extent.steps() - k);
      for (int s = 0, i = block; s < steps; s++, i += left.stepStride(), from += Matrix.PANEL) {
        FloatVector factor = FloatVector.broadcast(FLOATS, left.data()[i]);
        low = factor.fma(FloatVector.fromArray(FLOATS, right.data(), from), low);
        high = factor.fma(FloatVector.fromArray(FLOATS, right.data(), from + LANES), high);
      }
      block += left.blockStride();
    }
    low.intoArray(out.data(), out.at());
    high.intoArray(out.data(), out.at() + LANES);
  }

  private static FloatVector start(float[] sums, int at, boolean add) {
    return add ? FloatVector.fromArray(FLOATS, sums, at) : FloatVector.zero(FLOATS);
  }

  @Override
  public void exponential(float[] values, int from, int to) {
    int whole = from + FLOATS.loopBound(to - from);
    for (int i = from; i < whole; i += LANES) {
      FloatVector x =
          FloatVector.fromArray(FLOATS, values, i).max(Exponential.LEAST).min(Exponential.MOST);
      FloatVector rounding = FloatVector.broadcast(FLOATS, Exponential.ROUNDING);
      FloatVector shifted = x.fma(FloatVector.broadcast(FLOATS, Exponential.PER_LN2), rounding);
      FloatVector n = shifted.sub(rounding).neg();
      FloatVector high = n.fma(FloatVector.broadcast(FLOATS, Exponential.LN2_HIGH), x);
      FloatVector r = n.fma(FloatVector.broadcast(FLOATS, Exponential.LN2_LOW), high);
      IntVector power =
          shifted
              .viewAsIntegralLanes()
              .lanewise(VectorOperators.LSHL, 23)
              .add(0x3f800000)
              .reinterpretAsInts();
      polynomial(r).mul(power.viewAsFloatingLanes()).intoArray(values, i);
    }
    tail.exponential(values, whole, to);
  }

  private static FloatVector polynomial(FloatVector r) {
    FloatVector p =
        r.fma(
            FloatVector.broadcast(FLOATS, Exponential.C7),
            FloatVector.broadcast(FLOATS, Exponential.C6));
    p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C5));
    p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C4));
    p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C3));
    p = p.fma(r, FloatVector.broadcast(FLOATS, Exponential.C2));
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    return p.fma(r, one).fma(r, one);
  }

  @Override
  public void widen(short[] halves, int from, float[] floats, int at, int length) {
    int whole = SHORTS.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      IntVector wide =
          (IntVector)
              ShortVector.fromArray(SHORTS, halves, from + i)
                  .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
      wide.lanewise(VectorOperators.LSHL, 16).viewAsFloatingLanes().intoArray(floats, at + i);
    }
    tail.widen(halves, from + whole, floats, at + whole, length - whole);
  }
}
