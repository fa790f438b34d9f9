package org.obol.trainer.safetensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of numbers that are read; all are widened to 32 bits without loss. */
public enum DType {
  /** IEEE 754 binary32. */
  F32(4) {
    @Override
    void widen(MemorySegment from, float[] to) {
      MemorySegment.copy(from, FLOAT, 0, to, 0, to.length);
    }
  },
  /** IEEE 754 binary16. */
  F16(2) {
    @Override
    void widen(MemorySegment from, float[] to) {
      for (int i = 0; i < to.length; i++) {
        to[i] = Float.float16ToFloat(from.get(SHORT, (long) i * bytes()));
      }
    }
  },
  /** The upper half of a binary32. */
  BF16(2) {
    @Override
    void widen(MemorySegment from, float[] to) {
      for (int i = 0; i < to.length; i++) {
        to[i] = Float.intBitsToFloat(from.get(SHORT, (long) i * bytes()) << 16);
      }
    }
  };

  // Unaligned: the format does not promise that a tensor begins at a multiple of its type.
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /** The type of that name in a header, if it is one that is read. */
  static Optional<DType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Fills {@code to} from exactly as many numbers. */
  abstract void widen(MemorySegment from, float[] to);
}
