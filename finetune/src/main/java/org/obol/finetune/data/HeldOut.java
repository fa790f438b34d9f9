package org.obol.finetune.data;

import java.math.BigDecimal;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/** How many records are kept from training, to measure on. */
public sealed interface HeldOut {

  /** Longest text of a share: 18 digits behind the point, and what may stand before them. */
  int MAX_SHARE_TEXT = 21;

  /** All records are trained on. */
  record None() implements HeldOut {}

  /**
   * About this share of the records, such as 0.1: each prompt is held out with this chance.
   *
   * @param share above 0 and below 1
   */
  record Share(BigDecimal share) implements HeldOut {
    /**
     * Checks the share.
     *
     * @throws IllegalArgumentException unless it is above 0 and below 1, with at most 18 digits
     */
    public Share {
      if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) >= 0 || share.scale() > 18) {
        throw new IllegalArgumentException(
            "a share of records held out lies between 0 and 1, such as 0.1, not " + share);
      }
      share = share.stripTrailingZeros();
    }
  }

  /**
   * This many records, and the others with the prompt of the last one.
   *
   * @param count at least 1
   */
  record Records(int count) implements HeldOut {
    /**
     * Checks the count.
     *
     * @throws IllegalArgumentException when it is below 1
     */
    public Records {
      if (count < 1) {
        throw new IllegalArgumentException("at least 1 record is held out, not " + count);
      }
    }
  }

  /** The member of the manifest. */
  default Json.Obj toJson() {
    return switch (this) {
      case None() -> Json.object().put("records", 0).build();
      case Share(BigDecimal share) -> Json.object().put("share", share.toPlainString()).build();
      case Records(int count) -> Json.object().put("records", count).build();
    };
  }

  /**
   * Reads the member of the manifest.
   *
   * @throws JsonException when it says neither a share nor a number of records
   */
  static HeldOut fromJson(Json.Obj json) {
    try {
      if (json.get("share").isPresent()) {
        String share = json.requireText("share");
        if (share.length() > MAX_SHARE_TEXT) {
          throw new JsonException("\"share\" has more than " + MAX_SHARE_TEXT + " characters");
        }
        return new Share(new BigDecimal(share));
      }
      int records = Math.toIntExact(json.requireInteger("records"));
      return records == 0 ? new None() : new Records(records);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new JsonException("\"heldOut\" is wrong: " + e.getMessage());
    }
  }
}
