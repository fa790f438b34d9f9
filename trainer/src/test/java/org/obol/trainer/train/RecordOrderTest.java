package org.obol.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordOrderTest {

  @Test
  void each_epoch_learns_each_record_once_in_an_order_of_its_own() {
    var order = new RecordOrder(10, 4, 1);
    assertThat(order.stepsPerEpoch()).isEqualTo(3);
    assertThat(IntStream.range(0, 6).map(i -> order.at(i).size()))
        .containsExactly(4, 4, 2, 4, 4, 2);
    List<Integer> first = epoch(order, 0);
    List<Integer> second = epoch(order, 1);
    assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    assertThat(epoch(order, 0)).isEqualTo(first);
    assertThat(epoch(new RecordOrder(10, 4, 2), 0)).isNotEqualTo(first);
  }

  @Test
  void a_step_larger_than_all_records_is_an_epoch() {
    assertThat(new RecordOrder(3, Integer.MAX_VALUE, 1).at(1)).containsExactlyInAnyOrder(0, 1, 2);
  }

  private static List<Integer> epoch(RecordOrder order, int epoch) {
    List<Integer> records = new ArrayList<>();
    for (int i = 0; i < order.stepsPerEpoch(); i++) {
      records.addAll(order.at(epoch * order.stepsPerEpoch() + i));
    }
    return records;
  }
}
