package org.obol.e2e;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * A TCP proxy before a node that breaks answers by a schedule. The monitor guards the schedule and
 * the list of connections; what goes through is counted in {@link Passed}.
 */
final class BrokenWire implements AutoCloseable {

  private final URI node;
  private final String right;
  private final String other;
  private final ServerSocket server;
  private final Passed passed = new Passed();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<Fault> schedule = new ArrayDeque<>();
  private final Set<Socket> open = new HashSet<>();
  private Fault afterwards = new Fault.None();
  private boolean sparesPapers;
  private Optional<String> hidden = Optional.empty();

  /**
   * A proxy that passes everything on until told otherwise.
   *
   * @param right SHA-256 of version 1, in hex
   * @param other SHA-256 of version 2, which has the same size
   */
  BrokenWire(String node, String right, String other) throws IOException {
    this.node = URI.create(node);
    this.right = right;
    this.other = other;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /**
   * What it does to the next answers, and to all after those.
   *
   * @param filesOnly whether log, manifest and chunk list are left alone
   */
  synchronized void plan(List<Fault> next, Fault forever, boolean filesOnly) {
    sparesPapers = filesOnly;
    schedule.clear();
    schedule.addAll(next);
    afterwards = forever;
  }

  /** Answers 404 to every request whose path ends so. */
  synchronized void hide(String end) {
    hidden = Optional.of(end);
  }

  /** Breaks nothing any more, and begins to count anew. */
  void heal() {
    plan(List.of(), new Fault.None(), true);
    passed.reset();
  }

  Passed passed() {
    return passed;
  }

  private synchronized Fault next(boolean file) {
    if (sparesPapers && !file) {
      return new Fault.None();
    }
    return schedule.isEmpty() ? afterwards : schedule.remove();
  }

  private synchronized boolean hides(String target) {
    return hidden.filter(end -> URI.create(target).getPath().endsWith(end)).isPresent();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        synchronized (this) {
          open.add(client);
        }
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (SocketException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(node.getHost(), node.getPort())) {
      client.setTcpNoDelay(true);
      InputStream asking = new BufferedInputStream(client.getInputStream());
      InputStream answering = new BufferedInputStream(upstream.getInputStream());
      boolean goesOn = true;
      while (goesOn) {
        Optional<HttpHead> request = HttpHead.read(asking);
        goesOn = request.isPresent() && exchange(request.get(), client, upstream, answering);
      }
    } catch (IOException e) {
      // Either side may hang up at any time: that is what this proxy is for.
      passed.broke(e);
    } finally {
      synchronized (this) {
        open.remove(client);
      }
    }
  }

  /** Returns whether the connection is still good. */
  private boolean exchange(HttpHead request, Socket client, Socket upstream, InputStream answering)
      throws IOException {
    boolean file = URI.create(request.target()).getPath().endsWith("/download");
    Fault fault = next(file);
    OutputStream out = client.getOutputStream();
    if (hides(request.target())) {
      out.write(HttpHead.notFound().bytes());
      return true;
    }
    boolean swapped = fault instanceof Fault.OtherVersion;
    upstream.getOutputStream().write((swapped ? toOther(request) : request).bytes());
    HttpHead answer =
        HttpHead.read(answering).orElseThrow(() -> new IOException("the node hung up"));
    if (fault instanceof Fault.OtherVersion(boolean lying) && lying) {
      answer = answer.replace(other, right);
    }
    var broken =
        new BrokenAnswer(client, closed, file && answer.isSuccess() ? passed : new Passed());
    return broken.send(answer, answering, fault);
  }

  private HttpHead toOther(HttpHead request) {
    return request
        .withTarget(request.target().replace("version=1", "version=2"))
        .replace(right, other);
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    List<Socket> left;
    synchronized (this) {
      left = new ArrayList<>(open);
    }
    for (Socket socket : left) {
      socket.close();
    }
  }
}
