package org.obol.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How far a transfer has come: a bar that is redrawn on a terminal, a plain line every few seconds
 * elsewhere. It is told the bytes of each step, by one thread at a time.
 */
public final class Progress implements LongConsumer, AutoCloseable {

  private static final int WIDTH = 24;
  private static final String CLEAR_LINE = "\r\u001b[K";

  /** How it shows. */
  enum Style {
    /** Not at all. */
    NONE(Duration.ofDays(1)),
    /** One line that is redrawn. */
    BAR(Duration.ofMillis(100)),
    /** A new line now and then. */
    LINES(Duration.ofSeconds(3));

    private final Duration pause;

    Style(Duration pause) {
      this.pause = pause;
    }
  }

  private final String what;
  private final long total;
  private final Style style;
  private final PrintWriter err;
  private final LongSupplier nanos;
  private final long started;
  private long shown;
  private long done;
  private long kept;
  private boolean drawn;

  Progress(String what, long total, Style style, PrintWriter err, LongSupplier nanos) {
    this.what = what;
    this.total = total;
    this.style = style;
    this.err = err;
    this.nanos = nanos;
    this.started = nanos.getAsLong();
    this.shown = started;
  }

  @Override
  public synchronized void accept(long bytes) {
    done += bytes;
    long now = nanos.getAsLong();
    if (style == Style.NONE || now - shown < style.pause.toNanos()) {
      return;
    }
    shown = now;
    drawn = true;
    String figures = figures(now - started);
    if (style == Style.BAR) {
      err.print(CLEAR_LINE + what + " " + (total > 0 ? bar() + " " : "") + figures);
    } else {
      err.println(what + " " + figures);
    }
    err.flush();
  }

  /** Counts bytes that were there before, which say nothing about the rate. */
  public synchronized void keep(long bytes) {
    done += bytes;
    kept += bytes;
  }

  /** Takes the bar away; the answer says how it ended. */
  @Override
  public synchronized void close() {
    if (style == Style.BAR && drawn) {
      err.print(CLEAR_LINE);
      err.flush();
    }
  }

  private String bar() {
    int full = (int) (share() * WIDTH);
    return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "]";
  }

  private String figures(long elapsedNanos) {
    double perSecond = (done - kept) / (elapsedNanos / 1e9);
    if (total <= 0) {
      return Figures.bytes(done) + "  " + Figures.bytes(Math.round(perSecond)) + "/s";
    }
    long left = Math.max(0, Math.round((total - done) / Math.max(perSecond, 1)));
    return String.format(
        Locale.ROOT,
        "%3.0f %%  %s of %s  %s/s  %d:%02d left",
        share() * 100,
        Figures.bytes(done),
        Figures.bytes(total),
        Figures.bytes(Math.round(perSecond)),
        left / 60,
        left % 60);
  }

  private double share() {
    return Math.min(1, (double) done / total);
  }
}
