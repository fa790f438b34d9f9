package org.obol.anonymize.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.obol.anonymize.Anonymizer;
import org.obol.anonymize.Operator;
import org.obol.anonymize.Report;

final class ReportsTest {

  @Test
  void the_json_has_its_members_in_a_fixed_order() {
    assertThat(new String(ReportJson.withTiming(report(2)), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {
              "format": "obol-anonymize-report/1",
              "engine": "obol-anonymize/1",
              "profile": "full",
              "files": [
                "a.jsonl",
                "b\\"\\\\\\u0007.jsonl"
              ],
              "lines": 12,
              "droppedLines": 1,
              "inputBytes": 3000000,
              "outputBytes": 2000000,
              "found": 7,
              "labels": {
                "EMAIL": {
                  "count": 4,
                  "distinct": 3,
                  "operator": "replace",
                  "samples": [
                    "0011223344556677"
                  ]
                },
                "PHONE": {
                  "count": 3,
                  "distinct": 1,
                  "operator": "mask",
                  "samples": []
                }
              },
              "places": {
                "/messages/*/content": {
                  "EMAIL": 4,
                  "PHONE": 3
                }
              },
              "secondLook": 0,
              "timing": {
                "milliseconds": 2000,
                "bytesPerSecond": 1500000
              }
            }
            """);
  }

  @Test
  void how_long_it_took_does_not_last() {
    assertThat(ReportJson.lasting(report(2))).isEqualTo(ReportJson.lasting(report(5)));
  }

  @Test
  void the_text_is_a_table() {
    assertThat(ReportText.lines(report(2)))
        .containsExactly(
            "label      found    distinct  became",
            "EMAIL          4           3  replace",
            "PHONE          3           1  mask",
            "",
            "/messages/*/content  EMAIL 4, PHONE 3",
            "",
            "2 files, 12 lines, 1 dropped, 3.0 MB in, 2.0 MB out, 2 MB/s",
            "second look at everything that was changed: 0 found",
            "obol-anonymize/1, profile full");
  }

  @Test
  void the_engine_is_named_with_its_version() {
    assertThat(Anonymizer.ENGINE).matches("obol-anonymize/\\d+\\.\\d+\\.\\d+");
  }

  private static Report report(int seconds) {
    return new Report(
        "obol-anonymize/1",
        "full",
        List.of("a.jsonl", "b\"\\\u0007.jsonl"),
        3_000_000,
        2_000_000,
        12,
        1,
        Map.of(
            "PHONE", new Report.Found(3, 1, Operator.MASK, List.of()),
            "EMAIL", new Report.Found(4, 3, Operator.REPLACE, List.of("0011223344556677"))),
        Map.of("/messages/*/content", Map.of("PHONE", 3L, "EMAIL", 4L)),
        0,
        Duration.ofSeconds(seconds));
  }
}
