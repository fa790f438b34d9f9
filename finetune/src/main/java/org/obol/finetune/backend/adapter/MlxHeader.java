package org.obol.finetune.backend.adapter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.crypto.ObolException;

/**
 * mlx writes {@code "__metadata__": null} where the format asks for an object or nothing. The
 * member is blanked, so that the file can be read strictly; nothing else moves.
 */
final class MlxHeader {

  // In a name of a tensor the quotes would be escaped.
  private static final Pattern NO_METADATA =
      Pattern.compile(
          "(?<=\\{)\"__metadata__\" *: *null *(,|(?=\\}))|, *\"__metadata__\" *: *null");

  private MlxHeader() {}

  /**
   * Copies {@code from} to {@code to} without the member.
   *
   * @throws ObolException when it has no header, or cannot be copied
   */
  static void blank(Path from, Path to) {
    try {
      byte[] file = Files.readAllBytes(from);
      long length =
          file.length < Long.BYTES
              ? -1
              : ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 0 || length > file.length - Long.BYTES) {
        throw new ObolException(
            ObolException.Exit.FAILED, from + " is no safetensors file; it was cut off");
      }
      // One char for each byte, so that positions are the same.
      String header = new String(file, Long.BYTES, (int) length, StandardCharsets.ISO_8859_1);
      Matcher member = NO_METADATA.matcher(header);
      while (member.find()) {
        Arrays.fill(file, Long.BYTES + member.start(), Long.BYTES + member.end(), (byte) ' ');
      }
      Files.write(to, file);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, "cannot copy " + from + ": " + e.getMessage(), e);
    }
  }
}
