package org.obol.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client connection and what it is waited for: either it has a deadline, or a download that
 * must keep moving, or the handler is at work and nothing is asked of the client. Guarded by
 * itself; the event loop and the server's watch both call.
 */
final class Connection {

  private final Channel channel;
  private final Limits limits;
  private long deadline;
  private @Nullable Watched watched;
  private boolean closed;
  private long exchange;

  private record Watched(Download download, Pace pace) {}

  Connection(HttpConnection http, Limits limits) {
    // Vert.x closes a connection only after what is queued on it, which a stalled client never
    // takes; the channel underneath closes at once.
    this.channel = ((ConnectionBase) http).channel();
    this.limits = limits;
    expectWithin(limits.requestTimeout());
  }

  /** A request's head has arrived and its body is awaited; returns the number of the exchange. */
  synchronized long begin() {
    expectWithin(limits.requestTimeout());
    return ++exchange;
  }

  /** The exchange is over: the next request is awaited, unless a pipelined one has begun. */
  synchronized void done(long finished) {
    if (exchange == finished) {
      expectWithin(limits.idleTimeout());
    }
  }

  /** The peer of the socket. */
  InetAddress peer() {
    return ((InetSocketAddress) channel.remoteAddress()).getAddress();
  }

  /** Whether it is closed; then nothing can be answered. */
  synchronized boolean isGone() {
    return closed;
  }

  /** From now on the client, or the network, has that long. */
  synchronized void expectWithin(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
    watched = null;
  }

  /** The handler is at work: the client owes nothing. */
  synchronized void expectNothing() {
    deadline = System.nanoTime() + Long.MAX_VALUE / 2;
  }

  /** Watches this download's rate; false when the connection is closed already. */
  synchronized boolean sending(Download started) {
    if (closed) {
      return false;
    }
    expectNothing();
    watched = new Watched(started, new Pace(limits, System.nanoTime(), started.bytesSent()));
    return true;
  }

  /** Cuts the connection when its deadline is over or its download too slow. */
  synchronized void check(long now) {
    if (tooSlow(now)) {
      reset();
    } else if (now - deadline >= 0) {
      close();
    }
  }

  private boolean tooSlow(long now) {
    Watched current = watched;
    return current != null
        && current.pace().tooSlow(now, current.download().bytesSent(), drainNanos());
  }

  /** How long what the kernel may hold takes to drain at the slowest rate. */
  private long drainNanos() {
    if (!channel.isOpen()) {
      return 0;
    }
    long buffered = channel.config().getOption(ChannelOption.SO_SNDBUF);
    return (long) (buffered * 1e9 / limits.minBytesPerSecond());
  }

  /** Closes at once, with a reset and not in order, so that nothing buffered is delivered. */
  void reset() {
    if (channel.isOpen()) {
      channel
          .eventLoop()
          .execute(
              () -> {
                if (channel.isOpen()) {
                  channel.config().setOption(ChannelOption.SO_LINGER, 0);
                  close();
                }
              });
    }
  }

  /** Closes at once; the network still delivers what it took. */
  void close() {
    var first = channel.pipeline().firstContext();
    var _ = first == null ? channel.close() : first.close();
  }

  /** The connection is gone: ends the download that was on it. */
  void gone() {
    Watched last;
    synchronized (this) {
      closed = true;
      last = watched;
    }
    if (last != null) {
      last.download().finish();
    }
  }
}
