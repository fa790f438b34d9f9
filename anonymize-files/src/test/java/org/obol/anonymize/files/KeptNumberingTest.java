package org.obol.anonymize.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.NumberingFile;
import org.obol.anonymize.Report;

final class KeptNumberingTest {

  @TempDir private Path folder;

  @Test
  void values_keep_their_numbers_from_run_to_run() throws IOException {
    run("1.jsonl", Rows.row("secret-1") + Rows.row("secret-2"));
    run("2.jsonl", Rows.row("secret-3") + Rows.row("secret-2") + Rows.row("secret-1"));
    assertThat(Files.readString(folder.resolve("safe-2.jsonl")))
        .isEqualTo(
            Rows.row("<TEST_SECRET_3>")
                + Rows.row("<TEST_SECRET_2>")
                + Rows.row("<TEST_SECRET_1>"));
  }

  @Test
  void the_file_is_the_owners_alone_and_holds_no_value() throws IOException {
    run("1.jsonl", Rows.row("secret-1234567"));
    Path kept = folder.resolve("kept.numbering");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(kept)).contains("TEST_SECRET").doesNotContain("1234567");
  }

  @Test
  void the_same_input_gives_the_same_bytes_and_the_same_lasting_report() throws IOException {
    String rows = Rows.row("secret-1 secret-2").repeat(2000);
    byte[] first = ReportJson.lasting(run("1.jsonl.gz", rows));
    byte[] numbering = Files.readAllBytes(folder.resolve("kept.numbering"));
    byte[] output = Files.readAllBytes(folder.resolve("safe-1.jsonl.gz"));
    Files.delete(folder.resolve("safe-1.jsonl.gz"));
    assertThat(ReportJson.lasting(run("1.jsonl.gz", rows))).isEqualTo(first);
    assertThat(Files.readAllBytes(folder.resolve("kept.numbering"))).isEqualTo(numbering);
    assertThat(Files.readAllBytes(folder.resolve("safe-1.jsonl.gz"))).isEqualTo(output);
  }

  @Test
  void two_runs_at_once_cannot_both_give_out_the_next_number() throws IOException {
    run("1.jsonl", Rows.row("secret-1"));
    Path kept = folder.resolve("kept.numbering");
    KeptNumbering one = KeptNumbering.load(kept);
    KeptNumbering other = KeptNumbering.load(kept);
    one.save();
    assertThatThrownBy(other::save)
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContaining("changed by another run");
  }

  @Test
  void a_damaged_numbering_stops_the_run_before_anything_is_written() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept.numbering"), "obol-numbering 1\nkey 12\n");
    assertThatThrownBy(() -> run("1.jsonl", Rows.row("secret-1")))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContaining(kept.toString());
    assertThat(folder.resolve("safe-1.jsonl")).doesNotExist();
    assertThatThrownBy(() -> KeptNumbering.load(folder)).isInstanceOf(AnonymizeException.class);
  }

  @Test
  void files_by_name_go_into_an_empty_folder() throws IOException {
    Path raw = Files.writeString(folder.resolve("elsewhere.jsonl"), Rows.row("secret-5"));
    Path into = Files.createDirectory(folder.resolve("into"));
    Path kept = folder.resolve("kept.numbering");
    Report report =
        new AnonymizeFiles(Rows.policy(), 1, bytes -> {})
            .run(List.of(new Input("rows/sft.jsonl", raw)), into, kept);
    assertThat(Files.readString(into.resolve("rows/sft.jsonl")))
        .isEqualTo(Rows.row("<TEST_SECRET_1>"));
    assertThat(report.files()).containsExactly("rows/sft.jsonl");
    assertThat(NumberingFile.load(kept).key()).isPresent();
  }

  private Report run(String name, String content) throws IOException {
    byte[] plain = Rows.utf8(content);
    Path in = Files.write(folder.resolve(name), name.endsWith(".gz") ? Rows.gzip(plain) : plain);
    var request =
        new AnonymizeFiles.Request(
            in,
            folder.resolve("safe-" + name),
            Optional.empty(),
            Optional.of(folder.resolve("kept.numbering")),
            false);
    return new AnonymizeFiles(Rows.policy(), 2, bytes -> {})
        .run(
            request,
            new AnonymizeFiles.Streams(
                InputStream.nullInputStream(), OutputStream.nullOutputStream()));
  }
}
