package org.obol.trainer.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.obol.crypto.DurableFile;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;

/**
 * What a run goes on from, in one file that is replaced at once: its format, the hash of the run's
 * inputs, how many steps are done (which says which records come next), for each parameter values
 * and both moments as little-endian floats, and the SHA-256 of all that.
 */
final class Checkpoint {

  private static final byte[] FORMAT =
      "obol-trainer-checkpoint/1\n".getBytes(StandardCharsets.US_ASCII);

  private static final int HEADER = FORMAT.length + Sha256.BYTES + Integer.BYTES;

  private final Path file;
  private final Sha256 inputs;

  /** The checkpoint in this folder, of a run with these inputs. */
  Checkpoint(Path folder, Sha256 inputs) {
    this.file = folder.resolve("checkpoint");
    this.inputs = inputs;
  }

  /** Replaces what is there. */
  void write(int step, AdamW optimizer) {
    ByteBuffer out = ByteBuffer.allocate(size(optimizer)).order(ByteOrder.LITTLE_ENDIAN);
    out.put(FORMAT).put(inputs.bytes()).putInt(step);
    for (AdamW.Moments moments : optimizer.moments()) {
      put(moments.parameter().values(), out);
      put(moments.first(), out);
      put(moments.second(), out);
    }
    out.put(Sha256.hash(Arrays.copyOf(out.array(), out.position())).bytes());
    DurableFile.write(file, out.array(), DurableFile.OWNER_ONLY);
  }

  /**
   * Takes over what is there.
   *
   * @return how many steps are done; 0 when there is no checkpoint
   * @throws ObolException when it is damaged, or of a run with other inputs
   */
  int read(AdamW optimizer) {
    if (!Files.exists(file)) {
      return 0;
    }
    ByteBuffer in = ByteBuffer.wrap(checked(bytes(), optimizer)).order(ByteOrder.LITTLE_ENDIAN);
    int step = in.position(HEADER - Integer.BYTES).getInt();
    for (AdamW.Moments moments : optimizer.moments()) {
      get(in, moments.parameter().values());
      get(in, moments.first());
      get(in, moments.second());
      moments.parameter().pack();
    }
    return step;
  }

  private byte[] checked(byte[] bytes, AdamW optimizer) {
    if (!Arrays.equals(FORMAT, Arrays.copyOf(bytes, FORMAT.length))) {
      throw unusable("is not a checkpoint of this version");
    }
    if (bytes.length < HEADER + Sha256.BYTES) {
      throw unusable("is damaged: it ends after " + bytes.length + " bytes");
    }
    int end = bytes.length - Sha256.BYTES;
    byte[] digest = Arrays.copyOfRange(bytes, end, bytes.length);
    if (!Arrays.equals(digest, Sha256.hash(Arrays.copyOf(bytes, end)).bytes())) {
      throw unusable("is damaged: its bytes do not have the hash at its end");
    }
    byte[] written = Arrays.copyOfRange(bytes, FORMAT.length, FORMAT.length + Sha256.BYTES);
    if (!Arrays.equals(written, inputs.bytes()) || bytes.length != size(optimizer)) {
      throw unusable("is of a run with another base model, other records or other settings");
    }
    return bytes;
  }

  private byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, "cannot read " + file + ": " + e.getMessage(), e);
    }
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

  private ObolException unusable(String what) {
    return new ObolException(
        ObolException.Exit.FAILED, file + " " + what + "; remove it to train from the beginning");
  }
}
