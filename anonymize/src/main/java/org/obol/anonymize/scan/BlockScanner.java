package org.obol.anonymize.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.obol.anonymize.Label;
import org.obol.anonymize.entity.Secrets;

/**
 * Scans blocks of whole lines, one JSON value each. Keeps its buffers from block to block; owned by
 * one thread.
 */
public final class BlockScanner {
  /** The block, JSON in strings to the depth of four, and the text of a string in the last. */
  private static final int MAX_LEVELS = 6;

  private final Level[] levels = new Level[MAX_LEVELS];
  private final JsonWalk walk = new JsonWalk(new EachString());
  private final Spans spans;
  private final Scanner scanner;
  private final Closure closure;
  private final Fields fields;
  private final List<Detector> detectors;
  private final FieldPaths paths = new FieldPaths();
  private final List<Pending> pending = new ArrayList<>();
  private Hits hits = new Hits();
  private int current;

  /**
   * A scanner with the fastest classifier that this Java machine has.
   *
   * @param standIns what will stand for a value of a label: strings are looked at again as they
   *     will be, until nothing is found
   */
  public BlockScanner(
      Set<Label> wanted, Fields fields, List<Detector> detectors, StandIns standIns) {
    Classifier classifier = Classifier.best();
    this.spans = new Spans(wanted);
    this.scanner = new Scanner(spans);
    this.closure = new Closure(standIns, wanted, classifier);
    this.fields = fields;
    this.detectors = List.copyOf(detectors);
    for (int i = 0; i < MAX_LEVELS; i++) {
      levels[i] = new Level(classifier);
    }
  }

  /** The names of the places that {@link Hits#path} speaks of. */
  public FieldPaths paths() {
    return paths;
  }

  /**
   * Finds the spans of {@code bytes[0, length)}, which begins at the start of a line and ends at
   * the end of one.
   *
   * @param dropBad whether a line that is not JSON is dropped instead of ending the run
   * @throws BadLine at the first line that is not JSON
   */
  public void scan(byte[] bytes, int length, boolean dropBad, Hits hits) throws BadLine {
    this.hits = hits;
    hits.clear();
    pending.clear();
    Level block = levels[0];
    block.bytes = bytes;
    block.to = length;
    block.field[0] = fields.all();
    block.bits.of(bytes, length);
    int line = 0;
    for (int at = 0; at < length; line++) {
      at = walkLine(block, at, line, dropBad);
    }
    hits.lines(line);
    if (!pending.isEmpty()) {
      askDetectors();
    }
  }

  /** Returns where the next line begins. */
  private int walkLine(Level block, int start, int line, boolean dropBad) throws BadLine {
    int at = start;
    while (at < block.to && block.bytes[at] != '\n' && Ascii.isSpace(block.bytes[at])) {
      at++;
    }
    if (at == block.to || block.bytes[at] == '\n') {
      return at + 1;
    }
    int size = hits.size();
    int literals = hits.literals();
    int waiting = pending.size();
    current = 0;
    int end = walk.walk(block, at, true);
    if (end >= 0) {
      return end + 1;
    }
    if (!dropBad) {
      throw new BadLine(line, walk.errorAt() - start + 1, walk.error());
    }
    hits.cut(size);
    hits.cutLiterals(literals);
    pending.subList(waiting, pending.size()).clear();
    while (at < block.to && block.bytes[at] != '\n') {
      at++;
    }
    hits.drop(start, Math.min(at + 1, block.to));
    return at + 1;
  }

  private final class EachString implements JsonWalk.Strings {
    @Override
    public boolean key(Level level, int from, int to, boolean escaped) {
      int depth = level.depth;
      level.keyFrom[depth] = from;
      level.keyTo[depth] = to;
      level.keyHit[depth] = false;
      level.secret[depth] = Secrets.isName(level.bytes, from, to);
      level.field[depth] = level.field[depth - 1] || fields.has(level.bytes, from, to);
      int before = hits.size();
      boolean read = string(level, from, to, escaped, true);
      level.keyHit[depth] = hits.size() > before || !detectors.isEmpty();
      return read;
    }

    @Override
    public boolean value(Level level, int from, int to, boolean escaped) {
      return string(level, from, to, escaped, false);
    }
  }

