package org.obol.trainer.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.obol.crypto.Sha256;

/**
 * What a run goes on from, as bytes: the format, the hash of the run's inputs, how many steps are
 * done (which says which records come next), for each parameter values and both moments as
 * little-endian floats, and the SHA-256 of all that.
 */
final class Checkpoint {

  private static final byte[] FORMAT =
      "obol-trainer-checkpoint/1\n".getBytes(StandardCharsets.US_ASCII);

  private static final int HEADER = FORMAT.length + Sha256.BYTES + Integer.BYTES;

  /** What was found in bytes that may be a checkpoint. */
  sealed interface Found {

    /** The optimizer is where it was after so many steps. */
    record Restored(int steps) implements Found {}

    /** Not what was once written; the optimizer is as it was. */
    record Damaged(String why) implements Found {}

    /** Whole, and of a run with other inputs; the optimizer is as it was. */
    record Foreign() implements Found {}
  }

  private Checkpoint() {}

  /** The bytes that say where a run with these inputs is after {@code steps}. */
  static byte[] bytes(Sha256 inputs, int steps, AdamW optimizer) {
    ByteBuffer out = ByteBuffer.allocate(size(optimizer)).order(ByteOrder.LITTLE_ENDIAN);
    out.put(FORMAT).put(inputs.bytes()).putInt(steps);
    for (AdamW.Moments moments : optimizer.moments()) {
      put(moments.parameter().values(), out);
      put(moments.first(), out);
      put(moments.second(), out);
    }
    out.put(digest(out.array(), out.position()));
    return out.array();
  }

  /** Takes over what {@link #bytes} made of a run with the same inputs, and nothing else. */
  static Found restore(byte[] bytes, Sha256 inputs, AdamW optimizer) {
    if (!Arrays.equals(FORMAT, Arrays.copyOf(bytes, FORMAT.length))) {
      return new Found.Damaged("is not a checkpoint of this version");
    }
    int end = bytes.length - Sha256.BYTES;
    if (end < HEADER) {
      return new Found.Damaged("is damaged: it ends after " + bytes.length + " bytes");
    }
    if (!Arrays.equals(Arrays.copyOfRange(bytes, end, bytes.length), digest(bytes, end))) {
      return new Found.Damaged("is damaged: its bytes do not have the hash at its end");
    }
    byte[] written = Arrays.copyOfRange(bytes, FORMAT.length, FORMAT.length + Sha256.BYTES);
    if (!Arrays.equals(written, inputs.bytes()) || bytes.length != size(optimizer)) {
      return new Found.Foreign();
    }
    return new Found.Restored(take(ByteBuffer.wrap(bytes), optimizer));
  }

  private static int take(ByteBuffer bytes, AdamW optimizer) {
    ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
    int steps = in.position(HEADER - Integer.BYTES).getInt();
    for (AdamW.Moments moments : optimizer.moments()) {
      get(in, moments.parameter().values());
      get(in, moments.first());
      get(in, moments.second());
      moments.parameter().pack();
    }
    return steps;
  }

  private static byte[] digest(byte[] bytes, int length) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes, 0, length);
    return digest.digest();
  }

  private static int size(AdamW optimizer) {
    long floats = 0;
    for (AdamW.Moments moments : optimizer.moments()) {
      floats += 3L * moments.first().length;
    }
    return Math.toIntExact(HEADER + floats * Float.BYTES + Sha256.BYTES);
  }

  private static void put(float[] values, ByteBuffer out) {
    out.asFloatBuffer().put(values);
    out.position(out.position() + values.length * Float.BYTES);
  }

  private static void get(ByteBuffer in, float[] values) {
    in.asFloatBuffer().get(values);
    in.position(in.position() + values.length * Float.BYTES);
  }
}
