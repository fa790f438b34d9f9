package org.obol.finetune.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.trainer.text.Sample;

/** What backends are fed of files of each format. */
final class PrepareTest {

  private static final DataOptions NONE = DataOptions.defaults().split(new HeldOut.None(), 1);

  @TempDir Path folder;

  @Test
  void messages_lose_nulls_and_other_columns() throws IOException {
    assertThat(
            prepared(
                """
                {"id":7,"messages":[{"role":"developer","content":"s","name":null},\
                {"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},\
                {"role":"assistant","content":"c","refusal":null},{"role":"user","content":"d"}]}
                """))
        .isEqualTo(
            """
            {"messages":[{"role":"system","content":"s"},{"role":"user","content":"ab"},\
            {"role":"assistant","content":"c"}]}
            """);
  }

  @Test
  void calls_of_tools_are_lines_of_json_behind_what_is_said() throws IOException {
    assertThat(
            prepared(
                """
                {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"wait",\
                "tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{ \\"x\\": 1 }"}},\
                {"id":"2","function":{"name":"g","arguments":{"y":[]}}}]},\
                {"role":"tool","tool_call_id":"1","content":"4"},{"role":"tool","tool_call_id":"2","content":"5"},\
                {"role":"assistant","content":"9"}]}
                """))
        .isEqualTo(
            """
            {"messages":[{"role":"user","content":"a"},{"role":"assistant",\
            "content":"wait\\n{\\"name\\":\\"f\\",\\"arguments\\":{\\"x\\":1}}\\n{\\"name\\":\\"g\\",\\"arguments\\":{\\"y\\":[]}}"},\
            {"role":"tool","content":"4"},{"role":"tool","content":"5"},{"role":"assistant","content":"9"}]}
            """);
  }

  @Test
  void one_answer_that_is_not_learned_puts_weights_into_all_messages_of_the_file()
      throws IOException {
    assertThat(
            prepared(
                """
                {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","weight":0},\
                {"role":"user","content":"c"},{"role":"assistant","content":"d","train":true}]}
                {"messages":[{"role":"user","content":"e"},{"role":"assistant","content":"f"}]}
                """))
        .isEqualTo(
            """
            {"messages":[{"role":"user","content":"a","weight":0},{"role":"assistant","content":"b","weight":0},\
            {"role":"user","content":"c","weight":0},{"role":"assistant","content":"d","weight":1}]}
            {"messages":[{"role":"user","content":"e","weight":0},{"role":"assistant","content":"f","weight":1}]}
            """);
  }

  @Test
  void pairs_of_strings_stay_pairs_and_pairs_of_lists_become_messages() throws IOException {
    assertThat(prepared("{\"n\":1,\"completion\":\"b\",\"prompt\":\"a\"}\n"))
        .isEqualTo("{\"prompt\":\"a\",\"completion\":\"b\"}\n");
    assertThat(
            prepared(
                """
                {"prompt":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},\
                {"role":"user","content":"c"}],"completion":[{"role":"assistant","content":"d"}]}
                """))
        .isEqualTo(
            """
            {"messages":[{"role":"user","content":"a","weight":0},{"role":"assistant","content":"b","weight":0},\
            {"role":"user","content":"c","weight":0},{"role":"assistant","content":"d","weight":1}]}
            """);
  }

  @Test
  void alpaca_becomes_messages() throws IOException {
    assertThat(
            prepared(
                """
                {"instruction":"a","input":null,"output":"b"}
                {"instruction":"c","input":"d","output":"e","system":"s","history":[["q","r"]]}
                """))
        .isEqualTo(
            """
            {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}
            {"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},\
            {"role":"assistant","content":"r"},{"role":"user","content":"c\\n\\nd"},{"role":"assistant","content":"e"}]}
            """);
  }

  @Test
  void sharegpt_becomes_messages() throws IOException {
    assertThat(
            prepared(
                """
                {"system":"s","conversations":[{"from":"human","value":"a"},{"from":"function_call","value":"f"},\
                {"from":"observation","value":"4"},{"from":"gpt","value":"b"}]}
                """))
        .isEqualTo(
            """
            {"messages":[{"role":"system","content":"s"},{"role":"user","content":"a"},\
            {"role":"assistant","content":"f"},{"role":"tool","content":"4"},{"role":"assistant","content":"b"}]}
            """);
  }

