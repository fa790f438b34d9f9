package org.obol.e2e;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One answer on its way to the client, broken as one {@link Fault} says. */
final class BrokenAnswer {

  private static final int PIECE = 16 << 10;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

  private final Socket client;
  private final CountDownLatch closed;
  private final Passed passed;

  BrokenAnswer(Socket client, CountDownLatch closed, Passed passed) {
    this.client = client;
    this.closed = closed;
    this.passed = passed;
  }

  /** Returns whether the connection is still good. */
  boolean send(HttpHead head, InputStream body, Fault fault) throws IOException {
    OutputStream out = client.getOutputStream();
    if (fault instanceof Fault.Garbage(long seed)) {
      passed.fault(false, false);
      byte[] noise = new byte[500];
      new SplittableRandom(seed).nextBytes(noise);
      out.write(noise);
      return false;
    }
    long length = head.length();
    out.write((fault instanceof Fault.ContentRange wrong ? changed(head, wrong) : head).bytes());
    return switch (fault) {
      case Fault.Cut(long after, boolean reset) -> cut(body, length, after, reset);
      case Fault.Stall(long after, long millis) -> {
        copy(body, Math.min(after, length));
        passed.fault(false, false);
        yield paused(millis) && copy(body, length - Math.min(after, length));
      }
      case Fault.Flip(long at) -> flip(body, length, at);
      case Fault.Drip(long bytes) -> {
        passed.fault(false, false);
        yield drip(body, Math.min(bytes, length)) && copy(body, Math.max(0, length - bytes));
      }
      case Fault.ContentRange w -> copyWrong(body, length);
      case Fault.OtherVersion o -> copyWrong(body, length);
      case Fault.None n -> copy(body, length);
      case Fault.Garbage g -> throw new IllegalStateException("sent above: " + g);
    };
  }

  private HttpHead changed(HttpHead head, Fault.ContentRange wrong) {
    Matcher range = RANGE.matcher(head.field("Content-Range").orElse(""));
    if (!range.matches()) {
      return head;
    }
    long from = Math.max(0, Long.parseLong(range.group(1)) + wrong.shift());
    long to = Long.parseLong(range.group(2)) + wrong.shift();
    long whole = Long.parseLong(range.group(3)) + wrong.more();
    return head.with("Content-Range", "bytes " + from + "-" + to + "/" + whole);
  }

  private boolean cut(InputStream body, long length, long after, boolean reset) throws IOException {
    if (after >= length) {
      return copy(body, length);
    }
    copy(body, after);
    passed.fault(true, reset);
    if (reset) {
      client.setSoLinger(true, 0);
    }
    return false;
  }

  private boolean flip(InputStream body, long length, long at) throws IOException {
    if (length == 0) {
      return true;
    }
    long place = Math.min(at, length - 1);
    copy(body, place);
    passed.fault(true, false);
    client.getOutputStream().write(next(body) ^ 4);
    passed.passed(1);
    return copy(body, length - place - 1);
  }

  private boolean drip(InputStream body, long count) throws IOException {
    for (long i = 0; i < count; i++) {
      client.getOutputStream().write(next(body));
      passed.passed(1);
    }
    return true;
  }

  private boolean copy(InputStream body, long count) throws IOException {
    return copy(body, count, passed);
  }

  /** Bytes that are not the right ones are nothing the buyer could keep. */
  private boolean copyWrong(InputStream body, long count) throws IOException {
    passed.fault(false, false);
    return copy(body, count, new Passed());
  }

  private boolean copy(InputStream body, long count, Passed counter) throws IOException {
    byte[] buffer = new byte[PIECE];
    for (long left = count; left > 0; ) {
      int read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("the node hung up");
      }
      client.getOutputStream().write(buffer, 0, read);
      counter.passed(read);
      left -= read;
    }
    return true;
  }

  private static int next(InputStream body) throws IOException {
    int octet = body.read();
    if (octet < 0) {
      throw new EOFException("the node hung up");
    }
    return octet;
  }

  /** A pause that the end of the proxy cuts short. */
  private boolean paused(long millis) throws IOException {
    try {
      return !closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
