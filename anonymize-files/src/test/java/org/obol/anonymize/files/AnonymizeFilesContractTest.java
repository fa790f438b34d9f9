package org.obol.anonymize.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Operator;
import org.obol.anonymize.Policy;
import org.obol.anonymize.Report;

final class AnonymizeFilesContractTest {

  private static final String RAW = Rows.row("a secret-7") + Rows.row("b secret-7 secret-8");
  private static final String SAFE =
      Rows.row("a <TEST_SECRET_1>") + Rows.row("b <TEST_SECRET_1> <TEST_SECRET_2>");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "in.jsonl,out.jsonl",
    "in.jsonl.gz,out.jsonl.gz",
    "in.jsonl.zst,out.jsonl.zst",
    "in.jsonl,out.jsonl.gz",
    "in.jsonl.gz,out.jsonl.zst",
    "in.jsonl.zst,out.jsonl"
  })
  void each_file_is_read_and_written_as_its_name_says(String in, String out) throws IOException {
    Report report = run(file(in, RAW), folder.resolve(out));
    assertThat(Rows.read(folder.resolve(out))).isEqualTo(SAFE);
    assertThat(report.files()).containsExactly(in);
    assertThat(report.count()).isEqualTo(3);
    assertThat(Rows.names(folder)).containsExactlyInAnyOrder(in, out);
  }

  @Test
  void gzip_of_several_members_is_read_to_its_end() throws IOException {
    var both = new ByteArrayOutputStream();
    both.write(Rows.gzip(Rows.utf8(Rows.row("secret-1"))));
    both.write(Rows.gzip(new byte[0]));
    both.write(Rows.gzip(Rows.utf8(Rows.row("secret-2"))));
    Path in = Files.write(folder.resolve("in.jsonl.gz"), both.toByteArray());
    run(in, folder.resolve("out.jsonl"));
    assertThat(Files.readString(folder.resolve("out.jsonl")))
        .isEqualTo(Rows.row("<TEST_SECRET_1>") + Rows.row("<TEST_SECRET_2>"));
  }

  @Test
  void zstd_of_several_frames_is_read_to_its_end() throws IOException {
    var both = new ByteArrayOutputStream();
    both.write(Rows.zstd(Rows.utf8(Rows.row("secret-1"))));
    both.write(Rows.zstd(Rows.utf8(Rows.row("secret-2"))));
    Path in = Files.write(folder.resolve("in.jsonl.zst"), both.toByteArray());
    run(in, folder.resolve("out.jsonl"));
    assertThat(Files.readString(folder.resolve("out.jsonl"))).contains("SECRET_1", "SECRET_2");
  }

  @Test
  void a_folder_keeps_names_and_is_numbered_in_their_order() throws IOException {
    file("raw/b.jsonl", Rows.row("secret-2"));
    file("raw/a/z.jsonl.gz", Rows.row("secret-1"));
    file("raw/c.jsonl.zst", Rows.row("secret-2 secret-3"));
    Report report = run(folder.resolve("raw"), folder.resolve("safe"));
    assertThat(report.files()).containsExactly("a/z.jsonl.gz", "b.jsonl", "c.jsonl.zst");
    assertThat(Rows.names(folder.resolve("safe")))
        .containsExactly("a", "a/z.jsonl.gz", "b.jsonl", "c.jsonl.zst");
    assertThat(Rows.read(folder.resolve("safe/a/z.jsonl.gz"))).contains("<TEST_SECRET_1>");
    assertThat(Rows.read(folder.resolve("safe/c.jsonl.zst")))
        .contains("<TEST_SECRET_2> <TEST_SECRET_3>");
    assertThat(Rows.names(folder)).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void what_is_no_json_lines_in_a_folder_is_refused_by_name() throws IOException {
    file("raw/a.jsonl", RAW);
    Files.writeString(folder.resolve("raw/notes.txt"), "secret-9");
    assertRefused(folder.resolve("raw"), folder.resolve("safe"), "notes.txt", "only .jsonl");
    Files.delete(folder.resolve("raw/notes.txt"));
    Files.createSymbolicLink(folder.resolve("raw/link.jsonl"), folder.resolve("raw/a.jsonl"));
    assertRefused(folder.resolve("raw"), folder.resolve("safe"), "link.jsonl", "a link");
    Files.delete(folder.resolve("raw/link.jsonl"));
    Files.delete(folder.resolve("raw/a.jsonl"));
    assertRefused(folder.resolve("raw"), folder.resolve("safe"), "no file in this folder");
    assertRefused(folder.resolve("none.jsonl"), folder.resolve("safe.jsonl"), "no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "gzip", "zstd"})
  void standard_input_goes_to_standard_output(String kind) throws IOException {
    byte[] raw = Rows.utf8(RAW);
    var in =
        new ByteArrayInputStream(
            switch (kind) {
              case "gzip" -> Rows.gzip(raw);
              case "zstd" -> Rows.zstd(raw);
              default -> raw;
            });
    var out = new ByteArrayOutputStream();
    run(Rows.policy(), request("-", "-"), in, out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(SAFE);
  }

  @Test
  void nothing_reaches_standard_output_before_all_went_well() {
    var in = new ByteArrayInputStream(Rows.utf8(RAW + "{\"text\": secret-7\n"));
    var out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> run(Rows.policy(), request("-", "-"), in, out))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContaining("standard input, line 3, column ");
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"in.jsonl.gz", "in.jsonl.zst"})
  void what_is_cut_off_or_damaged_is_an_error_with_the_name_of_the_file(String name)
      throws IOException {
    byte[] whole = Files.readAllBytes(file(name, RAW.repeat(50)));
    Path in = folder.resolve(name);
    for (int length = 0; length < whole.length; length++) {
      Files.write(in, java.util.Arrays.copyOf(whole, length));
      assertRefused(in, folder.resolve("out.jsonl"), name);
    }
    for (int at = 0; at < whole.length; at += 3) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 4;
      Files.write(in, flipped);
      requireRefusedOrRight(in);
    }
    Files.write(in, java.util.Arrays.copyOf(whole, whole.length + 5));
    assertRefused(in, folder.resolve("out.jsonl"), name);
  }

  /** A flipped bit of a header may say nothing about the contents, as its time does. */
  private void requireRefusedOrRight(Path in) throws IOException {
    Path out = folder.resolve("out.jsonl");
    try {
      run(in, out);
    } catch (AnonymizeException e) {
      assertThat(e).hasMessageContaining(String.valueOf(in.getFileName()));
      assertThat(e.getMessage()).doesNotContain("secret-");
      assertThat(out).doesNotExist();
      return;
    }
    assertThat(Files.readString(out)).isEqualTo(SAFE.repeat(50));
    Files.delete(out);
  }

  @Test
  void a_name_that_lies_about_the_contents_is_refused() throws IOException {
    Path in = Files.write(folder.resolve("in.jsonl"), Rows.gzip(Rows.utf8(RAW)));
    assertRefused(in, folder.resolve("out.jsonl"), "in.jsonl", "it holds gzip");
    Path plain = Files.writeString(folder.resolve("plain.jsonl.zst"), RAW);
    assertRefused(plain, folder.resolve("out.jsonl"), "plain.jsonl.zst", "it holds plain text");
    assertRefused(file("ok.jsonl", RAW), folder.resolve("out.txt"), "out.txt", "name it .jsonl");
  }

  @Test
  void a_bad_line_is_named_by_file_line_and_column_and_not_quoted() throws IOException {
    for (String bad :
        List.of("{\"text\":\"secret-7\"", "{\"text\":\"secret-7 \\ud800\"}", "secret-7", "{}{}")) {
      Path in = file("in.jsonl", Rows.row("secret-1") + "\n" + bad + "\n" + Rows.row("x"));
      assertThatThrownBy(() -> run(in, folder.resolve("out.jsonl")))
          .isInstanceOf(AnonymizeException.class)
          .hasMessageContaining("in.jsonl, line 3, column ")
          .hasMessageContaining("--drop-bad-lines")
          .message()
          .doesNotContain("secret-");
      assertThat(Rows.names(folder)).containsExactly("in.jsonl");
    }
    byte[] invalid = Rows.utf8(Rows.row("secret-1 ?"));
    invalid[invalid.length - 4] = (byte) 0xff;
    Path in = Files.write(folder.resolve("in.jsonl"), invalid);
    assertRefused(in, folder.resolve("out.jsonl"), "in.jsonl, line 1, column 19");
  }

  @Test
  void bad_lines_are_dropped_and_counted_on_demand_only() throws IOException {
    Path in = file("in.jsonl", Rows.row("secret-1") + "nonsense secret-2\n" + Rows.row("x"));
    Report report =
        run(
            Rows.policy(true, Map.of()),
            request(in.toString(), folder.resolve("out.jsonl").toString()),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream());
    assertThat(report.droppedLines()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("out.jsonl")))
        .isEqualTo(Rows.row("<TEST_SECRET_1>") + Rows.row("x"));
  }

  @Test
  void a_failure_in_the_last_file_leaves_none_of_a_folder() throws IOException {
    file("raw/a.jsonl", RAW);
    file("raw/b.jsonl", RAW + "{");
    Path numbering = folder.resolve("kept.numbering");
    Path report = folder.resolve("report.json");
    var request =
        new AnonymizeFiles.Request(
            folder.resolve("raw"),
            folder.resolve("safe"),
            Optional.of(report),
            Optional.of(numbering),
            false);
    assertThatThrownBy(() -> run(Rows.policy(), request)).hasMessageContaining("b.jsonl, line 3");
    assertThat(Rows.names(folder)).containsExactly("raw", "raw/a.jsonl", "raw/b.jsonl");
    Files.createDirectory(folder.resolve("safe"));
    assertThatThrownBy(() -> run(Rows.policy(), request)).hasMessageContaining("b.jsonl, line 3");
    assertThat(Rows.names(folder)).containsExactly("raw", "raw/a.jsonl", "raw/b.jsonl", "safe");
    file("raw/b.jsonl", RAW);
    run(Rows.policy(), request);
    assertThat(Rows.names(folder.resolve("safe"))).containsExactly("a.jsonl", "b.jsonl");
    assertThat(numbering).exists();
    assertThat(report).exists();
  }

  @Test
  void an_output_that_is_there_stays_unless_forced() throws IOException {
    Path in = file("in.jsonl", RAW);
    Path out = Files.writeString(folder.resolve("out.jsonl"), "mine");
    assertRefused(in, out, "already there", "--force");
    assertThat(Files.readString(out)).isEqualTo("mine");
    run(Rows.policy(), forced(in, out));
    assertThat(Files.readString(out)).isEqualTo(SAFE);
    file("raw/a.jsonl", RAW);
    file("safe/a.jsonl", "mine");
    file("safe/other.jsonl", "mine too");
    assertRefused(folder.resolve("raw"), folder.resolve("safe"), "not empty");
    run(Rows.policy(), forced(folder.resolve("raw"), folder.resolve("safe")));
    assertThat(Rows.read(folder.resolve("safe/a.jsonl"))).isEqualTo(SAFE);
    assertThat(Rows.names(folder.resolve("safe"))).containsExactly("a.jsonl", "other.jsonl");
  }

  @Test
  void nothing_is_written_over_what_is_read() throws IOException {
    Path in = file("in.jsonl", RAW);
    for (Path out : List.of(in, folder.resolve("raw/../in.jsonl"))) {
      Files.createDirectories(folder.resolve("raw"));
      assertThatThrownBy(() -> run(Rows.policy(), forced(in, out)))
          .hasMessageContaining("named twice");
    }
    Files.createLink(folder.resolve("same.jsonl"), in);
    assertThatThrownBy(() -> run(Rows.policy(), forced(in, folder.resolve("same.jsonl"))))
        .hasMessageContaining("named twice");
    file("raw/a.jsonl", RAW);
    for (String out : List.of("raw/safe", ".")) {
      assertThatThrownBy(
              () -> run(Rows.policy(), forced(folder.resolve("raw"), folder.resolve(out))))
          .hasMessageContaining("lie in each other");
    }
    assertThat(Files.readString(in)).isEqualTo(RAW);
    assertThat(Files.readString(folder.resolve("raw/a.jsonl"))).isEqualTo(RAW);
  }

  @Test
  void kinds_of_in_and_out_agree() throws IOException {
    Path in = file("in.jsonl", RAW);
    file("raw/a.jsonl", RAW);
    assertRefused(in, folder.resolve("raw"), "name it .jsonl");
    assertRefused(folder.resolve("raw"), in, "no folder");
    assertThatThrownBy(() -> run(Rows.policy(), request(folder.resolve("raw").toString(), "-")))
        .hasMessageContaining("is a folder");
    assertRefused(in, folder.resolve("none/out.jsonl"), "no such folder");
  }

  @Test
  void an_error_of_writing_names_the_file() {
    assertThatThrownBy(
            () -> {
              try (var out = new SyncedOutput(Path.of("/dev/full"))) {
                out.write(Rows.utf8(RAW));
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("/dev/full cannot be written: ");
  }

  @Test
  void an_error_of_reading_leaves_nothing_and_names_the_stream() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    var request = request("-", folder.resolve("out.jsonl").toString());
    assertThatThrownBy(() -> run(Rows.policy(), request, broken, OutputStream.nullOutputStream()))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContaining("standard input: it cannot be read (");
    assertThat(Rows.names(folder)).isEmpty();
  }

  @Test
  void progress_counts_the_bytes_of_the_files() throws IOException {
    Path in = file("in.jsonl.gz", RAW.repeat(1000));
    List<Long> steps = new ArrayList<>();
    new AnonymizeFiles(Rows.policy(), 2, steps::add)
        .run(
            request(in.toString(), folder.resolve("out.jsonl").toString()),
            new AnonymizeFiles.Streams(
                InputStream.nullInputStream(), OutputStream.nullOutputStream()));
    assertThat(steps.stream().mapToLong(Long::longValue).sum())
        .isEqualTo(Files.size(in))
        .isEqualTo(AnonymizeFiles.size(in));
    assertThat(AnonymizeFiles.size(AnonymizeFiles.STANDARD)).isZero();
  }

  @Test
  void an_operator_that_needs_a_key_asks_for_a_numbering() throws IOException {
    Path in = file("in.jsonl", RAW);
    Policy hmac = Rows.policy(false, Map.of(Rows.SECRET, Operator.HMAC));
    var request = request(in.toString(), folder.resolve("out.jsonl").toString());
    assertThatThrownBy(() -> run(hmac, request)).hasMessageContaining("--numbering FILE");
    assertThat(Rows.names(folder)).containsExactly("in.jsonl");
  }

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    byte[] plain = Rows.utf8(content);
    return Files.write(
        file,
        name.endsWith(".gz") ? Rows.gzip(plain) : name.endsWith(".zst") ? Rows.zstd(plain) : plain);
  }

  private void assertRefused(Path in, Path out, String... says) throws IOException {
    List<String> before = Rows.names(folder);
    assertThatThrownBy(() -> run(in, out))
        .isInstanceOf(AnonymizeException.class)
        .message()
        .contains(says)
        .doesNotContain("secret-");
    assertThat(Rows.names(folder)).isEqualTo(before);
  }

  private static AnonymizeFiles.Request request(String in, String out) {
    return new AnonymizeFiles.Request(
        Path.of(in), Path.of(out), Optional.empty(), Optional.empty(), false);
  }

  private static AnonymizeFiles.Request forced(Path in, Path out) {
    return new AnonymizeFiles.Request(in, out, Optional.empty(), Optional.empty(), true);
  }

  private static Report run(Path in, Path out) throws IOException {
    return run(Rows.policy(), request(in.toString(), out.toString()));
  }

  private static Report run(Policy policy, AnonymizeFiles.Request request) throws IOException {
    return run(policy, request, InputStream.nullInputStream(), OutputStream.nullOutputStream());
  }

  private static Report run(
      Policy policy, AnonymizeFiles.Request request, InputStream in, OutputStream out)
      throws IOException {
    return new AnonymizeFiles(policy, 2, bytes -> {})
        .run(request, new AnonymizeFiles.Streams(in, out));
  }
}
