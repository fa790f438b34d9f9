package org.obol.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrewTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void each_task_is_done_once(int threads) {
    try (var crew = new Crew(threads)) {
      for (int tasks : new int[] {0, 1, 4, 1000}) {
        var done = new AtomicIntegerArray(tasks);
        crew.run(tasks, done::incrementAndGet);
        for (int i = 0; i < tasks; i++) {
          assertThat(done.get(i)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  @Timeout(60)
  void all_threads_take_part_in_every_job() {
    try (var crew = new Crew(3)) {
      for (int job = 0; job < 2000; job++) {
        var together = new CountDownLatch(3);
        crew.run(3, task -> meet(together));
        assertThat(together.getCount()).isZero();
      }
    }
  }

  private static void meet(CountDownLatch latch) {
    latch.countDown();
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_task_that_fails_is_heard_of(int threads) {
    try (var crew = new Crew(threads)) {
      assertThatThrownBy(
              () ->
                  crew.run(
                      100,
                      task -> {
                        throw new ArithmeticException("task " + task);
                      }))
          .hasStackTraceContaining("ArithmeticException: task");
    }
  }

  @Test
  void a_crew_of_none_is_refused() {
    assertThatThrownBy(() -> new Crew(0)).hasMessage("threads 0 is below 1");
  }

  @Test
  void a_thread_that_was_interrupted_still_waits_and_stays_interrupted() {
    try (var crew = new Crew(2)) {
      Thread.currentThread().interrupt();
      var done = new AtomicIntegerArray(50);
      crew.run(50, done::incrementAndGet);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(done.toString()).doesNotContain("0");
    }
  }
}
