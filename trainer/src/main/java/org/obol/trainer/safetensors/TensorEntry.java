package org.obol.trainer.safetensors;

import static org.obol.trainer.safetensors.SafetensorsException.quote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * Where a tensor lies in a file.
 *
 * @param shape sizes of the dimensions, slowest first; empty for a single number
 * @param begin first byte, counted from the end of the header
 * @param end the byte after the last one
 */
record TensorEntry(String name, DType type, List<Integer> shape, long begin, long end) {

  /**
   * Checks that the shape and the place agree.
   *
   * @throws SafetensorsException naming the tensor
   */
  TensorEntry {
    shape = List.copyOf(shape);
    long bytes = type.bytes();
    for (int size : shape) {
      if (size < 0) {
        throw refused(name, "has a dimension of size " + size);
      }
      try {
        bytes = Math.multiplyExact(bytes, (long) size);
      } catch (ArithmeticException e) {
        throw refused(name, "of shape " + shape + " has more bytes than can be counted");
      }
    }
    if (begin < 0 || end < begin) {
      throw refused(name, "lies at bytes " + begin + " to " + end + ", which is no place");
    }
    if (end - begin != bytes) {
      throw refused(
          name,
          "of shape "
              + shape
              + " and type "
              + type
              + " needs "
              + bytes
              + " bytes, and its place has "
              + (end - begin));
    }
  }

  /** Numbers in the tensor. */
  long count() {
    return (end - begin) / type.bytes();
  }

  /**
   * Reads one member of a header.
   *
   * @throws SafetensorsException naming the tensor
   */
  static TensorEntry read(String name, Json json) {
    try {
      Json.Obj object = json.asObject("its description");
      String typeName = object.requireText("dtype");
      Optional<DType> type = DType.named(typeName);
      if (type.isEmpty()) {
        throw refused(
            name,
            "has numbers of type " + quote(typeName) + "; F32, F16 and BF16 are read. Convert it");
      }
      List<Json> offsets = required(object, "data_offsets");
      if (offsets.size() != 2) {
        throw refused(name, "has " + offsets.size() + " data_offsets instead of 2");
      }
      return new TensorEntry(
          name,
          type.get(),
          shape(name, required(object, "shape")),
          integer(offsets.get(0), "data_offsets"),
          integer(offsets.get(1), "data_offsets"));
    } catch (JsonException e) {
      throw refused(name, "is described wrongly: " + e.getMessage());
    }
  }

  static SafetensorsException refused(String name, String why) {
    return new SafetensorsException("tensor " + quote(name) + " " + why);
  }

  private static List<Json> required(Json.Obj object, String key) {
    return object
        .list(key)
        .orElseThrow(() -> new JsonException("field \"" + key + "\" is missing"));
  }

  private static List<Integer> shape(String name, List<Json> sizes) {
    List<Integer> shape = new ArrayList<>(sizes.size());
    for (Json json : sizes) {
      long size = integer(json, "shape");
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw refused(name, "has a dimension of size " + size);
      }
      shape.add((int) size);
    }
    return shape;
  }

  private static long integer(Json json, String field) {
    if (json instanceof Json.Num number) {
      return number.asLong(field);
    }
    throw new JsonException("field \"" + field + "\" must be a list of integers");
  }
}
