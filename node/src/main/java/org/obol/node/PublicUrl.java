package org.obol.node;

import java.net.URI;

/** Where the world reaches this node now; a tunnel changes it. Thread-safe. */
final class PublicUrl {

  private volatile String text;

  PublicUrl(URI start) {
    this.text = plain(start);
  }

  void set(URI url) {
    text = plain(url);
  }

  /** The URL without a slash at its end. */
  String text() {
    return text;
  }

  /** The URL with {@code path}, which starts with a slash, put after it. */
  String resolve(String path) {
    return text + path;
  }

  private static String plain(URI url) {
    String text = url.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
