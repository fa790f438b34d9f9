package org.obol.dataset.sale;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.dataset.LogOrigin;

/** The members that the signed documents of a sale share, read strictly and checked. */
final class SaleFields {

  /** An amount fits an unsigned word of the chain. */
  static final int AMOUNT_BITS = 256;

  private static final Pattern AMOUNT = Pattern.compile("[1-9][0-9]{0,77}");
  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
  private static final Pattern TRANSACTION = Pattern.compile("0x[0-9a-f]{64}");

  private SaleFields() {}

  static LogOrigin origin(Json.Obj json) {
    return value(json.requireText("origin"), "origin", LogOrigin::parse);
  }

  static Sha256 hash(Json.Obj json, String field) {
    return value(json.requireText(field), field, Sha256::new);
  }

  /** Absent only when the member is: a null is refused. */
  static Optional<Sha256> optionalHash(Json.Obj json, String field) {
    return json.get(field).isEmpty() ? Optional.empty() : Optional.of(hash(json, field));
  }

  static Address address(Json.Obj json, String field) {
    return address(json.requireText(field), field);
  }

  static Address address(String text, String what) {
    return value(text, what, Address::new);
  }

  static BigInteger amount(Json.Obj json) {
    String text = json.requireText("amount");
    if (!AMOUNT.matcher(text).matches()) {
      throw new JsonException("amount is not a positive decimal number in a string");
    }
    return new BigInteger(text);
  }

  static Instant time(Json.Obj json, String field) {
    String text = json.requireText(field);
    try {
      // Only one text for each time, so that no two readers can differ about it.
      if (TIME.matcher(text).matches() && Instant.parse(text).toString().equals(text)) {
        return Instant.parse(text);
      }
    } catch (DateTimeException noSuchDay) {
      throw new JsonException(field + " \"" + text + "\" is not a date and time");
    }
    throw new JsonException(
        field + " \"" + text + "\" is not RFC 3339 UTC in whole seconds (2026-06-14T12:00:00Z)");
  }

  static List<Json> list(Json.Obj json, String field) {
    return json.list(field)
        .orElseThrow(() -> new JsonException("field \"" + field + "\" is missing"));
  }

  static Json.Obj object(Json.Obj json, String field) {
    return json.object(field)
        .orElseThrow(() -> new JsonException("field \"" + field + "\" is missing"));
  }

  static Optional<Json> text(Optional<Sha256> hash) {
    return hash.map(h -> Json.of(h.hex()));
  }

  static long requireNumber(String field, long number) {
    if (number < 1 || number > Json.Num.MAX_SAFE) {
      throw new JsonException(field + " " + number + " is not 1..2^53-1");
    }
    return number;
  }

  static void requireAmount(BigInteger amount) {
    if (amount.signum() <= 0 || amount.bitLength() > AMOUNT_BITS) {
      throw new JsonException("amount " + amount + " is not 1..2^256-1");
    }
  }

  static void requireTransaction(String transaction) {
    if (!TRANSACTION.matcher(transaction).matches()) {
      throw new JsonException("transaction is not 0x and 64 lowercase hex characters");
    }
  }

  /** The whole second that {@code time} is in; a signed time has no fraction. */
  static Instant second(String field, Instant time) {
    Instant second = time.truncatedTo(ChronoUnit.SECONDS);
    if (!TIME.matcher(second.toString()).matches()) {
      throw new JsonException(field + " " + second + " is not in the years 0000..9999");
    }
    return second;
  }

  static <T> T value(String text, String what, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new JsonException(what + ": " + e.getMessage());
    }
  }
}