  private boolean string(Level level, int from, int to, boolean escaped, boolean key) {
    boolean text = key ? fields.all() : level.field[level.depth];
    if (!escaped) {
      if (text && to > from && !isQuiet(level, level, from, to, key)) {
        scan(level, level, from, to, key);
      }
      return true;
    }
    Level inside = levels[current + 1];
    int bad = inside.unescape(level, from, to);
    if (bad >= 0) {
      walk.fail(bad, "a wrong escape or a lone surrogate");
      return false;
    }
    if (text) {
      inside.bits.of(inside.bytes, inside.to);
      if (key || !walkInside(inside)) {
        scan(inside, level, 0, inside.to, key);
      }
    }
    return true;
  }

  /** Whether nobody would find anything in the string: no matcher begins anywhere in it. */
  private boolean isQuiet(Level at, Level keys, int from, int to, boolean key) {
    return !Bits.any(at.bits.trigger, from, to)
        && (key || !keys.secret[keys.depth])
        && to - from < WordRuns.SHORTEST_PHRASE
        && detectors.isEmpty();
  }

  /**
   * Walks a text that is itself JSON, such as the arguments of a tool call; false when it is none,
   * and nothing has come of it.
   */
  private boolean walkInside(Level inside) {
    if (current + 2 >= MAX_LEVELS || !looksLikeJson(inside)) {
      return false;
    }
    int size = hits.size();
    int literals = hits.literals();
    int waiting = pending.size();
    inside.field[0] = true;
    current++;
    boolean json = walk.walk(inside, 0, false) == inside.to;
    current--;
    if (!json) {
      hits.cut(size);
      hits.cutLiterals(literals);
      pending.subList(waiting, pending.size()).clear();
    }
    return json;
  }

  private static boolean looksLikeJson(Level text) {
    int first = 0;
    while (first < text.to && Ascii.isSpace(text.bytes[first])) {
      first++;
    }
    int last = text.to - 1;
    while (last > first && Ascii.isSpace(text.bytes[last])) {
      last--;
    }
    if (last <= first) {
      return false;
    }
    return text.bytes[first] == '{'
        ? text.bytes[last] == '}'
        : text.bytes[first] == '[' && text.bytes[last] == ']';
  }

  /** Scans {@code [from, to)} of {@code at}, a string whose keys are those of {@code keys}. */
  private void scan(Level at, Level keys, int from, int to, boolean key) {
    Text text = at.text;
    text.bytes = at.bytes;
    text.from = from;
    text.to = to;
    text.keyBytes = keys.bytes;
    text.keyFrom = key ? 0 : keys.keyFrom[keys.depth];
    text.keyTo = key ? 0 : keys.keyTo[keys.depth];
    spans.clear();
    scanner.scan(text, at.bits, spans);
    if (!key && keys.secret[keys.depth]) {
      Secrets.keyed(text, spans);
    }
    if (!spans.literals().isEmpty()) {
      spans.literals().forEach(literal -> hits.addLiteral(literal.label(), literal.index()));
    }
    if (!detectors.isEmpty()) {
      pending.add(Pending.of(text, spans, at, paths.id(levels, current, key)));
    } else if (spans.size() > 0) {
      spans.resolve();
      closure.close(text, spans);
      int path = paths.id(levels, current, key);
      for (int i = 0; i < spans.size(); i++) {
        int start = spans.start(i);
        int end = spans.end(i);
        hits.add(spans.label(i), at.raw(start), at.raw(end), path, text, start, end);
      }
    }
  }

  private void askDetectors() {
    List<Text> texts = pending.stream().map(Pending::text).toList();
    List<Spans> found = pending.stream().map(Pending::spans).toList();
    for (Detector detector : detectors) {
      detector.detect(texts, found);
    }
    for (Pending each : pending) {
      each.spans().resolve();
      closure.close(each.text(), each.spans());
      each.emit(hits);
    }
    pending.clear();
  }

  /** A string whose spans are known only when the detectors were asked. */
  private record Pending(Text text, Spans spans, int[] raw, int path) {
    static Pending of(Text text, Spans spans, Level level, int path) {
      Text copy = new Text();
      copy.bytes = Arrays.copyOfRange(text.bytes, text.from, text.to);
      copy.to = copy.bytes.length;
      copy.keyBytes = Arrays.copyOfRange(text.keyBytes, text.keyFrom, text.keyTo);
      copy.keyTo = copy.keyBytes.length;
      int[] raw = new int[copy.to + 1];
      for (int i = 0; i <= copy.to; i++) {
        raw[i] = level.raw(text.from + i);
      }
      return new Pending(copy, spans.movedBy(-text.from), raw, path);
    }

    void emit(Hits hits) {
      for (int i = 0; i < spans.size(); i++) {
        int start = spans.start(i);
        int end = spans.end(i);
        hits.add(spans.label(i), raw[start], raw[end], path, text, start, end);
      }
    }
  }
}