  @Test
  void text_is_kept_in_order_without_mark_carriage_returns_and_blank_lines() throws IOException {
    assertThat(prepared("\ufeff{\"text\":\"a\"}\r\n\r\n{\"text\":\"b\\u00e9\",\"n\":null}"))
        .isEqualTo("{\"text\":\"a\"}\n{\"text\":\"b\u00e9\"}\n");
  }

  @Test
  void what_was_written_is_read_back_as_the_same_samples() throws IOException {
    DataReport.Usable usable = usable(file(conversations(40)), DataOptions.defaults());
    PreparedData data = usable.prepare(folder.resolve("out"));
    try (Stream<Sample> train = Samples.read(data.train());
        Stream<Sample> valid = Samples.read(data.valid().orElseThrow())) {
      List<Sample> all = Stream.concat(train, valid).toList();
      assertThat(all).hasSize(40).allMatch(Sample.Chat.class::isInstance);
      assertThat(all.stream().map(PrepareTest::firstWords).sorted().toList())
          .isEqualTo(IntStream.range(0, 40).mapToObj(i -> "question " + i).sorted().toList());
    }
  }

  @Test
  void a_file_that_was_not_prepared_is_refused_with_the_line() throws IOException {
    Path file = file("{\"text\":\"a\"}\n{\"prompt\":\"b\"}\n");
    try (Stream<Sample> samples = Samples.read(file)) {
      assertThatThrownBy(samples::toList)
          .isInstanceOf(ObolException.class)
          .hasMessageContaining("line 2")
          .hasMessageContaining("completion");
    }
  }

  @Test
  void broken_records_are_dropped_only_on_demand_and_counted() throws IOException {
    Path file =
        file(
            conversations(5)
                + "{\"messages\":[]}\n{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}\n");
    assertThat(DataCheck.run(file, NONE)).isInstanceOf(DataReport.Refused.class);
    DataReport.Usable usable = usable(file, NONE.dropping());
    PreparedData data = usable.prepare(folder.resolve("out"));
    assertThat(data.dropped()).isEqualTo(Map.of(Rule.MESSAGES_EMPTY, 1L, Rule.NO_ASSISTANT, 1L));
    assertThat(usable.summary().droppedRecords()).isEqualTo(2);
    assertThat(data.split().train().records()).isEqualTo(5);
    assertThat(data.split().leftOut().text()).isEqualTo("6-7");
    assertThat(usable.toJson().object("dropped").orElseThrow().text())
        .isEqualTo("{\"M1\":1,\"M5\":1}");
    assertThat(usable.text()).contains("2 dropped");
    assertThat(Split.recompute(file, data.split())).isEqualTo(data.split());
  }

  @Test
  void an_error_of_the_file_is_never_dropped() throws IOException {
    Path file = file(conversations(5) + "{\"messages\":[]\n");
    assertThat(DataCheck.run(file, NONE.dropping())).isInstanceOf(DataReport.Refused.class);
  }

