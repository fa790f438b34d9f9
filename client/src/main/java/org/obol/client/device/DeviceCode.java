package org.obol.client.device;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * What the server hands out at the start of the device flow.
 *
 * @param userCode what the owner approves; printable
 * @param verification where the owner does it, when the server says
 * @param expires after which the code is dead
 * @param interval between two polls
 */
public record DeviceCode(
    String userCode, Optional<URI> verification, Duration expires, Duration interval) {

  private static final Pattern USER_CODE = Pattern.compile("[A-Za-z0-9-]{4,32}");
  private static final long LONGEST_LIFE = 3600;
  private static final long LONGEST_INTERVAL = 60;

  /** Reads the reply; times outside sane bounds are brought into them. */
  static DeviceCode fromJson(Json.Obj json) {
    String code = json.requireText("user_code");
    if (!USER_CODE.matcher(code).matches()) {
      throw new JsonException("user_code is not a short code of letters, digits and dashes");
    }
    long expires = json.integer("expires_in").orElse(900L);
    long interval = json.integer("interval").orElse(5L);
    return new DeviceCode(
        code,
        json.text("verification_uri").flatMap(DeviceCode::url),
        Duration.ofSeconds(Math.clamp(expires, 1, LONGEST_LIFE)),
        Duration.ofSeconds(Math.clamp(interval, 0, LONGEST_INTERVAL)));
  }

  /** The link, when it is one that is safe to show. */
  private static Optional<URI> url(String text) {
    try {
      URI uri = URI.create(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
