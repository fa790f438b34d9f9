package org.obol.client.source;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of one exchange: decides where its body goes and keeps an error body. */
final class Exchange implements HttpResponse.BodyHandler<Boolean> {

  /** Longest error body that is looked at, in bytes. */
  private static final int MAX_ERROR = 64 << 10;

  private final Body.Choice choice;
  private final RateLimit rate;
  private final Traffic traffic = new Traffic();
  private final BoundedBody error = new BoundedBody(MAX_ERROR);
  private @Nullable Head head;
  private @Nullable BodyPump pump;
  private boolean stopped;

  Exchange(Body.Choice choice, RateLimit rate) {
    this.choice = choice;
    this.rate = rate;
  }

  @Override
  public synchronized BodyPump apply(HttpResponse.ResponseInfo info) {
    Head arrived = new Head(info.statusCode(), info.headers());
    head = arrived;
    pump = new BodyPump(body(arrived), traffic, rate);
    if (stopped) {
      pump.stop();
    }
    return pump;
  }

  /** After this nothing more reaches the body. */
  void stop() {
    BodyPump running;
    synchronized (this) {
      stopped = true;
      running = pump;
    }
    if (running != null) {
      running.stop();
    }
  }

  Traffic traffic() {
    return traffic;
  }

  synchronized Reply reply() {
    Head arrived = head == null ? new Head(0, HttpHeaders.of(Map.of(), (n, v) -> true)) : head;
    return new Reply(arrived, error.bytes());
  }

  private Body body(Head arrived) {
    if (!Reply.isSuccess(arrived.status())) {
      return error;
    }
    try {
      arrived.requireIdentity();
      return storing(choice.of(arrived));
    } catch (FetchException e) {
      return new Rejected(e);
    }
  }

  /** Tells a full disk from a broken connection. */
  private static Body storing(Body body) {
    return new Body() {
      @Override
      public void add(ByteBuffer data) throws FetchException, IOException {
        try {
          body.add(data);
        } catch (IOException e) {
          throw new StorageException(e);
        }
      }

      @Override
      public void end() throws FetchException {
        body.end();
      }
    };
  }

  /** A reply whose head was already wrong: not one byte of it is read. */
  private record Rejected(FetchException why) implements Body {
    @Override
    public void add(ByteBuffer data) throws FetchException {
      throw why;
    }

    @Override
    public void end() throws FetchException {
      throw why;
    }
  }
}
