package org.obol.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The target of a request line, in origin-form or absolute-form (RFC 9112 section 3.2), split first
 * and percent-decoded after, so that an encoded delimiter never becomes one (RFC 3986 section 2.4).
 */
record RequestTarget(String path, List<String> segments, Map<String, List<String>> query) {

  static RequestTarget parse(String target) throws BadRequest {
    String local = originForm(target);
    int mark = local.indexOf('?');
    String path = mark < 0 ? local : local.substring(0, mark);
    List<String> segments = new ArrayList<>();
    if (path.length() > 1) {
      for (String segment : path.substring(1).split("/", -1)) {
        segments.add(decode(segment, false));
      }
    }
    return new RequestTarget(
        path, List.copyOf(segments), query(mark < 0 ? "" : local.substring(mark + 1)));
  }

  private static String originForm(String target) throws BadRequest {
    if (target.startsWith("/")) {
      return target;
    }
    int authority = target.indexOf("://");
    String scheme = authority < 0 ? "" : target.substring(0, authority);
    if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
      throw new BadRequest("the request target must be a path");
    }
    int end = authority + 3;
    while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    String rest = target.substring(end);
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  static Map<String, List<String>> query(String raw) throws BadRequest {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (String part : raw.split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String name = decode(equals < 0 ? part : part.substring(0, equals), true);
        String value = equals < 0 ? "" : decode(part.substring(equals + 1), true);
        found.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    found.replaceAll((name, values) -> List.copyOf(values));
    return Collections.unmodifiableMap(found);
  }

  /** Decodes {@code %XX} to UTF-8, which must be well-formed; {@code +} is a space in a query. */
  private static String decode(String raw, boolean plusIsSpace) throws BadRequest {
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        if (i + 2 >= raw.length()
            || !HexFormat.isHexDigit(raw.charAt(i + 1))
            || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
          throw new BadRequest("bad percent-encoding in the request target");
        }
        bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
        i += 2;
      } else if (c <= ' ' || c >= 0x7f || c == '#') {
        throw new BadRequest("the request target holds a character that must be encoded");
      } else {
        bytes.write(c == '+' && plusIsSpace ? ' ' : c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadRequest("the request target is not UTF-8");
    }
  }
}