  @Test
  void a_file_that_changes_after_its_check_is_not_prepared() throws IOException {
    Path file = file(conversations(5));
    DataReport.Usable usable = usable(file, NONE);
    Files.writeString(file, conversations(6));
    assertThatThrownBy(() -> usable.prepare(folder.resolve("out")))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("changed");
    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  @Test
  void the_hashes_are_of_the_files_that_lie_there() throws IOException {
    PreparedData data =
        usable(file(conversations(40)), DataOptions.defaults()).prepare(folder.resolve("out"));
    assertThat(data.split().train().sha256())
        .isEqualTo(Sha256.hash(Files.readAllBytes(data.train())));
    Path valid = data.valid().orElseThrow();
    assertThat(data.split().valid().orElseThrow().sha256())
        .isEqualTo(Sha256.hash(Files.readAllBytes(valid)));
    assertThat(data.split().valid().orElseThrow().bytes()).isEqualTo(Files.size(valid));
    assertThat(data.split().heldOut().count())
        .isEqualTo(data.split().valid().orElseThrow().records());
  }

  @Test
  void the_report_is_canonical_json_with_stable_members() throws IOException {
    DataReport report =
        DataCheck.run(
            file(conversations(20)), DataOptions.defaults().rendered(ByteRendering.of(100)));
    Json.Obj json = report.toJson();
    assertThat(JsonReader.read(CanonicalJson.bytes(json), 1 << 20)).isNotNull();
    assertThat(json.members().keySet())
        .containsExactly(
            "schema",
            "verdict",
            "file",
            "source",
            "format",
            "evidence",
            "shape",
            "blankLines",
            "records",
            "train",
            "heldOut",
            "dropped",
            "rules",
            "findings",
            "personalData",
            "tokens",
            "preview");
    assertThat(json.object("tokens").orElseThrow().text())
        .isEqualTo("{\"total\":750,\"p50\":37,\"p95\":38,\"max\":38,\"longest\":100}");
    assertThat(json.list("preview").orElseThrow()).hasSize(3);
    assertThat(report.text()).contains("»answer 0«").contains("column \"messages\" in line 1");
  }

  @Test
  void the_report_does_not_depend_on_threads() throws IOException {
    Path file = file(conversations(3000) + "{\"messages\":[]}\n" + conversations(3000));
    DataOptions options = DataOptions.defaults().dropping();
    DataReport one = DataCheck.run(file, options);
    DataReport four = DataCheck.run(file, options.threads(4));
    assertThat(four.toJson()).isEqualTo(one.toJson());
    assertThat(((DataReport.Usable) four).prepare(folder.resolve("four")).split())
        .isEqualTo(((DataReport.Usable) one).prepare(folder.resolve("one")).split());
  }

  @Test
  void a_missing_file_is_told() {
    assertThatThrownBy(() -> DataCheck.run(folder.resolve("none.jsonl"), NONE))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("none.jsonl cannot be read");
  }

  @Test
  void a_flood_of_errors_is_counted_and_the_first_of_each_kind_kept() throws IOException {
    Path file = file("{\"messages\":[]}\n".repeat(500) + "{\"messages\":1}\n");
    DataSummary summary = DataCheck.run(file, NONE).summary();
    assertThat(summary.counts())
        .containsEntry(Rule.MESSAGES_EMPTY, 500L)
        .containsEntry(Rule.MESSAGES_NOT_A_LIST, 1L);
    List<Finding> errors =
        summary.findings().stream().filter(f -> f.rule().level() == Level.ERROR).toList();
    assertThat(errors).hasSize(51);
    assertThat(errors.getLast().line()).isEqualTo(501);
  }

  @Test
  void personal_data_is_counted_by_label_and_never_shown() throws IOException {
    DataReport report =
        DataCheck.run(file("{\"text\":\"ann@example.com, bob@example.com\"}\n"), NONE);
    assertThat(report.toJson().object("personalData").orElseThrow().text())
        .isEqualTo("{\"EMAIL\":2}");
    assertThat(report.toJson().text()).doesNotContain("example.com");
    assertThat(report.text()).contains("obol dataset anonymize").doesNotContain("example.com");
  }

  private String prepared(String content) throws IOException {
    PreparedData data = usable(file(content), NONE).prepare(folder.resolve("out"));
    assertThat(data.valid()).isEmpty();
    return Files.readString(data.train());
  }

  private static DataReport.Usable usable(Path file, DataOptions options) {
    DataReport report = DataCheck.run(file, options);
    assertThat(report).as(report.text()).isInstanceOf(DataReport.Usable.class);
    return (DataReport.Usable) report;
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("data.jsonl"), content);
  }

  private static String conversations(int count) {
    var out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append(
          "{\"messages\":[{\"role\":\"user\",\"content\":\"question %d\"},{\"role\":\"assistant\",\"content\":\"answer %d\"}]}\n"
              .formatted(i, i % 10));
    }
    return out.toString();
  }

  private static String firstWords(Sample sample) {
    return ((Sample.Chat) sample).turns().getFirst().content();
  }
}
