package org.obol.finetune.provenance;

import java.util.List;
import java.util.Map;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.finetune.data.LineRoot;

/**
 * Every byte that was fed to the trainer, and how it came from the dataset's file.
 *
 * @param format the detected shape of the records, {@code messages} for example
 * @param normaliser name and version of what brought them into the trainer's form
 * @param lines of the dataset's file, as {@link LineRoot} counts them
 * @param dropped records left out, by the rule that did it
 * @param truncated records that were cut to the longest length
 */
public record DerivedData(
    String format,
    String normaliser,
    LineRoot lines,
    SplitRule rule,
    List<Split> splits,
    Map<String, Long> dropped,
    long truncated) {

  /**
   * How records are dealt to the splits.
   *
   * @param method its name and version
   * @param seed any 64 bits
   */
  public record SplitRule(String method, long seed) {}

  /**
   * The file of one split.
   *
   * @param name {@code train}, {@code valid} or {@code test}
   */
  public record Split(String name, long records, long bytes, Sha256 sha256) {

    /** Checks the counts. */
    public Split {
      RunFields.requireCount("records", records);
      RunFields.requireCount("bytes", bytes);
    }

    Json.Obj toJson() {
      return Json.object()
          .put("split", name)
          .put("records", records)
          .put("bytes", bytes)
          .put("sha256", sha256.hex())
          .build();
    }

    static Split fromJson(Json json) {
      Json.Obj split = json.asObject("a split");
      return new Split(
          split.requireText("split"),
          split.requireInteger("records"),
          split.requireInteger("bytes"),
          RunFields.hash(split, "sha256"));
    }
  }

  /** Copies the collections and checks that no split is named twice. */
  public DerivedData {
    splits = List.copyOf(splits);
    dropped = RunFields.copy(dropped);
    dropped.forEach((id, count) -> RunFields.requireCount("dropped." + id, count));
    RunFields.requireCount("truncated", truncated);
    if (splits.stream().map(Split::name).distinct().count() != splits.size()) {
      throw new JsonException("derived_data names a split twice");
    }
  }

  Json.Obj toJson() {
    return Json.object()
        .put("format", format)
        .put("normaliser", normaliser)
        .put("lines", lines.lines())
        .put("line_root", lines.root().hex())
        .put("split_method", rule.method())
        .put("split_seed", Long.toString(rule.seed()))
        .put("splits", splits.stream().map(Split::toJson).toList())
        .put("dropped", RunFields.ofCounts(dropped))
        .put("truncated", truncated)
        .build();
  }

  static DerivedData fromJson(Json.Obj json) {
    return new DerivedData(
        json.requireText("format"),
        json.requireText("normaliser"),
        new LineRoot(json.requireInteger("lines"), RunFields.hash(json, "line_root")),
        new SplitRule(
            json.requireText("split_method"),
            RunFields.value(json.requireText("split_seed"), "split_seed", Seed::parse)),
        RunFields.list(json, "splits").stream().map(Split::fromJson).toList(),
        RunFields.counts(json, "dropped"),
        json.requireInteger("truncated"));
  }
}
