package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BudgetsTest {

  private final MovableClock clock = new MovableClock();
  private final Budgets budgets = new Budgets(3, 6, clock);

  @Test
  void aBurstThenOneForEachTenSeconds() {
    for (int i = 0; i < 3; i++) {
      assertThat(budgets.take("a")).isTrue();
    }
    assertThat(budgets.take("a")).isFalse();
    assertThat(budgets.isOpen("a")).isFalse();
    clock.forward(Duration.ofSeconds(10));
    assertThat(budgets.take("a")).isTrue();
    assertThat(budgets.take("a")).isFalse();
  }

  @Test
  void askingInVainDoesNotPutOffTheRefill() {
    while (budgets.take("a")) {
      assertThat(budgets.isOpen("b")).isTrue();
    }
    for (int i = 0; i < 9; i++) {
      clock.forward(Duration.ofSeconds(1));
      assertThat(budgets.take("a")).isFalse();
    }
    clock.forward(Duration.ofSeconds(1));
    assertThat(budgets.take("a")).isTrue();
  }

  @Test
  void aLongPauseGivesOneBurstAndNoMore() {
    assertThat(budgets.take("a")).isTrue();
    clock.forward(Duration.ofDays(365));
    int taken = 0;
    while (budgets.take("a")) {
      taken++;
    }
    assertThat(taken).isEqualTo(3);
  }

  @Test
  void aClockThatIsSetBackGivesNothingAndTakesNothing() {
    assertThat(budgets.take("a")).isTrue();
    clock.forward(Duration.ofHours(-1));
    assertThat(budgets.take("a")).isTrue();
    assertThat(budgets.take("a")).isTrue();
    assertThat(budgets.take("a")).isFalse();
  }

  @Test
  void theSourceThatWasQuietLongestIsForgotten() {
    for (int i = 0; i < 3; i++) {
      assertThat(budgets.take("first")).isTrue();
    }
    assertThat(budgets.take("first")).isFalse();
    for (int i = 0; i < 10_000; i++) {
      assertThat(budgets.take("other " + i)).isTrue();
    }
    assertThat(budgets.take("first")).isTrue();
  }
}
