package org.obol.discovery.registry;

import java.util.regex.Pattern;

/** Content identifiers and what may stand below them. */
final class IpfsPath {

  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9]{20,128}(/[A-Za-z0-9._~-]{1,128}){0,8}");

  private IpfsPath() {}

  static String of(String rest) {
    String path = rest.startsWith("ipfs/") ? rest.substring("ipfs/".length()) : rest;
    if (!PATH.matcher(path).matches() || path.contains("/..") || path.contains("/./")) {
      throw new IllegalArgumentException("the URI names no file in IPFS");
    }
    return path;
  }
}
