package org.obol.finetune.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.finetune.provenance.ExampleDataset;
import org.obol.finetune.provenance.ExampleRun;

/** Folders made to lead a verifier out of them, or to keep it busy. */
class HostileRunTest {

  private static final VerifyOptions PINNED =
      VerifyOptions.NONE.withOwner(ExampleDataset.OWNER.address());

  @TempDir Path temp;
  private Path run;

  @BeforeEach
  void record() {
    run = temp.resolve("run");
    ExampleRun.record(run);
  }

  @Test
  void a_link_to_the_same_bytes_outside_is_not_followed() throws IOException {
    for (String name :
        List.of(
            "run.manifest.sig",
            "eval.json",
            "adapter/adapter_model.safetensors",
            "dataset/log.json",
            "run.manifest")) {
      Path inside = run.resolve(name);
      Path outside = temp.resolve("outside");
      Files.move(inside, outside);
      Files.createSymbolicLink(inside, outside);
      VerifyReport report = VerifyRun.run(run, PINNED);
      assertThat(report.failure()).as(name).contains(FailureClass.NOT_A_FILE);
      assertThat(report.headline()).contains(name);
      Files.delete(inside);
      Files.move(outside, inside);
    }
  }

  @Test
  void a_folder_that_is_a_link_is_not_followed() throws IOException {
    Files.move(run.resolve("adapter"), temp.resolve("elsewhere"));
    Files.createSymbolicLink(run.resolve("adapter"), temp.resolve("elsewhere"));
    VerifyReport report = VerifyRun.run(run, PINNED);
    assertThat(report.failure()).contains(FailureClass.NOT_A_FILE);
  }

