package org.obol.client;

import java.util.function.UnaryOperator;

/** What a {@link FaultyServer} does wrong with one request. */
sealed interface Fault {

  /** Nothing: the right answer. */
  record None() implements Fault {}

  /** Cuts the connection after so many bytes of the body. */
  record Cut(long after) implements Fault {}

  /** Sends nothing more after so many bytes of the body. */
  record Stall(long after) implements Fault {}

  /** Flips a bit of the body byte at that place of the reply. */
  record Flip(long at) implements Fault {}

  /** Another answer altogether. */
  record Answer(int status, String headers, String body) implements Fault {}

  /** The right body under other headers. */
  record Headers(UnaryOperator<String> change) implements Fault {}

  /** 200 with the whole file, whatever range was asked for. */
  record IgnoreRange() implements Fault {}

  /** Chunked coding without an end. */
  record Endless() implements Fault {}
}
