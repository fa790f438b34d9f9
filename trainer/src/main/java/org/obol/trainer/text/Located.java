package org.obol.trainer.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.Shown;

/**
 * A value in a document and where it is, so that complaints can say so.
 *
 * @param pointer RFC 6901, empty for the whole document
 */
record Located(String pointer, Json value) {

  private static final int LONGEST_POINTER = 200;

  /** The member {@code key}; absent and null are empty. */
  Optional<Located> get(String key) {
    if (!(value instanceof Json.Obj object)) {
      throw refused("must be an object");
    }
    return object
        .get(key)
        .filter(member -> !(member instanceof Json.Null))
        .map(member -> new Located(pointer + "/" + escaped(key), member));
  }

  /** The member {@code key}, which must be there. */
  Located require(String key) {
    return get(key).orElseThrow(() -> refused("has no \"" + key + "\""));
  }

  /** The true or false member {@code key}. */
  boolean bool(String key, boolean fallback) {
    return get(key)
        .map(
            member -> {
              if (member.value instanceof Json.Bool bool) {
                return bool.value();
              }
              throw member.refused("must be true or false");
            })
        .orElse(fallback);
  }

  /** This value, which must be a text. */
  String text() {
    if (value instanceof Json.Str text) {
      return text.value();
    }
    throw refused("must be a string");
  }

  /** This value, which must be an integer from 0 to {@code most}. */
  int integer(int most) {
    if (value instanceof Json.Num number && number.literal().matches("[0-9]{1,9}")) {
      int integer = Integer.parseInt(number.literal());
      if (integer <= most) {
        return integer;
      }
    }
    throw refused("must be an integer from 0 to " + most);
  }

  /** The items of this value, which must be a list. */
  List<Located> items() {
    if (!(value instanceof Json.Arr list)) {
      throw refused("must be a list");
    }
    List<Located> items = new ArrayList<>(list.items().size());
    for (Json item : list.items()) {
      items.add(new Located(pointer + "/" + items.size(), item));
    }
    return items;
  }

  /** The members of this value, which must be an object. */
  List<Located> members() {
    if (!(value instanceof Json.Obj object)) {
      throw refused("must be an object");
    }
    List<Located> members = new ArrayList<>(object.members().size());
    object
        .members()
        .forEach((key, member) -> members.add(new Located(pointer + "/" + escaped(key), member)));
    return members;
  }

  TokenizerException refused(String why) {
    String shown = Shown.brief(pointer, LONGEST_POINTER);
    return new TokenizerException((shown.isEmpty() ? "the document" : shown) + " " + why);
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
