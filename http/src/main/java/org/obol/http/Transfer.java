package org.obol.http;

/** A download on its way, as its owner sees it. Safe from any thread. */
public interface Transfer {

  /** Bytes of the body handed to the network so far. */
  long bytesSent();

  /** Bytes the body has in all. */
  long length();

  /** Cuts the connection at once; what the network still buffered is thrown away. */
  void close();
}
