package org.obol.trainer.safetensors;

import static org.obol.trainer.safetensors.SafetensorsException.quote;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.obol.crypto.DurableFile;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;

/**
 * Writes tensors as 32-bit floats. The bytes depend on nothing but names, shapes, values and
 * metadata: everything is sorted by name.
 */
public final class SafetensorsWriter {

  /** Where the data begins is a multiple of this, so that others can map it (as upstream does). */
  private static final int ALIGNMENT = 8;

  private static final int LONGEST_FILE = Integer.MAX_VALUE - 8;

  private SafetensorsWriter() {}

  /**
   * Writes a new file; after a crash it is there whole or not at all.
   *
   * @throws org.obol.crypto.ObolException when the file is there already or cannot be written
   * @throws SafetensorsException when the tensors need more than 2 GiB
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    DurableFile.create(file, bytes(tensors, metadata), DurableFile.READABLE);
  }

  /**
   * The bytes of a file.
   *
   * @throws SafetensorsException when there are more than 2 GiB
   */
  public static byte[] bytes(Map<String, Tensor> tensors, Map<String, String> metadata) {
    SortedMap<String, Tensor> sorted = new TreeMap<>(tensors);
    byte[] header = header(sorted, metadata);
    long size = Header.LENGTH_BYTES + (long) header.length;
    for (Tensor tensor : sorted.values()) {
      size += bytesOf(tensor);
    }
    if (size > LONGEST_FILE) {
      throw new SafetensorsException(
          "the tensors need " + size + " bytes, at most " + LONGEST_FILE + " are written");
    }
    byte[] file = new byte[(int) size];
    MemorySegment out = MemorySegment.ofArray(file);
    out.set(Header.LENGTH, 0, header.length);
    System.arraycopy(header, 0, file, Header.LENGTH_BYTES, header.length);
    long at = Header.LENGTH_BYTES + (long) header.length;
    for (Tensor tensor : sorted.values()) {
      float[] values = tensor.values();
      MemorySegment.copy(values, 0, out, DType.FLOAT, at, values.length);
      at += bytesOf(tensor);
    }
    return file;
  }

  private static byte[] header(SortedMap<String, Tensor> tensors, Map<String, String> metadata) {
    JsonObject object = Json.object();
    if (!metadata.isEmpty()) {
      JsonObject texts = Json.object();
      new TreeMap<>(metadata).forEach(texts::put);
      object.put(Header.METADATA, texts.build());
    }
    long at = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      if (entry.getKey().equals(Header.METADATA)) {
        throw new IllegalArgumentException("a tensor cannot be called " + quote(entry.getKey()));
      }
      long end = at + bytesOf(entry.getValue());
      object.put(
          entry.getKey(),
          Json.object()
              .put("dtype", DType.F32.name())
              .put("shape", entry.getValue().shape().stream().map(size -> Json.of(size)).toList())
              .put("data_offsets", List.of(Json.of(at), Json.of(end)))
              .build());
      at = end;
    }
    byte[] json = object.build().utf8();
    byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static long bytesOf(Tensor tensor) {
    return (long) tensor.values().length * DType.F32.bytes();
  }
}
