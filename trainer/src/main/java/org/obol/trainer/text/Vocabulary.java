package org.obol.trainer.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The tokens of a model and their numbers, each once. */
final class Vocabulary {

  /** Above it, a list of all numbers would be mostly holes. */
  static final int MAX_ID = 4_000_000;

  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Integer, String> tokens = new HashMap<>();
  private int size;

  /**
   * Adds a token; the same one again is nothing new.
   *
   * @throws TokenizerException when the token has another number, or the number another token
   */
  void put(Located where, String token, int id) {
    Integer before = ids.putIfAbsent(token, id);
    String other = tokens.putIfAbsent(id, token);
    if ((before != null && before != id) || (other != null && !other.equals(token))) {
      throw where.refused("gives number " + id + " or its token a second meaning");
    }
    size = Math.max(size, id + 1);
  }

  Optional<Integer> id(String token) {
    return Optional.ofNullable(ids.get(token));
  }

  Optional<String> token(int id) {
    return Optional.ofNullable(tokens.get(id));
  }

  /** One more than the largest number. */
  int size() {
    return size;
  }

  Map<String, Integer> ids() {
    return ids;
  }
}
