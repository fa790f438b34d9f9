package org.obol.discovery.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;

/**
 * The rules of section 1.4, as far as both lines of the reference keep them: {@code isDemo} may be
 * absent, which the schema of one line forbids and the other line does.
 */
final class EntryRules {

  private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,59})(\\.[0-9]{1,60})?");
  private static final Pattern ATOMIC = Pattern.compile("[0-9]{1,78}");
  private static final Pattern CAIP_2 = Pattern.compile("eip155:[1-9][0-9]{0,17}");

  private record Rule(boolean required, String form, Predicate<Json> holds) {}

  private static final Map<String, Rule> RULES = rules();

  /** Every member that both lines, or the dataset line, write. */
  static final Set<String> KEYS = RULES.keySet();

  private EntryRules() {}

  static List<String> faults(Json.Obj entry) {
    List<String> faults = new ArrayList<>();
    RULES.forEach(
        (key, rule) -> {
          Optional<Json> value = entry.get(key);
          if (value.isEmpty() && rule.required()) {
            faults.add("field \"" + key + "\" is missing");
          } else if (value.filter(v -> !rule.holds().test(v)).isPresent()) {
            faults.add("field \"" + key + "\" must be " + rule.form());
          }
        });
    Optional<String> chain = Fields.integer(entry, "chainId").map(id -> "eip155:" + id);
    Optional<String> caip2 = Fields.text(entry, "caip2Network");
    if (chain.isPresent() && caip2.isPresent() && !chain.equals(caip2)) {
      faults.add("chainId and caip2Network name different chains");
    }
    return faults;
  }

  static boolean isDecimal(String text) {
    return DECIMAL.matcher(text).matches();
  }

  static boolean isAtomic(String text) {
    return ATOMIC.matcher(text).matches();
  }

  static boolean isCaip2(String text) {
    return CAIP_2.matcher(text).matches();
  }

  /** In the order in which the reference writes the members. */
  private static Map<String, Rule> rules() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("name", required("a string that is not empty", text(t -> !t.isBlank())));
    rules.put("namespace", required("a string", text(t -> true)));
    rules.put("type", required("a string", text(t -> true)));
    rules.put("model", optional("a string", text(t -> true)));
    rules.put("endpoint", required("an http or https URL", text(EntryRules::isReference)));
    rules.put("price", required("a string", text(t -> true)));
    rules.put("priceRaw", optional("a plain decimal number in a string", text(t -> isDecimal(t))));
    rules.put(
        "priceUnit",
        optional(
            "one of perRequest, perMTok, perHour, perEpoch, perMB",
            text(t -> PriceUnit.of(t).isPresent())));
    rules.put("priceAtomicUnits", optional("digits in a string", text(t -> isAtomic(t))));
    rules.put("payTo", required("an address", text(t -> Fields.address(t).isPresent())));
    rules.put("network", required("a string", text(t -> true)));
    rules.put("caip2Network", optional("eip155: and a chain id", text(t -> isCaip2(t))));
    rules.put("chainId", optional("an integer from 1", integer(1)));
    rules.put(
        "asset",
        optional(
            "an object with address and decimals",
            v -> v instanceof Json.Obj asset && Asset.read(asset).isPresent()));
    rules.put("description", required("a string", text(t -> true)));
    rules.put("skills", optional("a list of strings", EntryRules::isTexts));
    rules.put("isDemo", optional("true or false", v -> v instanceof Json.Bool));
    rules.put("registrationPending", optional("true or false", v -> v instanceof Json.Bool));
    rules.put("drainEndsAt", optional("a time of RFC 3339", text(t -> Fields.time(t).isPresent())));
    rules.put("datasetManifestHash", optional("64 lowercase hex characters", text(Sha256::isHex)));
    rules.put("datasetFileHash", optional("64 lowercase hex characters", text(Sha256::isHex)));
    rules.put("datasetVersion", optional("a string", text(t -> true)));
    rules.put("datasetSizeBytes", optional("an integer from 0", integer(0)));
    return rules;
  }

  private static Rule required(String form, Predicate<Json> holds) {
    return new Rule(true, form, holds);
  }

  private static Rule optional(String form, Predicate<Json> holds) {
    return new Rule(false, form, holds);
  }

  private static Predicate<Json> text(Predicate<String> holds) {
    return value -> value instanceof Json.Str text && holds.test(text.value());
  }

  private static Predicate<Json> integer(long smallest) {
    return value ->
        value instanceof Json.Num number
            && number.literal().matches("[0-9]{1,18}")
            && number.asLong("") >= smallest;
  }

  private static boolean isTexts(Json value) {
    return value instanceof Json.Arr list
        && list.items().stream().allMatch(Json.Str.class::isInstance);
  }

  /** A URL, or something relative to one. */
  private static boolean isReference(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equalsIgnoreCase(uri.getScheme());
      web |= "https".equalsIgnoreCase(uri.getScheme());
      return uri.isAbsolute() ? web && uri.getHost() != null : !text.isBlank();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
