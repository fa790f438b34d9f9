package org.obol.x402.gate;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/**
 * Invariant 1, at random: whatever buyers, strangers, facilitators and chains do, and whenever the
 * process dies, money moves once, buys once, and never nothing.
 */
class PaymentCrashProperties {

  /** Every try tells this many stories; 2,000 in all, 50,000 in the long run. */
  private static final int STORIES_PER_TRY = Boolean.getBoolean("obol.long") ? 500 : 20;

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void paid_once_served_once_however_the_story_goes(@ForAll long seed) {
    for (int i = 0; i < STORIES_PER_TRY; i++) {
      var story = new CrashStory(seed + i);
      try {
        story.play();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("story " + (seed + i) + ", " + story.text(), e);
      }
      Statistics.collect(story.deaths() > 0 ? "died" : "lived");
      story.ends().forEach(end -> Statistics.label("end").collect(end));
    }
    Statistics.coverage(
        seen -> {
          seen.check("died").count(n -> n > 0);
          seen.check("lived").count(n -> n > 0);
        });
    // Stories that all end alike would prove little.
    Statistics.label("end")
        .coverage(
            seen -> {
              seen.check(KillPoint.FULFILLED).count(n -> n > 0);
              seen.check(KillPoint.REJECTED).count(n -> n > 0);
              seen.check(KillPoint.SUSPENDED).count(n -> n > 0);
            });
  }
}
