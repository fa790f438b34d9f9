package org.obol.cli.finetune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.cli.Obol;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.trainer.base.BaseInit;
import org.obol.trainer.base.Preset;

/** {@code obol finetune} as a process that is told to end, and what the same command says then. */
final class StoppedFinetuneTest {

  /** What a shell gives to what was ended by SIGTERM. */
  private static final int TERMINATED = 128 + 15;

  @TempDir Path dir;
  private CommandLineFixture obol;

  @BeforeEach
  void makeBaseAndRecords() throws IOException {
    obol = new CommandLineFixture(dir);
    BaseInit.create(dir.resolve("base"), Preset.TINY_LLAMA, 7);
    Files.writeString(
        dir.resolve("records.jsonl"),
        IntStream.range(0, 20)
            .mapToObj(i -> "{\"prompt\":\"%d?\",\"completion\":\"%d.\"}\n".formatted(i, i))
            .collect(Collectors.joining()),
        UTF_8);
  }

  @Test
  void training_that_is_told_to_end_is_gone_on_with_by_the_same_command() throws Exception {
    Stopped stopped = stopAtFirstStep("run");

    assertThat(stopped.status()).isEqualTo(TERMINATED);
    assertThat(stopped.out()).isEmpty();
    String message = stopped.failure();
    assertThat(message)
        .matches(
            "training was stopped after step [0-9]+: the program was told to end; the same command"
                + " goes on from there");

    Ran ran = obol.run(words("run"));

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().requireText("run")).isEqualTo(dir.resolve("run").toString());
    List<Json.Obj> events = ran.err().lines().map(StoppedFinetuneTest::json).toList();
    String step = message.replaceAll("\\D+", "");
    assertThat(events.getFirst().requireText("text"))
        .isEqualTo("going on after step " + step + " of 240");
    assertThat(events.getLast().requireText("event")).isEqualTo("step");
    assertThat(events.getLast().toString())
        .contains("step", "total", "loss", "rate", "remainingSeconds");
    assertThat(obol.run(words("whole")).status()).isZero();
    assertThat(dir.resolve("run/adapter.safetensors"))
        .hasSameBinaryContentAs(dir.resolve("whole/adapter.safetensors"));
  }

  @Test
  void a_tool_that_trains_is_ended_with_all_that_it_started() throws Exception {
    String[] tool = {"--backend", "trl", "--python", python().toString()};
    Stopped stopped = stopAtFirstStep("run", tool);

    assertThat(stopped.status()).isEqualTo(TERMINATED);
    assertThat(stopped.failure())
        .contains("was stopped: the program was told to end")
        .contains("trl cannot go on from there, --restart begins anew");
    assertThat(Files.readAllLines(dir.resolve("pids")))
        .hasSize(2)
        .noneMatch(StoppedFinetuneTest::runs);
    assertThat(dir.resolve("asked")).as("the tool was asked to end before it was made to").exists();

    Ran again = obol.run(words("run", tool));
    assertThat(again.status()).isEqualTo(2);
    assertThat(again.err()).contains("--restart throws it away and begins anew");
    Ran anew = obol.run(words("run", "--restart"));
    assertThat(anew.status()).as(anew.err()).isZero();
    assertThat(anew.err()).contains("beginning anew: what the earlier run left is thrown away");
  }

  @Test
  void checking_that_is_told_to_end_leaves_nothing() throws Exception {
    assertThat(obol.run(words("run")).status()).isZero();
    Path tmp = Files.createDirectory(dir.resolve("tmp"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + tmp,
                "-cp",
                System.getProperty("java.class.path"),
                Obol.class.getName(),
                "finetune",
                "verify",
                dir.resolve("run").toString(),
                "--dataset",
                dir.resolve("records.jsonl").toString(),
                "--base-model",
                dir.resolve("base").toString(),
                "--rerun")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (process.isAlive() && !trainsAgain(tmp)) {
        Thread.onSpinWait();
      }
      process.toHandle().destroy();

      assertThat(process.waitFor()).isEqualTo(TERMINATED);
      try (Stream<Path> left = Files.list(tmp)) {
        assertThat(left.map(Path::toString)).noneMatch(name -> name.contains("obol-verify"));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean trainsAgain(Path tmp) throws IOException {
    try (Stream<Path> folders = Files.list(tmp)) {
      return folders.anyMatch(folder -> Files.exists(folder.resolve("checkpoints")));
    }
  }

  /** A process that ended. */
  private record Stopped(int status, String out, List<String> err) {

    String failure() {
      Json.Obj failure = json(err.getLast());
      assertThat(failure.requireText("error")).isEqualTo("failed");
      return failure.requireText("message");
    }
  }

  private Stopped stopAtFirstStep(String out, String... more) throws Exception {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Obol.class.getName());
    builder.command().addAll(List.of(words(out, more)));
    builder.environment().put("OBOL_CONFIG_DIR", obol.home().toString());
    Process process = builder.start();
    List<String> err = new ArrayList<>();
    try (BufferedReader lines = process.errorReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        err.add(line);
        if (line.contains("\"event\":\"step\"")) {
          process.toHandle().destroy();
        }
      }
      return new Stopped(
          process.waitFor(), new String(process.getInputStream().readAllBytes(), UTF_8), err);
    } finally {
      process.destroyForcibly();
    }
  }

  private String[] words(String out, String... more) {
    return Stream.concat(
            Stream.of(
                "--json",
                "finetune",
                "--unverified-dataset",
                "--dataset",
                dir.resolve("records.jsonl").toString(),
                "--base-model",
                dir.resolve("base").toString(),
                "--out",
                dir.resolve(out).toString(),
                "--held-out",
                "0",
                "--rank",
                "2",
                "--targets",
                "q_proj",
                "--epochs",
                "12",
                "--threads",
                "1"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** Answers as a Python with TRL does; as a trainer it starts a child and never ends by itself. */
  private Path python() throws IOException {
    Path file = dir.resolve("python");
    Files.writeString(
        file,
        """
        #!/bin/sh
        if [ "$1" = -I ]; then
          echo 'obol-probe {"executable":"%1$s/python","version":"3.11.7","packages":\
        {"trl":"1.16.0","torch":"2","transformers":"5","peft":"1","accelerate":"1","datasets":"5"}}'
          exit 0
        fi
        trap 'touch %1$s/asked; exit 1' TERM
        tail -f /dev/null &
        echo $$ >%1$s/pids
        echo $! >>%1$s/pids
        echo "{'loss': '2.5', 'learning_rate': '1e-05', 'epoch': '1'}"
        wait
        """
            .formatted(dir));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  /** Not a zombie that its parent has not asked after. */
  private static boolean runs(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).flatMap(p -> p.info().command()).isPresent();
  }

  private static Json.Obj json(String line) {
    return JsonReader.read(line).asObject("a line of standard error");
  }
}
