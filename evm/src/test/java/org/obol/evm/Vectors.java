package org.obol.evm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

/** Values that viem computed. */
final class Vectors {

  private Vectors() {}

  static Json.Obj read(String name) {
    try (var in = Objects.requireNonNull(Vectors.class.getResourceAsStream("/" + name))) {
      return JsonReader.read(in.readAllBytes(), 1 << 20).asObject(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
