package org.obol.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.obol.crypto.Json;
import org.obol.trainer.decoder.Logits;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.tensor.Matrix;

/** Texts, and places in them after which the logits of the whole vocabulary are looked at. */
record GoldenLogits(BaseModel model, List<Text> texts) {

  private static final double TOLERANCE = 1e-5;

  /**
   * One text.
   *
   * @param at places, from 0
   */
  record Text(int[] ids, List<Integer> at) {

    private Json json() {
      return Json.object()
          .put("ids", Json.of(IntStream.of(ids).mapToObj(Json::of).toList()))
          .put("at", Json.of(at.stream().map(Json::of).toList()))
          .build();
    }
  }

  List<Json> json() {
    return texts.stream().map(Text::json).toList();
  }

  /** Fails unless {@code golden}, a row for each place of each text, has our logits. */
  void requireSame(List<Json> golden, LoraAdapter adapter, String what) {
    List<double[]> ours = rows(adapter);
    assertThat(golden).as(what).hasSameSizeAs(ours);
    for (int row = 0; row < ours.size(); row++) {
      double[] theirs = values(golden.get(row));
      assertThat(theirs).as("row %d of the %s", row, what).hasSameSizeAs(ours.get(row));
      for (int token = 0; token < theirs.length; token++) {
        assertThat(ours.get(row)[token])
            .as("token %d in row %d of the %s", token, row, what)
            .isCloseTo(theirs[token], within(TOLERANCE));
      }
    }
  }

  /** The largest difference. */
  double difference(List<Json> golden, LoraAdapter adapter) {
    List<double[]> ours = rows(adapter);
    return IntStream.range(0, ours.size())
        .mapToDouble(row -> difference(ours.get(row), values(golden.get(row))))
        .max()
        .orElseThrow();
  }

  private static double difference(double[] ours, double[] theirs) {
    return IntStream.range(0, ours.length)
        .mapToDouble(token -> Math.abs(ours[token] - theirs[token]))
        .max()
        .orElseThrow();
  }

  private List<double[]> rows(LoraAdapter adapter) {
    return texts.stream().flatMap(text -> rows(text, adapter).stream()).toList();
  }

  private List<double[]> rows(Text text, LoraAdapter adapter) {
    Matrix logits = Logits.of(model, adapter, text.ids());
    return text.at().stream()
        .map(at -> IntStream.range(0, logits.rows()).mapToDouble(i -> logits.get(i, at)).toArray())
        .toList();
  }

  private static double[] values(Json row) {
    return ((Json.Arr) row)
        .items().stream().map(Json::text).mapToDouble(Double::parseDouble).toArray();
  }
}
