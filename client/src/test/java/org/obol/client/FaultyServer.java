package org.obol.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.client.source.MemberToken;
import org.obol.client.source.Source;
import org.obol.dataset.manifest.ManifestDocument;

/** A small HTTP/1.1 server on raw sockets that serves a {@link Shop} and misbehaves on demand. */
final class FaultyServer implements AutoCloseable {

  static final String TOKEN = "obol-test-token";
  private static final Pattern QUERY = Pattern.compile("version=(\\d+)(?:&file=(\\d+))?");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  /** A request as it came in; header names in lower case. */
  record Request(
      String method, String path, String query, Map<String, String> headers, String body) {
    boolean isDownload() {
      return path.endsWith("/download");
    }

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  volatile Shop shop;
  volatile Function<Request, Fault> faults = request -> new Fault.None();
  final List<Request> requests = new CopyOnWriteArrayList<>();
  final AtomicLong bodyBytes = new AtomicLong();
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final java.util.Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  FaultyServer(Shop shop) throws IOException {
    this.shop = shop;
    listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  Source source() {
    return new Source(url(), Optional.of(new MemberToken(TOKEN)));
  }

  long downloads() {
    return requests.stream().filter(Request::isDownload).count();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (true) {
        Optional<Request> request = read(in);
        if (request.isEmpty() || !answer(request.get(), out)) {
          return;
        }
      }
    } catch (IOException e) {
      // The buyer hung up, which is what some tests are about.
      return;
    } finally {
      open.remove(socket);
    }
  }

  private static Optional<Request> read(InputStream in) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        return Optional.empty();
      }
      text.append((char) b);
    }
    String[] lines = text.toString().split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    String[] first = lines[0].split(" ");
    URI target = URI.create(first[1]);
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    String query = target.getQuery() == null ? "" : target.getQuery();
    return Optional.of(new Request(first[0], target.getPath(), query, headers, body));
  }

  /** Whether the connection may be used again. */
  private boolean answer(Request request, OutputStream out) throws IOException {
    requests.add(request);
    Fault fault = faults.apply(request);
    if (fault instanceof Fault.Answer a) {
      byte[] body = a.body().getBytes(StandardCharsets.UTF_8);
      head(out, "HTTP/1.1 " + a.status() + " X\r\n" + a.headers() + length(body));
      out.write(body);
      return true;
    }
    String route = request.path().substring(request.path().lastIndexOf('/') + 1);
    Matcher query = QUERY.matcher(request.query());
    int version = query.matches() ? Integer.parseInt(query.group(1)) : 0;
    int index = query.matches() && query.group(2) != null ? Integer.parseInt(query.group(2)) : 0;
    Shop now = shop;
    return switch (route) {
      case "versions" -> small(now.versions(), fault, out);
      case "chunks" -> small(now.chunks(version, index), fault, out);
      case "manifest" -> {
        Optional<ManifestDocument> manifest = Optional.ofNullable(now.manifests.get(version));
        if (manifest.isPresent()) {
          yield small(manifest.get().bytes(), fault, out);
        }
        byte[] body =
            "{\"error\":\"no_manifest\",\"message\":\"none\"}".getBytes(StandardCharsets.UTF_8);
        head(out, "HTTP/1.1 404 X\r\n" + length(body));
        out.write(body);
        yield true;
      }
      default -> file(request, now.file(version, index), fault, out);
    };
  }

  private boolean small(byte[] body, Fault fault, OutputStream out) throws IOException {
    return send("HTTP/1.1 200 OK\r\n" + length(body), body, 0, body.length, fault, out);
  }

  private boolean file(Request request, Shop.Stock file, Fault fault, OutputStream out)
      throws IOException {
    Matcher range = RANGE.matcher(request.header("range").orElse(""));
    boolean sameFile =
        request.header("if-range").map(e -> e.equals("\"" + file.sha256() + "\"")).orElse(true);
    String etag = "ETag: \"" + file.sha256() + "\"\r\n";
    int total = file.bytes().length;
    if (!range.matches() || !sameFile || fault instanceof Fault.IgnoreRange) {
      String head = "HTTP/1.1 200 OK\r\n" + etag + "Content-Length: " + total + "\r\n";
      return send(head, file.bytes(), 0, total, fault, out);
    }
    int first = Integer.parseInt(range.group(1));
    int last =
        range.group(2).isEmpty()
            ? total - 1
            : Math.min(total - 1, Integer.parseInt(range.group(2)));
    if (first >= total) {
      head(out, "HTTP/1.1 416 X\r\nContent-Range: bytes */" + total + "\r\nContent-Length: 0\r\n");
      return true;
    }
    String head =
        "HTTP/1.1 206 Partial Content\r\n"
            + etag
            + "Content-Range: bytes "
            + first
            + "-"
            + last
            + "/"
            + total
            + "\r\n"
            + "Content-Length: "
            + (last - first + 1)
            + "\r\n";
    return send(head, file.bytes(), first, last - first + 1, fault, out);
  }

  private boolean send(
      String head, byte[] bytes, int offset, int length, Fault fault, OutputStream out)
      throws IOException {
    switch (fault) {
      case Fault.Cut cut -> {
        head(out, head);
        body(out, bytes, offset, (int) Math.min(length, cut.after()));
        return false;
      }
      case Fault.Stall stall -> {
        head(out, head);
        body(out, bytes, offset, (int) Math.min(length, stall.after()));
        try {
          closed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return false;
      }
      case Fault.Flip flip -> {
        byte[] copy = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
        copy[(int) (flip.at() % length)] ^= 1;
        head(out, head);
        body(out, copy, 0, length);
      }
      case Fault.Headers changed -> {
        head(out, changed.change().apply(head));
        body(out, bytes, offset, length);
      }
      case Fault.Endless endless -> {
        head(out, head.replaceAll("Content-Length.*\r\n", "Transfer-Encoding: chunked\r\n"));
        endlessly(out, bytes, offset, length);
      }
      case Fault.None none -> {
        head(out, head);
        body(out, bytes, offset, length);
      }
      case Fault.IgnoreRange ignored -> {
        head(out, head);
        body(out, bytes, offset, length);
      }
      case Fault.Answer answer -> throw new IllegalStateException("answered before");
    }
    return true;
  }

  private void endlessly(OutputStream out, byte[] bytes, int offset, int length)
      throws IOException {
    chunk(out, bytes, offset, length);
    byte[] more = new byte[64 << 10];
    while (closed.getCount() > 0) {
      chunk(out, more, 0, more.length);
    }
  }

  private void chunk(OutputStream out, byte[] bytes, int offset, int length) throws IOException {
    out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    body(out, bytes, offset, length);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private void body(OutputStream out, byte[] bytes, int offset, int length) throws IOException {
    int sent = 0;
    while (sent < length) {
      int part = Math.min(64 << 10, length - sent);
      out.write(bytes, offset + sent, part);
      sent += part;
      bodyBytes.addAndGet(part);
    }
    out.flush();
  }

  private static String length(byte[] body) {
    return "Content-Length: " + body.length + "\r\n";
  }

  private static void head(OutputStream out, String head) throws IOException {
    out.write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
