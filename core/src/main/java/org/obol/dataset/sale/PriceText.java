package org.obol.dataset.sale;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.obol.crypto.ObolException;
import org.obol.crypto.Shown;

/** The numbers and texts that are prices. */
final class PriceText {

  static final String FLAT = "flat:";
  static final String PER_MB = "perMB:";

  /** Most digits before, and most digits after the point. */
  private static final int DIGITS = 30;

  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,60}(\\.[0-9]{1,60})?");

  private PriceText() {}

  static Price parse(String text) {
    Price price;
    if (text.startsWith(FLAT)) {
      price = Price.flat(text.substring(FLAT.length()));
    } else if (text.startsWith(PER_MB)) {
      price = Price.perMb(text.substring(PER_MB.length()));
    } else {
      throw refused(
          "\"" + Shown.brief(text, 40) + "\" is not a stored price (flat:5 or perMB:0.01)");
    }
    if (!price.text().equals(text)) {
      throw refused("stored price \"" + Shown.brief(text, 40) + "\" should be " + price.text());
    }
    return price;
  }

  static BigDecimal decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw refused(
          "price \""
              + Shown.brief(text, 40)
              + "\" is not a plain number: write for example 5.00 or 0.01");
    }
    return new BigDecimal(text);
  }

  static BigDecimal checked(BigDecimal amount) {
    if (amount.signum() <= 0) {
      throw refused("price " + amount + " is not above zero: leave it out for a free dataset");
    }
    BigDecimal shortest = amount.stripTrailingZeros();
    // In longs: a BigDecimal may have an exponent near the end of the ints.
    long before = (long) shortest.precision() - shortest.scale();
    if (before > DIGITS || shortest.scale() > DIGITS) {
      throw refused(
          "price " + amount + " has more than " + DIGITS + " digits before or after the point");
    }
    return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
  }

  static ObolException refused(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
