package org.obol.finetune.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.tree.MerkleAccumulator;

/** The split as a verifier sees it. */
final class SplitTest {

  @TempDir Path folder;
  private Path file;
  private SplitDescriptor split;

  @BeforeEach
  void splitAFile() throws IOException {
    var content = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      content.append("{\"prompt\":\"p%d\",\"completion\":\"c%d\"}\n".formatted(i % 150, i));
    }
    file = Files.writeString(folder.resolve("data.jsonl"), content);
    split = split(new HeldOut.Share(new BigDecimal("0.2")));
  }

  private SplitDescriptor split(HeldOut wanted) {
    var report = (DataReport.Usable) DataCheck.run(file, DataOptions.defaults().split(wanted, -7));
    SplitDescriptor made = report.prepare(folder.resolve("out")).split();
    assertThat(made.train().records()).isEqualTo(report.summary().train());
    assertThat(made.valid().map(SplitDescriptor.Part::records).orElse(0L))
        .isEqualTo(report.summary().heldOut());
    return made;
  }

  @Test
  void a_share_is_not_even_read_when_it_is_too_long() {
    String endless = "0." + "1".repeat(20_000_000);

    assertThatThrownBy(() -> HeldOut.fromJson(Json.object().put("share", endless).build()))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("more than 21 characters");
  }

  @Test
  void it_is_made_again_from_the_file() {
    assertThat(split.heldOut().count()).isBetween(20L, 60L);
    assertThat(Split.recompute(file, split)).isEqualTo(split);
  }

  @Test
  void only_the_first_records_are_trained_on_when_more_are_not_wanted() throws IOException {
    var report =
        (DataReport.Usable)
            DataCheck.run(
                file, DataOptions.defaults().split(new HeldOut.Records(10), -7).atMost(5));
    PreparedData data = report.prepare(folder.resolve("five"));
    assertThat(report.summary().train()).isEqualTo(5);
    assertThat(Files.readAllLines(data.train())).hasSize(5);
    assertThat(data.split().heldOut()).isEqualTo(split(new HeldOut.Records(10)).heldOut());
    assertThat(Split.recompute(file, data.split())).isEqualTo(data.split());
    assertThat(SplitDescriptor.fromJson(data.split().toJson())).isEqualTo(data.split());
    assertThatThrownBy(
            () ->
                SplitDescriptor.fromJson(
                    JsonReader.read(
                            data.split().toJson().text().replace("\"most\":5", "\"most\":0"))
                        .asObject("")))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void it_is_read_back_from_its_json() {
    assertThat(SplitDescriptor.fromJson(JsonReader.read(split.toJson().text()).asObject("")))
        .isEqualTo(split);
    SplitDescriptor none = split(new HeldOut.None());
    assertThat(none.valid()).isEmpty();
    assertThat(SplitDescriptor.fromJson(none.toJson())).isEqualTo(none);
    SplitDescriptor ten = split(new HeldOut.Records(10));
    assertThat(SplitDescriptor.fromJson(ten.toJson())).isEqualTo(ten);
    assertThat(Split.recompute(file, ten)).isEqualTo(ten);
    assertThat(ten.heldOut().count()).isBetween(10L, 11L);
  }

  @Test
  void a_claim_that_names_other_lines_is_not_made_again() {
    var lied =
        new SplitDescriptor(
            split.source(),
            split.seed(),
            split.wanted(),
            split.most(),
            split.format(),
            split.shape(),
            split.weights(),
            split.train(),
            split.valid(),
            LineRanges.parse("1-40"),
            split.leftOut());
    assertThat(Split.recompute(file, lied)).isEqualTo(split).isNotEqualTo(lied);
  }

  @Test
  void a_changed_line_changes_source_and_parts() throws IOException {
    Files.writeString(file, Files.readString(file).replace("c199", "c198"));
    SplitDescriptor again = Split.recompute(file, split);
    assertThat(again.source()).isNotEqualTo(split.source());
    assertThat(again.source().lines()).isNotEqualTo(split.source().lines());
  }

  @Test
  void a_file_of_another_format_does_not_verify() throws IOException {
    Files.writeString(file, "{\"text\":\"a\"}\n");
    assertThatThrownBy(() -> Split.recompute(file, split))
        .isInstanceOfSatisfying(
            ObolException.class,
            e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.VERIFICATION))
        .hasMessageContaining("line 1");
  }

  @Test
  void a_file_of_one_prompt_does_not_verify() throws IOException {
    Files.writeString(file, "{\"prompt\":\"a\",\"completion\":\"b\"}\n");
    assertThatThrownBy(() -> Split.recompute(file, split)).hasMessageContaining("too few records");
  }

  @Test
  void the_root_is_the_rfc6962_tree_over_the_lines() throws IOException {
    Files.writeString(file, "{\"text\":\"a\"}\r\n\n{\"text\":\"b\"}");
    var tree = new MerkleAccumulator();
    for (String line : new String[] {"{\"text\":\"a\"}\r", "", "{\"text\":\"b\"}"}) {
      tree.add(Sha256.hash("\0" + line).bytes());
    }
    Source source = split(new HeldOut.None()).source();
    assertThat(source)
        .isEqualTo(
            new Source(
                Sha256.hash(Files.readAllBytes(file)),
                Files.size(file),
                new LineRoot(3, tree.root())));
  }

  /** The vector by which another program can check its own way of holding out. */
  @Test
  void the_method_is_fixed() {
    assertThat(split.heldOut().text())
        .isEqualTo(
            "2,7-8,26,31,34,38,50,56,60,64,69,74,80,84,88,93,97-98,103,109,117,136,142,152,157-158,"
                + "176,181,184,188,200");
    assertThat(split.train().sha256().hex())
        .isEqualTo("0c315f9ad82ee9cf3d14f1e491c2339688fdbaad99e06215f4e7a2dae0f1a09b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-0.1", "1.5", "0.0000000000000000001"})
  void a_share_outside_of_0_and_1_is_refused(String share) {
    assertThatThrownBy(() -> new HeldOut.Share(new BigDecimal(share)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("between 0 and 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "1,", "2,1", "0", "1-2,3", "3-2", "1-1", "-1", "+1", "5,5", "1--2"})
  void only_ascending_ranges_are_line_numbers(String text) {
    assertThatThrownBy(() -> LineRanges.parse(text)).isInstanceOf(JsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"method", "normaliser", "seed", "wanted", "format", "shape", "source"})
  void a_split_with_a_wrong_member_is_refused_by_name(String member) {
    var members = new LinkedHashMap<>(split.toJson().members());
    members.put(member, Json.of("x"));
    assertThatThrownBy(() -> SplitDescriptor.fromJson(new Json.Obj(members)))
        .isInstanceOf(JsonException.class);
  }
}
