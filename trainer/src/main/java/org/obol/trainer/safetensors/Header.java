package org.obol.trainer.safetensors;

import static org.obol.trainer.safetensors.SafetensorsException.quote;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/**
 * What a file says about itself, checked against its size: eight bytes of length, that many bytes
 * of JSON, then the data, of which each byte belongs to exactly one tensor.
 *
 * @param dataStart where the offsets of the tensors count from
 */
record Header(
    SortedMap<String, TensorEntry> tensors, SortedMap<String, String> metadata, long dataStart) {

  /**
   * Longest header that is read. The format allows 100 MB; the largest published models have under
   * 10 MB, and the tree of a longer one could fill the memory.
   */
  static final int MAX_BYTES = 16 << 20;

  /** Bytes of the length in front. */
  static final int LENGTH_BYTES = 8;

  /** The member that is no tensor. */
  static final String METADATA = "__metadata__";

  static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Makes both maps unmodifiable. */
  Header {
    tensors = Collections.unmodifiableSortedMap(tensors);
    metadata = Collections.unmodifiableSortedMap(metadata);
  }

  /**
   * Reads the header of a whole file.
   *
   * @throws SafetensorsException naming the tensor, when it is about one
   */
  static Header read(MemorySegment file) {
    if (file.byteSize() < LENGTH_BYTES) {
      throw new SafetensorsException(
          "a file of " + file.byteSize() + " bytes is no safetensors file; it was cut off");
    }
    long length = file.get(LENGTH, 0);
    if (length < 0 || length > MAX_BYTES) {
      throw new SafetensorsException(
          "a header of "
              + Long.toUnsignedString(length)
              + " bytes, at most "
              + MAX_BYTES
              + " are read; this is no safetensors file");
    }
    long dataStart = LENGTH_BYTES + length;
    if (dataStart > file.byteSize()) {
      throw new SafetensorsException(
          "the header needs " + length + " bytes, and the file ends before; it was cut off");
    }
    byte[] json = file.asSlice(LENGTH_BYTES, length).toArray(ValueLayout.JAVA_BYTE);
    if (json.length == 0 || json[0] != '{') {
      throw new SafetensorsException("the header does not begin with \"{\"");
    }
    Json.Obj object;
    try {
      object = JsonReader.read(json, MAX_BYTES).asObject("the header");
    } catch (JsonException e) {
      throw new SafetensorsException("the header: " + e.getMessage(), e);
    }
    return of(object, dataStart, file.byteSize() - dataStart);
  }

  private static Header of(Json.Obj object, long dataStart, long dataBytes) {
    SortedMap<String, TensorEntry> tensors = new TreeMap<>();
    SortedMap<String, String> metadata = new TreeMap<>();
    object
        .members()
        .forEach(
            (name, value) -> {
              if (name.equals(METADATA)) {
                metadata.putAll(metadata(value));
              } else {
                tensors.put(name, TensorEntry.read(name, value));
              }
            });
    requireEachByteOnce(tensors, dataBytes);
    return new Header(tensors, metadata, dataStart);
  }

  /** The format asks for an object or nothing; mlx writes null for nothing. */
  private static Map<String, String> metadata(Json json) {
    return json instanceof Json.Null ? Map.of() : texts(json);
  }

  private static Map<String, String> texts(Json json) {
    try {
      Map<String, String> texts = new TreeMap<>();
      json.asObject(METADATA)
          .members()
          .forEach((key, value) -> texts.put(key, value.asText(METADATA + " " + quote(key))));
      return texts;
    } catch (JsonException e) {
      throw new SafetensorsException("the header: " + e.getMessage(), e);
    }
  }

  /** Bytes between tensors could hide another file; the format forbids them too. */
  private static void requireEachByteOnce(SortedMap<String, TensorEntry> tensors, long dataBytes) {
    List<TensorEntry> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
    long end = 0;
    for (TensorEntry tensor : inOrder) {
      if (tensor.end() > dataBytes) {
        throw TensorEntry.refused(
            tensor.name(),
            "ends at byte " + tensor.end() + " of " + dataBytes + "; the file was cut off");
      }
      if (tensor.begin() < end) {
        throw TensorEntry.refused(
            tensor.name(),
            "begins at byte " + tensor.begin() + ", where another one reaches to " + end);
      }
      requireNothingBetween(end, tensor.begin());
      end = tensor.end();
    }
    requireNothingBetween(end, dataBytes);
  }

  private static void requireNothingBetween(long from, long to) {
    if (from != to) {
      throw new SafetensorsException("bytes " + from + " to " + to + " belong to no tensor");
    }
  }
}
