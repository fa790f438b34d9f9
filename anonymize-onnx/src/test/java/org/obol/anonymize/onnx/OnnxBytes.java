package org.obol.anonymize.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The smallest model: an ONNX file, encoded by hand, that looks the scores of each token up in a
 * table. Numbers are those of the fields in onnx.proto.
 */
final class OnnxBytes {
  private static final int INT64 = 7;
  private static final int FLOAT = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A model of one Gather, with as many rows as tokens and a column for each label. */
  static byte[] gather(float[][] table) {
    int labels = table[0].length;
    ByteBuffer raw =
        ByteBuffer.allocate(table.length * labels * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : table) {
      for (float score : row) {
        raw.putFloat(score);
      }
    }
    OnnxBytes node =
        new OnnxBytes().text(1, "table").text(1, "input_ids").text(2, "logits").text(4, "Gather");
    OnnxBytes scores =
        new OnnxBytes()
            .number(1, table.length)
            .number(1, labels)
            .number(2, FLOAT)
            .text(8, "table")
            .bytes(9, raw.array());
    OnnxBytes graph =
        new OnnxBytes()
            .message(1, node)
            .text(2, "tiny")
            .message(5, scores)
            .message(11, value("input_ids", INT64, "batch", "tokens"))
            .message(12, value("logits", FLOAT, "batch", "tokens", "labels"));
    return new OnnxBytes()
        .number(1, 8)
        .message(7, graph)
        .message(8, new OnnxBytes().text(1, "").number(2, 13))
        .out
        .toByteArray();
  }

  private static OnnxBytes value(String name, int type, String... dimensions) {
    OnnxBytes shape = new OnnxBytes();
    for (String dimension : dimensions) {
      shape.message(1, new OnnxBytes().text(2, dimension));
    }
    OnnxBytes tensor = new OnnxBytes().number(1, type).message(2, shape);
    return new OnnxBytes().text(1, name).message(2, new OnnxBytes().message(1, tensor));
  }

  private OnnxBytes number(int field, long value) {
    varint((long) field << 3);
    varint(value);
    return this;
  }

  private OnnxBytes text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private OnnxBytes message(int field, OnnxBytes value) {
    return bytes(field, value.out.toByteArray());
  }

  private OnnxBytes bytes(int field, byte[] value) {
    varint(((long) field << 3) | 2);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  private void varint(long value) {
    long rest = value;
    while (rest >= 0x80) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
