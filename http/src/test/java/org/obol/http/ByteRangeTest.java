package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RFC 9110 section 14. */
class ByteRangeTest {

  private static final String HUGE = "99999999999999999999999999999999";

  @Test
  void theExamplesOfSection1412() {
    assertThat(ByteRange.parse("bytes=0-499", 10_000)).isEqualTo(new ByteRange.One(0, 499));
    assertThat(ByteRange.parse("bytes=500-999", 10_000)).isEqualTo(new ByteRange.One(500, 999));
    assertThat(ByteRange.parse("bytes=-500", 10_000)).isEqualTo(new ByteRange.One(9500, 9999));
    assertThat(ByteRange.parse("bytes=9500-", 10_000)).isEqualTo(new ByteRange.One(9500, 9999));
  }

  @Test
  void endsBeyondTheSizeAreCutToIt() {
    assertThat(ByteRange.parse("bytes=5-100", 10)).isEqualTo(new ByteRange.One(5, 9));
    assertThat(ByteRange.parse("bytes=5-" + HUGE, 10)).isEqualTo(new ByteRange.One(5, 9));
    assertThat(ByteRange.parse("bytes=-" + HUGE, 10)).isEqualTo(new ByteRange.One(0, 9));
    assertThat(ByteRange.parse("bytes=0-" + Long.MAX_VALUE, 10)).isEqualTo(new ByteRange.One(0, 9));
  }

  @Test
  void startsBeyondTheSizeAreUnsatisfiable() {
    for (String header :
        new String[] {"bytes=10-", "bytes=10-20", "bytes=" + HUGE + "-", "bytes=-0"}) {
      assertThat(ByteRange.parse(header, 10)).as(header).isEqualTo(new ByteRange.Unsatisfiable());
    }
  }

  @Test
  void anEmptyFileHasNoRange() {
    for (String header : new String[] {"bytes=0-", "bytes=0-0", "bytes=-1"}) {
      assertThat(ByteRange.parse(header, 0)).as(header).isEqualTo(new ByteRange.Unsatisfiable());
    }
    assertThat(ByteRange.parse(Optional.empty(), 0)).isEqualTo(new ByteRange.None());
  }

  @Test
  void whatIsNotOneByteRangeIsIgnored() {
    for (String header :
        new String[] {
          "",
          "bytes",
          "bytes=",
          "bytes=-",
          "bytes=5-4",
          "bytes=" + HUGE + "-5",
          "bytes=0-1,3-4",
          "bytes=0 - 1",
          "bytes=+1-2",
          "bytes=0x1-2",
          "bytes=--1",
          "rows=0-1",
          "bytes=\u0661-\u0662",
          "bytes=0-1\n",
        }) {
      assertThat(ByteRange.parse(header, 10)).as(header).isEqualTo(new ByteRange.None());
    }
  }

  @Test
  void contentRangeIsReadStrictly() {
    assertThat(ContentRange.parse("bytes 0-9/10")).contains(new ContentRange(0, 9, 10));
    assertThat(new ContentRange(2, 5, 10)).hasToString("bytes 2-5/10");
    assertThat(new ContentRange(2, 5, 10).length()).isEqualTo(4);
    for (String header :
        new String[] {
          "bytes */10",
          "bytes 0-9/*",
          "bytes 5-4/10",
          "bytes 0-10/10",
          "bytes=0-9/10",
          "rows 0-1/2",
          "bytes 0-9/" + HUGE,
          ""
        }) {
      assertThat(ContentRange.parse(header)).as(header).isEmpty();
    }
  }
}
