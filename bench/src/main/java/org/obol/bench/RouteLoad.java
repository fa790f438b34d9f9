package org.obol.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Asks one route over keep-alive connections and prints the latencies as JSON, in microseconds:
 * {@code PORT PATH TOKEN|- CONNECTIONS SECONDS RATE}. With rate 0 each connection asks again as
 * soon as it has its answer; otherwise so many requests a second are spread over the connections
 * and a latency counts from when its request was due, so that a late server cannot hide its
 * lateness.
 */
public final class RouteLoad {

  private static final long WARM_UP_SECONDS = 3;

  private record Plan(int port, byte[] request, int connections, long seconds, long rate) {

    /** Long enough for this program to be compiled; what it finds is thrown away. */
    Plan warmUp() {
      return new Plan(port, request, connections, WARM_UP_SECONDS, 0);
    }

    long dueEveryNanos() {
      return rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(connections) / rate;
    }
  }

  private RouteLoad() {}

  /** Runs once. */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    String token = args[2].equals("-") ? "" : "Authorization: Bearer " + args[2] + "\r\n";
    String request = "GET " + args[1] + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + token + "\r\n";
    var plan =
        new Plan(
            Integer.parseInt(args[0]),
            request.getBytes(StandardCharsets.US_ASCII),
            Integer.parseInt(args[3]),
            Long.parseLong(args[4]),
            Long.parseLong(args[5]));
    measure(plan.warmUp());
    System.out.println(report(measure(plan), plan.seconds()));
  }

  private static long[] measure(Plan plan) throws InterruptedException, ExecutionException {
    long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
    try (ExecutorService threads = Executors.newFixedThreadPool(plan.connections())) {
      List<Callable<long[]>> clients = new ArrayList<>();
      for (int i = 0; i < plan.connections(); i++) {
        long first = start + i * plan.dueEveryNanos() / plan.connections();
        clients.add(() -> client(plan, first));
      }
      LongStream all = LongStream.empty();
      for (Future<long[]> client : threads.invokeAll(clients)) {
        all = LongStream.concat(all, Arrays.stream(client.get()));
      }
      return all.sorted().toArray();
    }
  }

  private static long[] client(Plan plan, long first) throws IOException {
    long end = first + TimeUnit.SECONDS.toNanos(plan.seconds());
    LongStream.Builder latencies = LongStream.builder();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), plan.port())) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      byte[] buffer = new byte[64 << 10];
      long due = first;
      while (due < end) {
        sleepUntil(due);
        long from = plan.rate() == 0 ? System.nanoTime() : due;
        out.write(plan.request());
        answer(in, buffer);
        long now = System.nanoTime();
        latencies.add(now - from);
        due = plan.rate() == 0 ? now : due + plan.dueEveryNanos();
      }
    }
    return latencies.build().toArray();
  }

  private static void sleepUntil(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Reads one whole answer, which must be a 200 with a Content-Length. */
  private static void answer(InputStream in, byte[] buffer) throws IOException {
    int have = 0;
    int bodyAt = -1;
    while (bodyAt < 0) {
      have += some(in, buffer, have);
      bodyAt = bodyStart(buffer, have);
    }
    String head = new String(buffer, 0, bodyAt, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    if (!head.startsWith("http/1.1 200")) {
      throw new IOException("refused: " + head);
    }
    int field = head.indexOf("\ncontent-length:") + "\ncontent-length:".length();
    int length = Integer.parseInt(head.substring(field, head.indexOf('\r', field)).strip());
    while (have < bodyAt + length) {
      have += some(in, buffer, have);
    }
  }

  private static int some(InputStream in, byte[] buffer, int at) throws IOException {
    int read = in.read(buffer, at, buffer.length - at);
    if (read < 0) {
      throw new EOFException("the server closed the connection");
    }
    return read;
  }

  private static int bodyStart(byte[] buffer, int length) {
    for (int i = 3; i < length; i++) {
      if (buffer[i] == '\n' && buffer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static String report(long[] sorted, long seconds) {
    return "{\"requests\":%d,\"per_second\":%d,\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f}"
        .formatted(
            sorted.length,
            sorted.length / seconds,
            at(sorted, 0.5),
            at(sorted, 0.9),
            at(sorted, 0.99),
            at(sorted, 0.999),
            sorted[sorted.length - 1] / 1000.0);
  }

  private static double at(long[] sorted, double quantile) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * quantile))]
        / 1000.0;
  }
}
