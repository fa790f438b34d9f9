package org.obol.finetune.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.trainer.text.Sample;

/**
 * Divides the records of a file into those of training and those held out. With a share, whether a
 * record is held out depends on the seed and its prompt alone (but for the lowest group, which
 * always is, and the highest, which never is): other records, and so later versions of a dataset,
 * change nothing. With a count it depends on the prompts of the others too. The order of lines, and
 * threads, never matter to who is held out.
 */
public final class Split {

  private final Path file;
  private final Format format;
  private final RecordRules rules;
  private final LineRanges leftOut;

  private Split(Path file, Format format, LineRanges leftOut) {
    this.file = file;
    this.format = format;
    this.rules = RecordRules.of(format, false);
    this.leftOut = leftOut;
  }

  private interface Records {
    void record(long line, Sample sample) throws IOException;
  }

  /**
   * Makes the split again from the file, believing of {@code claimed} only what was wanted, the
   * format, and which lines were left out: why those were may depend on a tokenizer. Whoever
   * verifies compares the result with the claim.
   *
   * @throws ObolException with VERIFICATION when a line is no record that could have been trained
   *     on, or nothing can be held out of the file
   */
  public static SplitDescriptor recompute(Path source, SplitDescriptor claimed) {
    var split = new Split(source, claimed.format(), claimed.leftOut());
    var limit = new SplitLimit(claimed.wanted());
    boolean[] weights = {false};
    split.read(
        (line, sample) -> {
          limit.add(PromptGroup.of(sample).order(claimed.seed()));
          weights[0] |= CanonicalRecord.needsWeights(sample);
        });
    if (limit.records() == 0 || (!(claimed.wanted() instanceof HeldOut.None) && !limit.divides())) {
      throw new ObolException(
          ObolException.Exit.VERIFICATION,
          source
              + " has too few records for this split; it is another file, or the claim is wrong");
    }
    return write(
        source,
        new SplitPlan(
            claimed.seed(),
            claimed.wanted(),
            limit.limit(),
            claimed.most(),
            claimed.format(),
            weights[0],
            claimed.leftOut()),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream());
  }

  /** Writes both parts; closes neither. */
  static SplitDescriptor write(
      Path source, SplitPlan plan, OutputStream train, OutputStream valid) {
    var split = new Split(source, plan.format(), plan.leftOut());
    var trained = new PartWriter(train);
    var kept = new PartWriter(valid);
    var heldOut = new LineRanges.Builder();
    Shape[] shape = {Shape.TEXT};
    Source read =
        split.read(
            (line, sample) -> {
              shape[0] = Shape.of(sample);
              byte[] bytes = CanonicalRecord.line(sample, plan.weights());
              if (SplitLimit.holdsOut(plan.limit(), PromptGroup.of(sample).order(plan.seed()))) {
                heldOut.add(line);
                kept.write(bytes);
              } else if (plan.most().isEmpty() || trained.records < plan.most().get()) {
                trained.write(bytes);
              }
            });
    return new SplitDescriptor(
        read,
        plan.seed(),
        plan.wanted(),
        plan.most(),
        plan.format(),
        shape[0],
        plan.weights(),
        trained.part(),
        plan.limit().isPresent() ? Optional.of(kept.part()) : Optional.empty(),
        heldOut.build(),
        plan.leftOut());
  }

  private static final class PartWriter {
    private final BufferedOutputStream out;
    private final MessageDigest digest = Sha256.digest();
    private long records;
    private long bytes;

    PartWriter(OutputStream out) {
      this.out = new BufferedOutputStream(out, 1 << 16);
    }

    void write(byte[] line) throws IOException {
      out.write(line);
      digest.update(line);
      records++;
      bytes += line.length;
    }

    SplitDescriptor.Part part() {
      try {
        out.flush();
      } catch (IOException e) {
        throw StagedFile.unwritable(e);
      }
      return new SplitDescriptor.Part(records, bytes, Sha256.of(digest.digest()));
    }
  }

  /** Gives every record that is trained on or held out to {@code records}, in order. */
  private Source read(Records records) {
    try (var lines = new SourceLines(Files.newInputStream(file))) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        long number = line.get().number();
        if (!RecordLine.isBlank(line.get()) && !leftOut.contains(number)) {
          records.record(number, sample(line.get()));
        }
      }
      return lines.source();
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    }
  }

  private Sample sample(SourceLines.Line line) {
    var notes = new RecordNotes(line.number());
    Optional<Json.Obj> record = RecordLine.read(line, notes).filter(format::fits);
    Optional<Sample> sample = record.flatMap(one -> rules.read(one, notes));
    if (sample.isEmpty() || notes.error().isPresent()) {
      throw new ObolException(
          ObolException.Exit.VERIFICATION,
          file
              + ", line "
              + line.number()
              + ": no usable record of the format "
              + format.text()
              + "; the file is not the one that was checked, or the claim is wrong");
    }
    return sample.get();
  }
}
