package org.obol.x402.gate;

/** The end of a process: nobody catches it. */
final class Killed extends Error {

  private static final long serialVersionUID = 1L;

  Killed(String where) {
    super(where, null, false, false);
  }
}
