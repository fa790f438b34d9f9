package org.obol.node;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.obol.http.Headers;

/** Whatever path, query and headers are sent, the public surface answers in order. */
final class SurfaceFuzz {

  private static final FuzzedNode NODE = FuzzedNode.make();

  private static final String[] METHODS = {"GET", "HEAD", "POST", "PUT", "OPTIONS", "get"};
  private static final String[] SEGMENTS = {
    "dataset",
    "pi-sessions",
    "versions",
    "verify",
    "manifest",
    "chunks",
    "download",
    "status",
    "join",
    "paid",
    "healthz",
    "device",
    "metrics",
    "auth",
    "code",
    "token",
    "approve",
    "oauth",
    ".well-known",
    "oauth-authorization-server",
    "..",
    "",
    "introspect",
    "revoke",
    "api",
    "services.json",
    "croissant.json",
    "agent-registration.json",
    "llms.txt",
    "skill.md",
    "openapi.json",
    "discovery",
    "resources"
  };
  private static final String[] NAMES = {
    "Range",
    "If-Range",
    "If-None-Match",
    "X-Forwarded-For",
    "CF-Connecting-IP",
    "Host",
    "Accept",
    "X-Payment",
    "Content-Type",
    "X-Original-URL"
  };

  @FuzzTest
  void anyRequestIsAnsweredInOrder(FuzzedDataProvider data) {
    String method = data.pickValue(METHODS);
    List<String> segments = new ArrayList<>();
    if (data.consumeBoolean()) {
      segments.addAll(List.of("dataset", "pi-sessions"));
    }
    int more = data.consumeInt(0, 5);
    for (int i = 0; i < more; i++) {
      segments.add(data.consumeBoolean() ? data.pickValue(SEGMENTS) : data.consumeString(20));
    }
    Map<String, List<String>> query = new HashMap<>();
    query.put("version", List.of(data.consumeString(12)));
    if (data.consumeBoolean()) {
      query.put("file", List.of(data.consumeString(4)));
    }
    query.put("format", List.of(data.pickValue(new String[] {"array", "envelope", "x"})));
    query.put("user_code", List.of(data.consumeString(12)));
    Headers headers =
        data.consumeBoolean()
            ? Headers.of("Authorization", "Bearer " + NODE.token)
            : Headers.of("Authorization", visible(data.consumeString(40)));
    int fields = data.consumeInt(0, 4);
    for (int i = 0; i < fields; i++) {
      headers = headers.with(data.pickValue(NAMES), visible(data.consumeString(40)));
    }
    var _ = NODE.ask(method, segments, query, headers, data.consumeRemainingAsBytes());
  }

  /** The engine lets no other characters through. */
  private static String visible(String text) {
    return text.replaceAll("[\\x00-\\x1f\\x7f]", "");
  }
}