  @Test
  void a_link_or_pipe_more_in_the_adapter_is_named_and_not_opened() throws Exception {
    Files.createSymbolicLink(run.resolve("adapter/more"), Path.of("/dev/zero"));
    Process made =
        new ProcessBuilder("mkfifo", run.resolve("adapter/pipe").toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
    VerifyReport report = VerifyRun.run(run, PINNED);
    assertThat(report.failure()).contains(FailureClass.UNLISTED);
    assertThat(report.headline()).contains("adapter/more", "adapter/pipe");
  }

  @Test
  void a_pipe_in_the_place_of_a_file_does_not_make_the_verifier_wait() throws Exception {
    Files.delete(run.resolve("model.sig"));
    Process made =
        new ProcessBuilder("mkfifo", run.resolve("model.sig").toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
    assertThat(VerifyRun.run(run, PINNED).failure()).contains(FailureClass.NOT_A_FILE);
  }

  @Test
  void huge_documents_are_not_read() throws IOException {
    for (String name : List.of("run.manifest", "run.manifest.sig", "model.sig", "bom.cdx.json")) {
      byte[] honest = Files.readAllBytes(run.resolve(name));
      try (var sparse = new RandomAccessFile(run.resolve(name).toFile(), "rw")) {
        sparse.setLength(1L << 40);
      }
      VerifyReport report = VerifyRun.run(run, PINNED);
      assertThat(report.verdict()).as(name).isEqualTo(Verdict.FAILED);
      assertThat(report.text()).as(name).contains("\"" + name + "\"");
      Files.write(run.resolve(name), honest);
    }
  }

  @Test
  void an_output_of_another_length_is_not_hashed() throws IOException {
    try (var sparse = new RandomAccessFile(run.resolve("adapter.safetensors").toFile(), "rw")) {
      sparse.setLength(1L << 42);
    }
    VerifyReport report = VerifyRun.run(run, PINNED);
    assertThat(report.failure()).contains(FailureClass.OUTPUT);
    assertThat(report.headline()).contains("4398046511104 bytes, not 600");
  }

  @Test
  void an_output_beyond_the_limit_is_refused_even_when_it_is_signed() {
    VerifyReport report = VerifyRun.run(run, PINNED.withMaxFileBytes(599));
    assertThat(report.failure()).contains(FailureClass.FILE_TOO_LARGE);
  }

  @Test
  void names_that_lead_out_of_the_folder_are_no_names() throws IOException {
    ExampleRun.write(temp, "secret", new byte[600]);
    String manifest = Files.readString(run.resolve("run.manifest"));
    for (String name :
        List.of("../secret", "/etc/passwd", "adapter/../../secret", "a\\\\b", "x\\u0000", "")) {
      Files.writeString(
          run.resolve("run.manifest"),
          manifest.replace("\"path\":\"adapter.safetensors\"", "\"path\":\"" + name + "\""));
      VerifyReport report = VerifyRun.run(run, PINNED);
      assertThat(report.failure()).as(name).contains(FailureClass.SCHEMA);
      assertThat(report.headline()).contains("file name");
    }
  }

  @Test
  void names_that_are_given_twice_are_refused() throws IOException {
    String manifest = Files.readString(run.resolve("run.manifest"));
    for (String twice : List.of("eval.json", "EVAL.json", "adapter")) {
      Files.writeString(
          run.resolve("run.manifest"),
          manifest.replace("\"path\":\"adapter.safetensors\"", "\"path\":\"" + twice + "\""));
      assertThat(VerifyRun.run(run, PINNED).failure()).contains(FailureClass.SCHEMA);
    }
    Files.writeString(
        run.resolve("run.manifest"),
        manifest.replace("\"mode\":\"real\"", "\"mode\":\"real\",\"mode\":\"real\""));
    assertThat(VerifyRun.run(run, PINNED).headline()).contains("Duplicate");
  }

  @Test
  void a_deep_or_crowded_folder_ends() throws IOException {
    Path deep = run.resolve("adapter");
    for (int i = 0; i < 40; i++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);
    assertThat(VerifyRun.run(run, PINNED).failure()).contains(FailureClass.UNLISTED);
    Path crowd = Files.createDirectories(run.resolve("dataset/crowd"));
    for (int i = 0; i <= 10_000; i++) {
      Files.createFile(crowd.resolve(Integer.toString(i)));
    }
    assertThat(VerifyRun.run(run, PINNED).failure()).contains(FailureClass.TOO_MANY_FILES);
  }

  @Test
  void what_a_file_is_called_cannot_write_on_the_terminal() throws IOException {
    Files.createFile(run.resolve("adapter/\u001b[2J\u202efake\nVERIFIED"));
    VerifyReport report = VerifyRun.run(run, PINNED);
    assertThat(report.failure()).contains(FailureClass.UNLISTED);
    assertThat(report.text()).doesNotContain("\u001b", "\u202e", "\nVERIFIED");
  }

  @Test
  void folders_in_the_place_of_files_are_failures_and_nothing_else() throws IOException {
    for (String name : List.of("run.manifest", "eval.json", "run.manifest.sig")) {
      Path file = run.resolve(name);
      byte[] honest = Files.readAllBytes(file);
      Files.delete(file);
      Files.createDirectory(file);
      assertThat(VerifyRun.run(run, PINNED).failure()).as(name).contains(FailureClass.NOT_A_FILE);
      Files.delete(file);
      Files.write(file, honest);
    }
  }

  @Test
  void an_empty_folder_and_nonsense_are_failures_and_nothing_else() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));
    assertThat(VerifyRun.run(empty, PINNED).failure()).contains(FailureClass.MISSING_FILE);
    for (String nonsense :
        List.of("", "null", "[]", "{}", "{\"schema\":\"obol-run/1\"}", "\u0000")) {
      Files.write(empty.resolve("run.manifest"), nonsense.getBytes(StandardCharsets.UTF_8));
      VerifyReport report = VerifyRun.run(empty, PINNED);
      assertThat(report.failure()).as(nonsense).contains(FailureClass.SCHEMA);
      assertThat(report.chain()).isEmpty();
    }
  }
}
