package org.obol.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.scan.Fields;

class PartWorkerTest {
  private static final DatasetKey KEY = DatasetKey.of(new byte[32]);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 40})
  void partsGiveTheBytesOfTheWhole(int parts) throws Exception {
    String lines = new RecordMaker(parts).lines(300).input() + "\"<EMAIL_2> last@x.org\"";
    Runs.Result whole =
        Runs.run(Policy.full(), Numbering.once(), 2, lines.getBytes(StandardCharsets.UTF_8));
    Result byParts = run(Policy.full(), Numbering.once(), cut(lines, parts));
    assertThat(byParts.text()).isEqualTo(whole.text());
    Report report = byParts.report();
    assertThat(report.places()).isEqualTo(whole.report().places());
    assertThat(report.lines()).isEqualTo(whole.report().lines());
    assertThat(report.inputBytes()).isEqualTo(whole.report().inputBytes());
    assertThat(report.outputBytes()).isEqualTo(whole.report().outputBytes());
    assertThat(report.labels().values())
        .extracting(Report.Found::distinct)
        .containsExactlyElementsOf(
            whole.report().labels().values().stream().map(Report.Found::distinct).toList());
  }

  @Test
  void keptNumbersAndSamplesAreThoseOfTheWhole() throws Exception {
    String lines = "\"a@x.org\"\n\"b@x.org 10.1.2.3\"\n\"a@x.org c@x.org\"\n\"d@x.org\"\n";
    Policy policy =
        new Policy(
            "full",
            Set.copyOf(Label.constants()),
            Fields.ALL,
            Map.of(Label.IPV4, Operator.HMAC),
            List.of(),
            false);
    Numbering numbering = Numbering.kept(KEY);
    Runs.Result whole = Runs.run(policy, numbering, 1, Runs.bytes(lines));
    Numbering byHash = Numbering.kept(KEY);
    Result byParts = run(policy, byHash, cut(lines, 3));
    assertThat(byParts.text()).isEqualTo(whole.text());
    assertThat(byParts.report().labels()).isEqualTo(whole.report().labels());
    assertThat(byHash.of(Label.EMAIL).earlier).isEqualTo(numbering.of(Label.EMAIL).earlier);
  }

  @Test
  void findingsHoldNoValue() throws Exception {
    PartWorker worker = PartWorker.of(Policy.full(), Numbering.once());
    byte[] sent = write(worker.find(in("\"anna@example.org from 10.20.30.40\"")));
    assertThat(new String(sent, StandardCharsets.ISO_8859_1))
        .contains("EMAIL")
        .doesNotContain("anna", "example.org", "10.20");
    assertThat(worker.toString()).contains("key=DatasetKey]");
  }

  @Test
  void aBadLineIsFoundWithItsLineInThePart() throws Exception {
    PartWorker worker = PartWorker.of(Policy.full(), Numbering.once());
    String lines = "{}\n".repeat(500_000) + "{\"a@x.org\"";
    PartFindings.BadLine bad = (PartFindings.BadLine) worker.find(in(lines));
    assertThat(bad.in("f.jsonl", 10))
        .hasMessageStartingWith("f.jsonl, line 500011, column ")
        .hasMessageNotContaining("x.org");
  }

  @Test
  void aChangedInputIsNotRendered() throws Exception {
    Numbering numbering = Numbering.once();
    PartWorker worker = PartWorker.of(Policy.full(), numbering);
    PartFindings.Complete found = (PartFindings.Complete) worker.find(in("\"a@x.org\"\n"));
    long[] numbers = numbering.number(List.of(found)).getFirst();
    for (String other :
        List.of("\"b@x.org\"\n", "\"a@x.org b@x.org\"\n", "{\n", "\"a@x.org\"\n{}\n", "")) {
      assertThat(
              worker.render(in(other), OutputStream.nullOutputStream(), numbers, found.checksum()))
          .isEqualTo(new PartResult.Failed("the input changed while it was read"));
    }
  }

  private record Result(String text, Report report) {}

  private static Result run(Policy policy, Numbering numbering, List<String> parts)
      throws Exception {
    PartWorker worker = (PartWorker) read(write(PartWorker.of(policy, numbering)));
    List<PartFindings.Complete> found = new ArrayList<>();
    for (String part : parts) {
      found.add((PartFindings.Complete) read(write(worker.find(in(part)))));
    }
    List<long[]> numbers = numbering.number(found);
    assertThat(numbering.number(found).stream().map(Arrays::toString))
        .containsExactlyElementsOf(numbers.stream().map(Arrays::toString).toList());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<PartResult.Rendered> results = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      PartResult result =
          worker.render(in(parts.get(i)), out, numbers.get(i), found.get(i).checksum());
      results.add((PartResult.Rendered) read(write(result)));
    }
    return new Result(
        out.toString(StandardCharsets.UTF_8),
        Report.ofParts(policy, numbering, List.of("in.jsonl"), found, results, Duration.ZERO));
  }

  private static List<String> cut(String lines, int parts) {
    Random random = new Random(parts);
    int[] ends =
        random
            .ints(parts - 1, 0, lines.length())
            .map(at -> lines.indexOf('\n', at) + 1)
            .filter(at -> at > 0)
            .sorted()
            .toArray();
    List<String> cut = new ArrayList<>();
    int from = 0;
    for (int end : ends) {
      cut.add(lines.substring(from, end));
      from = end;
    }
    cut.add(lines.substring(from));
    return cut;
  }

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] write(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
