package org.obol.discovery.catalog;

import java.util.Arrays;
import java.util.Optional;

/** What one price is for. */
public enum PriceUnit {
  /** One call, or one dataset at a flat price. */
  REQUEST("perRequest", "request"),
  /** A million tokens of a model. */
  MILLION_TOKENS("perMTok", "MTok"),
  /** An hour. */
  HOUR("perHour", "hour"),
  /** An epoch of training. */
  EPOCH("perEpoch", "epoch"),
  /** 2^20 bytes of a dataset's primary artifact. */
  MB("perMB", "MB");

  private final String key;
  private final String shown;

  PriceUnit(String key, String shown) {
    this.key = key;
    this.shown = shown;
  }

  /** The word in the field {@code priceUnit}. */
  public String key() {
    return key;
  }

  /** The word behind the slash of the displayed price. */
  public String shown() {
    return shown;
  }

  /** The unit with that {@link #key()}. */
  public static Optional<PriceUnit> of(String key) {
    return Arrays.stream(values()).filter(unit -> unit.key.equals(key)).findFirst();
  }
}
