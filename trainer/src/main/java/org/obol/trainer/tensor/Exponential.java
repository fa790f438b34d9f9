package org.obol.trainer.tensor;

/**
 * e to the power of x, in single precision with an error of at most two units in the last place.
 * Our own, because {@link Math#exp} may differ between machines and {@link StrictMath#exp} is one
 * number at a time: these are correctly rounded operations only, so that vectors give the same
 * bits. x is first limited to {@value #LEAST} to {@value #MOST}; NaN stays NaN.
 *
 * <p>With x = n ln 2 + r and |r| at most half of ln 2, the result is 2^n times the Taylor
 * polynomial of r.
 */
final class Exponential {

  static final float LEAST = -87f;
  static final float MOST = 88f;

  static final float PER_LN2 = 1.442695f;

  /** 1.5 * 2^23: a float this large has no fraction, so adding it rounds to the nearest integer. */
  static final float ROUNDING = 12582912f;

  /** ln 2 in two parts; the first has few bits, so that n times it is exact. */
  static final float LN2_HIGH = 355f / 512;

  static final float LN2_LOW = -2.1219444e-4f;

  static final float C2 = 1f / 2;
  static final float C3 = 1f / 6;
  static final float C4 = 1f / 24;
  static final float C5 = 1f / 120;
  static final float C6 = 1f / 720;
  static final float C7 = 1f / 5040;

  private Exponential() {}

  static float of(float x) {
    float limited = Math.min(Math.max(x, LEAST), MOST);
    float shifted = Math.fma(limited, PER_LN2, ROUNDING);
    float n = shifted - ROUNDING;
    float r = Math.fma(-n, LN2_LOW, Math.fma(-n, LN2_HIGH, limited));
    float p = Math.fma(r, C7, C6);
    p = Math.fma(p, r, C5);
    p = Math.fma(p, r, C4);
    p = Math.fma(p, r, C3);
    p = Math.fma(p, r, C2);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    // The low bits of the shifted number are n; behind the mantissa they are the exponent.
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << 23) + 0x3f800000);
  }
}
