package org.obol.client.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A small reply kept in memory, refused when it grows beyond its limit. */
final class BoundedBody implements Body {

  private final long limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  BoundedBody(long limit) {
    this.limit = limit;
  }

  @Override
  public void add(ByteBuffer data) throws FetchException {
    if (bytes.size() + (long) data.remaining() > limit) {
      throw new FetchException(
          FetchException.Kind.WRONG, "the reply is longer than " + limit + " bytes");
    }
    byte[] copy = new byte[data.remaining()];
    data.get(copy);
    bytes.writeBytes(copy);
  }

  @Override
  public void end() {}

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
