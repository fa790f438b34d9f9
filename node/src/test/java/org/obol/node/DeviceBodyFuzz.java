package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import org.obol.http.Headers;
import org.obol.http.HttpReply;

/** Whatever body is sent to device authorization, in either dialect, gets an orderly answer. */
final class DeviceBodyFuzz {

  private static final FuzzedNode NODE = FuzzedNode.make();

  private static final List<List<String>> ROUTES =
      List.of(
          List.of("auth", "device", "code"),
          List.of("auth", "device", "token"),
          List.of("auth", "device", "approve"),
          List.of("oauth", "device_authorization"),
          List.of("oauth", "token"),
          List.of("oauth", "revoke"),
          List.of("oauth", "introspect"));

  private static final String[] STARTS = {
    "",
    "{\"device_code\":\"",
    "{\"worker\":\"",
    "{\"dataset\":",
    "client_id=a&scope=dataset:",
    "client_id=",
    "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=a&device_code=",
    "token="
  };

  @FuzzTest
  void anyBodyIsAnsweredInOrder(FuzzedDataProvider data) {
    List<String> route = ROUTES.get(data.consumeInt(0, ROUTES.size() - 1));
    String type = data.consumeBoolean() ? "application/x-www-form-urlencoded" : "application/json";
    Headers headers =
        Headers.of("Content-Type", type).with("Authorization", "Bearer " + NODE.token);
    if (data.consumeBoolean()) {
      headers = headers.with("CF-Connecting-IP", "203.0.113." + data.consumeInt(0, 255));
    }
    byte[] start = data.pickValue(STARTS).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] rest = data.consumeRemainingAsBytes();
    byte[] body = java.util.Arrays.copyOf(start, start.length + rest.length);
    System.arraycopy(rest, 0, body, start.length, rest.length);
    HttpReply reply = NODE.ask("POST", route, Map.of(), headers, body);
    assertThat(reply.headers().first("Cache-Control").orElse("")).contains("no-store");
  }
}
