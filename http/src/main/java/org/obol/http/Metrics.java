package org.obol.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Counters, gauges and histograms in the Prometheus text format, version 0.0.4. Thread-safe. Labels
 * must come from the program, never from a client: each new combination stays for ever.
 */
public final class Metrics {

  /** The media type of {@link #text()}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** Upper bounds of the histogram buckets, in seconds. */
  private static final double[] BUCKETS = {0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10};

  private final Map<String, Family> families = new ConcurrentSkipListMap<>();

  private record Family(String help, String type, Map<String, Series> series) {}

  /** One line, or several, of a family. */
  private sealed interface Series {
    record Counter(LongAdder value) implements Series {}

    record Gauge(DoubleSupplier value) implements Series {}

    record Histogram(LongAdder[] buckets, LongAdder nanos) implements Series {}
  }

  /** The counter of that name and those labels, given as name, value, name, value. */
  public LongAdder counter(String name, String help, String... labels) {
    Series made =
        family(name, help, "counter")
            .computeIfAbsent(labels(labels), _ -> new Series.Counter(new LongAdder()));
    return ((Series.Counter) made).value();
  }

  /** Shows what {@code value} says whenever the text is asked for. */
  public void gauge(String name, String help, DoubleSupplier value, String... labels) {
    family(name, help, "gauge").put(labels(labels), new Series.Gauge(value));
  }

  /** Adds one observation of a latency to the histogram. */
  public void observe(String name, String help, Duration took, String... labels) {
    var histogram =
        (Series.Histogram)
            family(name, help, "histogram").computeIfAbsent(labels(labels), _ -> histogram());
    double seconds = took.toNanos() / 1e9;
    int bucket = 0;
    while (bucket < BUCKETS.length && seconds > BUCKETS[bucket]) {
      bucket++;
    }
    histogram.buckets()[bucket].increment();
    histogram.nanos().add(took.toNanos());
  }

  /** Everything, families and series in the order of their names. */
  public String text() {
    var out = new StringBuilder();
    families.forEach(
        (name, family) -> {
          out.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
          out.append("# TYPE ").append(name).append(' ').append(family.type()).append('\n');
          family.series().forEach((labels, series) -> write(out, name, labels, series));
        });
    return out.toString();
  }

  private Map<String, Series> family(String name, String help, String type) {
    Family family =
        families.computeIfAbsent(name, _ -> new Family(help, type, new ConcurrentSkipListMap<>()));
    if (!family.type().equals(type)) {
      throw new IllegalArgumentException(name + " is a " + family.type() + ", not a " + type);
    }
    return family.series();
  }

  private static Series histogram() {
    LongAdder[] buckets = new LongAdder[BUCKETS.length + 1];
    Arrays.setAll(buckets, _ -> new LongAdder());
    return new Series.Histogram(buckets, new LongAdder());
  }

  private static void write(StringBuilder out, String name, String labels, Series series) {
    switch (series) {
      case Series.Counter(var value) -> line(out, name, labels, Long.toString(value.sum()));
      case Series.Gauge(var value) -> line(out, name, labels, Double.toString(value.getAsDouble()));
      case Series.Histogram(var buckets, var nanos) -> {
        long count = 0;
        for (int i = 0; i < buckets.length; i++) {
          count += buckets[i].sum();
          String bound = i < BUCKETS.length ? Double.toString(BUCKETS[i]) : "+Inf";
          String le = "le=\"" + bound + "\"";
          line(
              out,
              name + "_bucket",
              labels.isEmpty() ? le : labels + "," + le,
              Long.toString(count));
        }
        line(out, name + "_sum", labels, Double.toString(nanos.sum() / 1e9));
        line(out, name + "_count", labels, Long.toString(count));
      }
    }
  }

  private static void line(StringBuilder out, String name, String labels, String value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(value).append('\n');
  }

  private static String labels(String... pairs) {
    if (pairs.length % 2 != 0) {
      throw new IllegalArgumentException("labels are pairs of name and value");
    }
    return IntStream.range(0, pairs.length / 2)
        .mapToObj(i -> pairs[2 * i] + "=\"" + escape(pairs[2 * i + 1]) + "\"")
        .collect(Collectors.joining(","));
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
