package org.obol.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

/**
 * HTTP by hand: what is given goes over the socket byte for byte, and the answer comes back raw.
 */
final class Wire implements AutoCloseable {

  private final Socket socket = new Socket();

  /** One answer. */
  record Answer(int status, List<String> head, byte[] body) {

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    Json.Obj json() {
      return JsonReader.read(body, 1 << 24).asObject("the answer");
    }

    /** The {@code error} member of a refusal, or what came instead of one. */
    String error() {
      return json().text("error").orElseGet(this::text);
    }

    Optional<String> header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return head.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst();
    }

    static Answer read(InputStream in, boolean withBody) throws IOException {
      var head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int c = in.read();
        if (c < 0) {
          throw new IOException("closed after: " + head);
        }
        head.write(c);
      }
      List<String> lines = List.of(head.toString(StandardCharsets.ISO_8859_1).split("\r\n"));
      var answer = new Answer(Integer.parseInt(lines.getFirst().split(" ")[1]), lines, new byte[0]);
      int length = withBody ? answer.header("Content-Length").map(Integer::parseInt).orElse(0) : 0;
      return new Answer(answer.status(), lines, in.readNBytes(length));
    }
  }

  Wire(int port) throws IOException {
    this(port, 1 << 20);
  }

  Wire(int port, int receiveBuffer) throws IOException {
    socket.setReceiveBufferSize(receiveBuffer);
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  static Answer get(int port, String target, String... headers) throws IOException {
    return send(port, "GET", target, new byte[0], headers);
  }

  static Answer postJson(int port, String target, String json, String... headers)
      throws IOException {
    return send(
        port,
        "POST",
        target,
        json.getBytes(StandardCharsets.UTF_8),
        more(headers, "Content-Type: application/json"));
  }

  static Answer postForm(int port, String target, Map<String, String> form, String... headers)
      throws IOException {
    String body =
        form.entrySet().stream()
            .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        port,
        "POST",
        target,
        body.getBytes(StandardCharsets.UTF_8),
        more(headers, "Content-Type: application/x-www-form-urlencoded"));
  }

  static Answer send(int port, String method, String target, byte[] body, String... headers)
      throws IOException {
    try (var wire = new Wire(port)) {
      return wire.ask(method, target, body, headers).answer(!method.equals("HEAD"));
    }
  }

  static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  Wire ask(String method, String target, byte[] body, String... headers) throws IOException {
    List<String> head = new ArrayList<>();
    head.add(method + " " + target + " HTTP/1.1");
    head.add("Host: node.example");
    head.addAll(Arrays.asList(headers));
    if (body.length > 0) {
      head.add("Content-Length: " + body.length);
    }
    var all = new ByteArrayOutputStream();
    all.write((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    all.write(body);
    return raw(all.toByteArray());
  }

  Wire raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  Answer answer(boolean withBody) throws IOException {
    return Answer.read(in(), withBody);
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static String[] more(String[] headers, String another) {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = another;
    return all;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
