package org.obol.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A socket that sends what it is told to, byte for byte. */
final class RawClient implements AutoCloseable {

  private final Socket socket = new Socket();

  RawClient(int port) throws IOException {
    this(port, 1 << 20);
  }

  RawClient(int port, int receiveBuffer) throws IOException {
    socket.setReceiveBufferSize(receiveBuffer);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** Everything until the server closes; a reset ends it like a close. */
  String readAll() throws IOException {
    var all = new ByteArrayOutputStream();
    try {
      in().transferTo(all);
    } catch (SocketException reset) {
      all.write("<reset>".getBytes(StandardCharsets.US_ASCII));
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether the server cut the connection; sends a byte, so that a lost reset is repeated. */
  boolean isReset() throws IOException {
    try {
      send("x").in().transferTo(OutputStream.nullOutputStream());
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** The head of one answer, with the empty line. */
  String readHead() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in().read();
      if (c < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) c);
    }
    return head.toString();
  }

  /** The head and the body that Content-Length announces. */
  String readAnswer() throws IOException {
    String head = readHead();
    String length = head.replaceFirst("(?si).*content-length: (\\d+).*", "$1");
    return head
        + new String(in().readNBytes(Integer.parseInt(length)), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
