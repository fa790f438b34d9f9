package org.obol.discovery.registry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** RFC 2397, as liberal as those who write it: any media type, either base64 alphabet. */
final class DataUri {

  private DataUri() {}

  static byte[] content(String text) {
    int comma = text.indexOf(',');
    if (comma < 0 || text.length() > AgentUri.MAX_INLINE) {
      throw new IllegalArgumentException("the data URI has no comma, or is too long");
    }
    String head = text.substring(0, comma).strip().toLowerCase(Locale.ROOT);
    byte[] data = unescaped(text.substring(comma + 1));
    byte[] content = head.endsWith(";base64") ? decoded(data) : data;
    if (content.length > RegistrationReader.MAX_BYTES) {
      throw new IllegalArgumentException("the file in the data URI is larger than 1 MiB");
    }
    return content;
  }

  private static byte[] decoded(byte[] base64) {
    String text =
        new String(base64, StandardCharsets.ISO_8859_1)
            .replaceAll("\\s", "")
            .replace('-', '+')
            .replace('_', '/');
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the data URI is not base64", e);
    }
  }

  /** Percent signs that begin no escape stand for themselves: JSON is often not escaped. */
  private static byte[] unescaped(String text) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%'
          && i + 2 < raw.length
          && HexFormat.isHexDigit(raw[i + 1])
          && HexFormat.isHexDigit(raw[i + 2])) {
        out.write((HexFormat.fromHexDigit(raw[i + 1]) << 4) | HexFormat.fromHexDigit(raw[i + 2]));
        i += 2;
      } else {
        out.write(raw[i]);
      }
    }
    return out.toByteArray();
  }
}
