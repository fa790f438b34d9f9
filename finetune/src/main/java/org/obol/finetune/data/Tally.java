package org.obol.finetune.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adds up the lines of a file in order: all rules that compare lines (F7, F9 to F11), the counts
 * and the split. Memory does not grow with the file but for {@link Fingerprints}, {@link
 * LineRanges} of records of other formats and of dropped ones, and a count that is held out. Owned
 * by the thread that reads.
 */
final class Tally {

  private static final int PREVIEWED = 3;
  private static final int RANGES_TOLD = 10;

  private final DataOptions options;
  private final Findings findings;
  private final ColumnTypes types = new ColumnTypes();
  private final Fingerprints records = new Fingerprints();
  private final Fingerprints prompts = new Fingerprints();
  private final TokenLengths lengths = new TokenLengths();
  private final SplitLimit limit;
  private final Map<Format, LineRanges.Builder> formats = new EnumMap<>(Format.class);
  private final Map<Rule, Long> dropped = new EnumMap<>(Rule.class);
  private final LineRanges.Builder leftOut = new LineRanges.Builder();
  private final Map<String, Long> personal = new TreeMap<>();
  private final List<List<Rendering.Segment>> preview = new ArrayList<>();
  private Optional<Format> format = Optional.empty();
  private Optional<Shape> shape = Optional.empty();
  private String evidence = "";
  private boolean weights;
  private boolean unreadable;
  private long blank;
  private long lines;

  Tally(DataOptions options) {
    this.options = options;
    this.findings = new Findings(options.keptErrors());
    this.limit = new SplitLimit(options.heldOut());
  }

  /** The file is not JSON Lines: nothing of it is added. */
  void unreadable(RecordNotes why) {
    findings.add(why);
    unreadable = true;
  }

  /** Takes the next line of a file of that format. */
  void add(Checked line, Optional<Format> of) {
    findings.add(line.notes());
    if (line.blank()) {
      blank++;
      return;
    }
    lines++;
    if (format.isEmpty() && line.format().isPresent()) {
      format = of;
      evidence = line.evidence() + " in line " + line.notes().line();
    }
    line.format()
        .ifPresent(
            f ->
                formats
                    .computeIfAbsent(f, any -> new LineRanges.Builder())
                    .add(line.notes().line()));
    line.notes().personal().forEach((label, n) -> personal.merge(label, n, Long::sum));
    format.ifPresent(f -> compare(notes -> types.add(line.notes(), f, notes), line));
    line.accepted().ifPresentOrElse(record -> accept(record, line), () -> leave(line));
  }

  private interface Comparison {
    void note(RecordNotes notes);
  }

  private void compare(Comparison comparison, Checked line) {
    var notes = new RecordNotes(line.notes().line());
    comparison.note(notes);
    findings.add(notes);
  }

  private void leave(Checked line) {
    Optional<Rule> error = line.notes().error();
    if (error.isPresent()) {
      dropped.merge(error.get(), 1L, Long::sum);
      leftOut.add(line.notes().line());
    }
  }

  private void accept(Checked.Accepted record, Checked line) {
    compare(notes -> duplicates(record, notes), line);
    record.tokens().ifPresent(lengths::add);
    limit.add(record.order());
    weights |= CanonicalRecord.needsWeights(record.sample());
    if (shape.isEmpty()) {
      shape = Optional.of(Shape.of(record.sample()));
      if (format.equals(Optional.of(Format.TEXT))) {
        compare(TextRules::unmasked, line);
      }
    }
    if (preview.size() < PREVIEWED) {
      options.rendering().ifPresent(by -> preview.add(by.render(record.sample())));
    }
  }

  private void duplicates(Checked.Accepted record, RecordNotes notes) {
    long same = records.before(record.whole(), notes.line());
    long asked = prompts.before(record.prompt(), notes.line());
    if (same > 0) {
      notes.add(Rule.DUPLICATE_RECORD, Pointer.RECORD, "the same record as in line " + same);
    } else if (asked > 0) {
      notes.add(Rule.SAME_PROMPT, Pointer.RECORD, "the same prompt as in line " + asked);
    }
  }

