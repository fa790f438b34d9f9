package org.obol.finetune.data;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Sha256;

/**
 * Which lines of which file were trained on and which were held out, so that anybody with the file
 * can make the same two files again. Lines that are in neither set of numbers, and are not blank,
 * were trained on, but no more of them than wanted: the first.
 *
 * @param source the file that was split
 * @param seed chose who is held out
 * @param wanted how many were to be held out
 * @param most how many records were to be trained on at most
 * @param format how the source writes records
 * @param shape how the parts write them
 * @param weights whether messages of the parts say if they are learned
 * @param valid absent when nothing was to be held out
 * @param heldOut lines of the source
 * @param leftOut lines of the source whose records broke a rule
 */
public record SplitDescriptor(
    Source source,
    long seed,
    HeldOut wanted,
    Optional<Long> most,
    Format format,
    Shape shape,
    boolean weights,
    Part train,
    Optional<Part> valid,
    LineRanges heldOut,
    LineRanges leftOut) {

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException when it leaves nothing
   */
  public SplitDescriptor {
    if (most.isPresent() && most.get() < 1) {
      throw new IllegalArgumentException("at most " + most.get() + " records");
    }
  }

  /** Name and version of the way in which records are held out. */
  public static final String METHOD = "obol-split/1";

  /** One written file. */
  public record Part(long records, long bytes, Sha256 sha256) {
    Json.Obj toJson() {
      return Json.object()
          .put("records", records)
          .put("bytes", bytes)
          .put("sha256", sha256.hex())
          .build();
    }

    static Part fromJson(Json.Obj json) {
      return new Part(
          json.requireInteger("records"),
          json.requireInteger("bytes"),
          new Sha256(json.requireText("sha256")));
    }
  }

  /** The member of the run manifest. */
  public Json.Obj toJson() {
    JsonObject out =
        Json.object()
            .put("method", METHOD)
            .put("normaliser", CanonicalRecord.VERSION)
            // A seed may have more digits than JSON numbers keep.
            .put("seed", Long.toString(seed))
            .put("wanted", wanted.toJson())
            .putIfPresent("most", most.map(Json::of))
            .put("source", source.toJson())
            .put("format", format.text())
            .put("shape", shape.text())
            .put("weights", weights)
            .put("train", train.toJson());
    valid.ifPresent(part -> out.put("valid", part.toJson()));
    return out.put("heldOutLines", heldOut.text()).put("leftOutLines", leftOut.text()).build();
  }

  /**
   * Reads the member of the run manifest.
   *
   * @throws JsonException naming what is missing, wrong or of another version
   */
  public static SplitDescriptor fromJson(Json.Obj json) {
    require(json, "method", METHOD);
    require(json, "normaliser", CanonicalRecord.VERSION);
    try {
      return new SplitDescriptor(
          Source.fromJson(object(json, "source")),
          Long.parseLong(json.requireText("seed")),
          HeldOut.fromJson(object(json, "wanted")),
          json.integer("most"),
          Format.of(json.requireText("format")).orElseThrow(() -> unknown("format")),
          Shape.of(json.requireText("shape")).orElseThrow(() -> unknown("shape")),
          json.bool("weights").orElseThrow(() -> unknown("weights")),
          Part.fromJson(object(json, "train")),
          json.object("valid").map(Part::fromJson),
          LineRanges.parse(json.requireText("heldOutLines")),
          LineRanges.parse(json.requireText("leftOutLines")));
    } catch (IllegalArgumentException e) {
      throw new JsonException("the split cannot be read: " + e.getMessage());
    }
  }

  private static Json.Obj object(Json.Obj json, String key) {
    return json.object(key).orElseThrow(() -> unknown(key));
  }

  private static void require(Json.Obj json, String key, String value) {
    if (!json.requireText(key).equals(value)) {
      throw new JsonException(
          "field \"" + key + "\" of a split must be " + value + "; use the program that wrote it");
    }
  }

  private static JsonException unknown(String key) {
    return new JsonException("field \"" + key + "\" of a split is missing or not known");
  }
}
