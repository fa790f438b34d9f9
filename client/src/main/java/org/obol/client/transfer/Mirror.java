package org.obol.client.transfer;

import java.util.HashMap;
import java.util.Map;
import org.obol.client.source.SellerApi;

/** What a download has learnt about one source. Owned by {@link Work}, whose lock guards it. */
final class Mirror {

  final SellerApi api;

  /** Bad deliveries by chunk. */
  private final Map<Integer, Integer> strikes = new HashMap<>();

  boolean dropped;
  boolean rangeless;
  boolean busyWithWhole;
  int failures;
  int wrongReplies;

  Mirror(SellerApi api) {
    this.api = api;
  }

  int strikes(int chunk) {
    return strikes.getOrDefault(chunk, 0);
  }

  int strike(int chunk) {
    return strikes.merge(chunk, 1, Integer::sum);
  }

  /** A verified chunk shows that the source is of use. */
  void delivered() {
    failures = 0;
    wrongReplies = 0;
  }

  @Override
  public String toString() {
    return api.source().origin().text();
  }
}
