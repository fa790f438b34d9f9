package org.obol.anonymize.rules;

import java.util.Locale;
import java.util.Map;
import org.obol.anonymize.Label;

/** Labels for the names that rule files give to what they find. */
final class LabelNames {
  private static final int LONGEST = 64;

  /** Entities of Presidio that mean what a label of ours with another name does. */
  private static final Map<String, Label> ENTITIES =
      Map.ofEntries(
          Map.entry("EMAIL_ADDRESS", Label.EMAIL),
          Map.entry("PHONE_NUMBER", Label.PHONE),
          Map.entry("IP_ADDRESS", Label.IPV4),
          Map.entry("MAC_ADDRESS", Label.MAC),
          Map.entry("IBAN_CODE", Label.IBAN),
          Map.entry("CRYPTO", Label.BTC_ADDRESS),
          Map.entry("US_SSN", Label.SSN),
          Map.entry("US_ITIN", Label.ITIN),
          Map.entry("US_PASSPORT", Label.PASSPORT),
          Map.entry("UK_PASSPORT", Label.PASSPORT),
          Map.entry("ES_NIF", Label.ES_DNI),
          Map.entry("ES_NIE", Label.ES_DNI));

  private LabelNames() {}

  static Label ofEntity(String entity) {
    Label known = ENTITIES.get(entity);
    return known == null ? ofId(entity) : known;
  }

  /** {@code acme-api-token} becomes {@code ACME_API_TOKEN}. */
  static Label ofId(String id) {
    String name =
        id.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_").replaceAll("^_+|_+$", "");
    if (name.length() < 2 || name.charAt(0) < 'A') {
      name = name.isEmpty() ? "RULE" : "RULE_" + name;
    }
    if (name.length() > LONGEST) {
      name = name.substring(0, LONGEST).replaceAll("_+$", "");
    }
    return Label.of(name);
  }
}