  /** The report of the whole file. */
  DataSummary summary(String file, Source source) {
    var whole = new RecordNotes(0);
    options
        .expected()
        .filter(hash -> !hash.equals(source.sha256()))
        .ifPresent(
            hash ->
                whole.add(
                    Rule.OTHER_FILE,
                    Pointer.RECORD,
                    "its SHA-256 is " + source.sha256() + ", not " + hash));
    if (!unreadable) {
      mixed();
      // Counts of what is usable mislead while records wait to be mended.
      if (lines == 0 || options.drop() || !findings.haveErrors()) {
        enough(whole);
      }
    }
    if (records.isFull() || prompts.isFull()) {
      whole.add(
          Rule.DUPLICATES_NOT_SOUGHT,
          Pointer.RECORD,
          "only the first " + Fingerprints.MOST + " records are compared");
    }
    findings.add(whole);
    return new DataSummary(
        file,
        source,
        format,
        evidence,
        shape,
        blank,
        lines,
        options.drop() ? dropped : Map.of(),
        trained(),
        heldOut(),
        findings.counts(),
        findings.kept(),
        personal,
        lengths.isEmpty()
            ? Optional.empty()
            : options.rendering().map(by -> lengths.toJson(by.longest())),
        preview);
  }

  /** What to write; for a file that is usable only. */
  SplitPlan plan() {
    return new SplitPlan(
        options.seed(),
        options.heldOut(),
        divides() ? limit.limit() : Optional.empty(),
        options.most(),
        format.orElseThrow(),
        weights,
        leftOut.build());
  }

  private long heldOut() {
    return divides() ? limit.heldOut() : 0;
  }

  private long trained() {
    return Math.min(limit.records() - heldOut(), options.most().orElse(Long.MAX_VALUE));
  }

  private boolean divides() {
    return !(options.heldOut() instanceof HeldOut.None) && limit.divides();
  }

  /** F9. */
  private void mixed() {
    Map<Format, LineRanges> ranges = new EnumMap<>(Format.class);
    formats.forEach((of, builder) -> ranges.put(of, builder.build()));
    ranges.forEach(
        (other, lines) -> {
          if (!format.equals(Optional.of(other))) {
            var notes = new RecordNotes(lines.first());
            String own =
                format
                    .flatMap(of -> Optional.ofNullable(ranges.get(of)).map(at -> told(of, at)))
                    .orElse("");
            notes.add(Rule.MIXED_SHAPES, Pointer.RECORD, own + ", but " + told(other, lines));
            findings.add(notes);
          }
        });
  }

  private static String told(Format format, LineRanges ranges) {
    String lines = ranges.count() == 1 ? "line " : "lines ";
    return ranges.count() + " of " + format.text() + " (" + lines + ranges.text(RANGES_TOLD) + ")";
  }

  /** F7. */
  private void enough(RecordNotes whole) {
    long usable = limit.records();
    if (usable == 0) {
      whole.add(
          Rule.NO_RECORDS, Pointer.RECORD, lines == 0 ? "the file is empty" : "no usable record");
      return;
    }
    boolean wanted = !(options.heldOut() instanceof HeldOut.None);
    if (wanted && usable == 1) {
      whole.add(Rule.TOO_FEW_RECORDS, Pointer.RECORD, "1 record cannot be trained on and held out");
    } else if (wanted && !limit.divides()) {
      whole.add(Rule.ONE_PROMPT, Pointer.RECORD, "all " + usable + " records have one prompt");
    } else if (options.heldOut() instanceof HeldOut.Records(int count) && count >= usable) {
      whole.add(
          Rule.TOO_FEW_RECORDS,
          Pointer.RECORD,
          count + " of " + usable + " records held out leave none to train on");
    } else if (trained() < options.batch()) {
      whole.add(
          Rule.TOO_FEW_RECORDS,
          Pointer.RECORD,
          trained() + " to train on are fewer than a batch of " + options.batch());
    }
  }
}
