package org.obol.anonymize;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One file of a dataset: what is read and where the result goes.
 *
 * @param name how messages and reports call it
 * @param repeatable whether the input can be opened again; standard input cannot
 */
public record Part(
    String name, Opener<InputStream> input, Opener<OutputStream> output, boolean repeatable) {
  /** Opens a stream; the caller closes it. Opening an output again starts it anew. */
  @FunctionalInterface
  public interface Opener<T> {
    T open() throws IOException;
  }
}
