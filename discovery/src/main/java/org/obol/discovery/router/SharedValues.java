package org.obol.discovery.router;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.obol.crypto.Json;
import org.obol.discovery.catalog.CatalogEntry;

/**
 * Lets the offers of one catalog hold what they have in common only once: type, token, chain and
 * payee are mostly the same in all of them, and are more than a quarter of what is kept. Made for
 * one catalog, so that it forgets nobody's values.
 */
final class SharedValues {

  /** Longer texts are hardly ever the same. */
  private static final int LONGEST = 200;

  private final Map<String, Json> known = new HashMap<>();

  /** The same offer. */
  CatalogEntry in(CatalogEntry entry) {
    Map<String, Json> members = new LinkedHashMap<>(entry.members().members());
    members.replaceAll((key, value) -> shared(value));
    return new CatalogEntry(new Json.Obj(members));
  }

  private Json shared(Json value) {
    // By its text: strings that collide on purpose are still found fast in a map of strings.
    String text = value.text();
    return text.length() > LONGEST ? value : known.computeIfAbsent(text, _ -> value);
  }
}
