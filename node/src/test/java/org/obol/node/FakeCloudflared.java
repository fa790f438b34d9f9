package org.obol.node;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Stands in for the tunnel program, in a process of its own. Its way to behave is the first
 * argument; the arguments of the real program follow.
 */
final class FakeCloudflared {

  private FakeCloudflared() {}

  /** Writes a program that runs this class; every start adds a line to the file beside it. */
  static Path install(Path folder, String behaviour) throws IOException {
    Path program = folder.resolve("cloudflared");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(
        program,
        """
        #!/bin/sh
        '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s %s '%s' "$@"
        """
            .formatted(
                java,
                System.getProperty("java.class.path"),
                FakeCloudflared.class.getName(),
                behaviour,
                starts(folder)));
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + program + " executable");
    }
    return program;
  }

  static Path starts(Path folder) {
    return folder.resolve("starts");
  }

  /** The processes that were started so far. */
  static List<Long> pids(Path folder) {
    try {
      return Files.exists(starts(folder))
          ? Files.readAllLines(starts(folder)).stream().map(Long::valueOf).toList()
          : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Runs as the program. */
  public static void main(String[] args) throws Exception {
    List<String> arguments = List.of(args);
    Files.writeString(
        Path.of(args[1]),
        ProcessHandle.current().pid() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    System.out.println(
        "ERR failed to request quick Tunnel: Post \"https://api.trycloudflare.com/tunnel\": EOF");
    System.out.println("https://api.trycloudflare.com");
    switch (args[0]) {
      case "banner" -> {
        System.err.println("INF |  https://printed-by-banner.trycloudflare.com  |");
        forEver();
      }
      case "metrics" -> {
        metrics(arguments.get(arguments.indexOf("--metrics") + 1));
        forEver();
      }
      case "errors" -> forEver();
      case "short" -> System.err.println("INF |  https://gone-so-soon.trycloudflare.com  |");
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void forEver() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  private static void metrics(String address) throws IOException {
    int port = Integer.parseInt(address.replaceFirst(".*:", ""));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/quicktunnel",
        exchange -> {
          byte[] body =
              "{\"hostname\":\"said-by-metrics.trycloudflare.com\"}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }
}
