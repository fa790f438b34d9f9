package org.obol.finetune.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.tool.Backends;
import org.obol.finetune.backend.tool.JvmTrainer;
import org.obol.trainer.Schedule;
import org.obol.trainer.lora.AdapterConfig;
import org.obol.trainer.safetensors.SafetensorsFile;
import org.obol.trainer.safetensors.SafetensorsWriter;
import org.obol.trainer.safetensors.Tensor;

/** Whole runs, with programs that behave as tools do on good and on bad days. */
final class BackendRunIT {

  private static final String LEAVE_ADAPTER =
      """
      cp $FIX/good.safetensors $RUN/out/adapter_model.safetensors
      cp $FIX/adapter_config.json $RUN/out/
      """;
  private static final String STEP = "{'loss': '2.5', 'learning_rate': '1e-05', 'epoch': '1'}";

  @TempDir Path folder;
  private final List<TrainingEvent> events = new ArrayList<>();
  private final Cancellation cancellation = new Cancellation();
  private Plans plans;
  private FakePython python;

  @BeforeEach
  void prepare() throws Exception {
    Path run = Files.createDirectory(folder.resolve("run"));
    Path fix = Files.createDirectory(folder.resolve("fix"));
    plans = new Plans(run, folder.resolve("base")).writeBase().writeRecords();
    python = new FakePython(fix, run);
    python.weights("good.safetensors", Plans.adapter(0.1f));
    python.weights("zero.safetensors", Plans.adapter(0));
    python.weights("nan.safetensors", Plans.adapter(Float.NaN));
    Plans.write(fix.resolve("adapter_config.json"), AdapterConfig.text(Plans.SETTINGS.lora()));
  }

  private BackendRun.Outcome run(String backend, Toolchain tools) {
    return run(backend, tools, (p, o, e, c) -> Optional.empty());
  }

  private BackendRun.Outcome run(String backend, Toolchain tools, JvmTrainer trainer) {
    return new BackendRun(
            new Backends(trainer, "1.2").require(backend),
            plans.plan(),
            tools,
            InstantSource.system())
        .run(events::add, cancellation);
  }

  private String fails(String backend, String behaviour) throws Exception {
    Toolchain tools = python.does(behaviour);
    ObolException thrown = catchThrowableOfType(ObolException.class, () -> run(backend, tools));
    assertThat(thrown).isNotNull();
    RunFolder files = plans.plan().files();
    assertThat(files.adapter()).doesNotExist();
    assertThat(files.out()).doesNotExist();
    assertThat(files.failed().resolve("out")).isDirectory();
    return String.valueOf(thrown.getMessage());
  }

  private String log(String name) throws Exception {
    return Files.readString(plans.plan().files().logs().resolve(name));
  }

  @Test
  void a_good_day_ends_with_an_adapter_under_both_names() throws Exception {
    var outcome =
        run(
            "trl",
            python.does(
                "echo \"$@\"\necho \""
                    + STEP
                    + "\"\necho \"{'eval_loss': '2.25'}\" >&2\n"
                    + LEAVE_ADAPTER));
    assertThat(outcome.trained()).isTrue();
    assertThat(outcome.loss().orElseThrow().value()).isEqualTo(2.25);
    assertThat(outcome.adapter().tensors()).isEqualTo(4);
    Path adapter = plans.plan().files().adapter();
    assertThat(adapter.resolve("adapter.safetensors"))
        .hasSameBinaryContentAs(adapter.resolve("adapter_model.safetensors"));
    try (var files = Files.list(adapter)) {
      assertThat(files).hasSize(3);
    }
    assertThat(plans.plan().files().failed()).doesNotExist();
    assertThat(events).hasSize(2);
    assertThat(log("progress.jsonl").lines())
        .hasSize(2)
        .allMatch(l -> l.startsWith("{\"time\":\""));
    assertThat(log("train.log"))
        .contains("-m trl.cli.main sft --config " + plans.plan().folder() + "/config/trl.yaml");
  }

  @Test
  void the_probe_records_what_is_installed() throws Exception {
    var setup =
        run("trl", python.does("echo \"{'eval_loss': 1}\"\n" + LEAVE_ADAPTER))
            .probe()
            .python()
            .orElseThrow();
    assertThat(setup.version()).isEqualTo("3.11.7");
    assertThat(setup.packages()).containsEntry("trl", "1.16.0").doesNotContainKey("zope");
    assertThat(setup.freeze()).contains("zope==1", "trl==1.16.0").isSorted();
  }

  @Test
  void a_tool_sees_no_secret_no_network_and_no_home_but_its_own() throws Exception {
    run("trl", python.does("env\necho \"{'eval_loss': 1}\"\n" + LEAVE_ADAPTER));
    Path scratch = plans.plan().files().scratch();
    assertThat(log("train.log"))
        .doesNotContain("secret", "HF_TOKEN", "AWS_")
        .contains(
            "HOME=" + scratch.resolve("home"),
            "TMPDIR=" + scratch.resolve("tmp"),
            "HF_HUB_OFFLINE=1",
            "TRANSFORMERS_OFFLINE=1",
            "HF_DATASETS_OFFLINE=1",
            "HF_HOME=" + scratch,
            "AXOLOTL_DO_NOT_TRACK=1",
            "UNSLOTH_DISABLE_STATISTICS=1",
            "CUDA_VISIBLE_DEVICES=0",
            "NO_COLOR=1",
            "TERM=dumb",
            "COLUMNS=200",
            "PATH=" + folder.resolve("fix") + ":");
  }

  @Test
  void on_the_cpu_a_tool_sees_no_accelerator() throws Exception {
    plans.device(Device.CPU);
    run("trl", python.does("env\necho \"{'eval_loss': 1}\"\n" + LEAVE_ADAPTER));
    assertThat(log("train.log").lines()).contains("CUDA_VISIBLE_DEVICES=");
  }

  @Test
  void a_status_other_than_zero_is_a_failure_with_the_last_lines() throws Exception {
    String message =
        fails("trl", "i=0\nwhile [ $i -lt 60 ]; do echo line $i; i=$((i+1)); done\nexit 3\n");
    assertThat(message)
        .contains(
            "trl.cli.main (train) ended with status 3", "line 20\n", "line 59", "logs/train.log")
        .doesNotContain("line 19\n");
  }

  @Test
  void no_adapter_is_a_failure() throws Exception {
    assertThat(fails("trl", "echo \"{'eval_loss': 1}\"")).contains("left no adapter");
  }

  @Test
  void a_pickle_is_a_failure() throws Exception {
    assertThat(fails("trl", "echo \"{'eval_loss': 1}\"; echo x > $RUN/out/adapter_model.bin"))
        .contains("pickle");
  }

  @Test
  void an_adapter_that_is_no_safetensors_file_is_a_failure() throws Exception {
    assertThat(
            fails(
                "trl",
                "echo \"{'eval_loss': 1}\"\n"
                    + LEAVE_ADAPTER
                    + "echo garbage > $RUN/out/adapter_model.safetensors"))
        .contains("adapter_model.safetensors");
    assertThat(plans.plan().files().failed().resolve("adapter.unfinished")).isDirectory();
  }

  @Test
  void an_adapter_of_nan_is_a_failure() throws Exception {
    assertThat(fails("trl", "echo \"{'eval_loss': 1}\"\n" + LEAVE_ADAPTER.replace("good", "nan")))
        .contains("holds NaN");
  }

  @Test
  void an_adapter_as_it_was_before_training_is_a_failure() throws Exception {
    assertThat(fails("trl", "echo \"{'eval_loss': 1}\"\n" + LEAVE_ADAPTER.replace("good", "zero")))
        .contains("nothing was learned");
  }

  @Test
  void an_evaluation_that_was_asked_for_and_never_came_is_a_failure() throws Exception {
    assertThat(fails("trl", LEAVE_ADAPTER)).contains("trl was asked for a loss", "reported none");
  }

  @Test
  void without_held_out_records_no_evaluation_is_missed() throws Exception {
    plans.withoutEvaluation();
    assertThat(run("trl", python.does(LEAVE_ADAPTER)).loss()).isEmpty();
  }

  @Test
  void an_evaluation_that_is_no_number_is_a_failure() throws Exception {
    assertThat(fails("trl", "echo \"{'eval_loss': 'nan'}\"\n" + LEAVE_ADAPTER))
        .contains("is not a number");
  }

  @Test
  void training_that_diverges_is_stopped_at_once() throws Exception {
    String message =
        fails("trl", "echo \"{'loss': 'nan', 'epoch': '1'}\"\nexec tail -f /dev/null\n");
    assertThat(message).contains("the loss is not a number at step 6; try a lower learning rate");
  }

  @Test
  void training_that_diverged_just_before_its_good_end_is_a_failure_too() throws Exception {
    assertThat(
            fails(
                "trl",
                "echo \"{'loss': 'nan', 'epoch': '2'}\"; echo \"{'eval_loss': 1}\"\n"
                    + LEAVE_ADAPTER))
        .contains("the loss is not a number at step 12");
  }

  @Test
  void garbage_and_colours_do_no_harm() throws Exception {
    var outcome =
        run(
            "trl",
            python.does(
                "head -c 200000 /dev/urandom; echo\n"
                    + "printf '\\033[31m%s\\033[0m\\r' \""
                    + STEP
                    + "\"\necho \"{'eval_loss': '4.5e-1'}\"\n"
                    + LEAVE_ADAPTER));
    assertThat(outcome.loss().orElseThrow().value()).isEqualTo(0.45);
    assertThat(events).anyMatch(TrainingEvent.Step.class::isInstance);
    assertThat(log("train.log")).doesNotContain("\u001b", "\r", "\0");
  }

  @Test
  void output_without_end_fills_neither_memory_nor_disk() throws Exception {
    plans.timeout(Duration.ofSeconds(3));
    assertThat(fails("trl", "exec yes 'a line that is printed again and again'"))
        .contains("took longer than 3 s", "a line that is printed");
    assertThat(Files.size(plans.plan().files().logs().resolve("train.log")))
        .isBetween(1_000L, (64L << 20) + 100);
  }

  @Test
  void a_line_without_end_is_cut() throws Exception {
    fails("trl", "head -c 3000000 /dev/zero | tr '\\0' x\nexit 1");
    assertThat(log("train.log")).hasSizeLessThan(9000).startsWith("xxx");
  }

  @Test
  void a_tool_that_hangs_is_ended_with_all_that_came_out_of_it() throws Exception {
    plans.timeout(Duration.ofSeconds(2));
    // One child, one orphan, and one orphan in a session of its own that does not want to end.
    fails(
        "trl",
        "mkfifo $FIX/pipe; export FIX\ntail -f /dev/null & echo $! > $FIX/pids\n"
            + "(tail -f /dev/null & echo $! >> $FIX/pids)\n"
            + "(setsid sh -c 'trap \"\" TERM; echo $$ >> $FIX/pids; while :; do read x < $FIX/pipe;"
            + " done' &)\n"
            + "wait\n");
    List<String> pids = Files.readAllLines(folder.resolve("fix/pids"));
    assertThat(pids).hasSize(3).noneMatch(BackendRunIT::runs);
  }

  /** Not a zombie that its parent has not asked after. */
  private static boolean runs(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).flatMap(p -> p.info().command()).isPresent();
  }

  @Test
  void what_a_tool_leaves_running_after_a_good_end_is_ended_too() throws Exception {
    run(
        "trl",
        python.does(
            "(tail -f /dev/null & echo $! > $FIX/pids)\necho \"{'eval_loss': 1}\"\n"
                + LEAVE_ADAPTER));
    assertThat(Files.readAllLines(folder.resolve("fix/pids")))
        .hasSize(1)
        .noneMatch(BackendRunIT::runs);
  }

  @Test
  void a_cancelled_run_ends_with_the_reason() throws Exception {
    Toolchain tools = python.does("echo \"" + STEP + "\"\nexec tail -f /dev/null\n");
    var run =
        new BackendRun(
            new Backends((p, o, e, c) -> Optional.empty(), "1").require("trl"),
            plans.plan(),
            tools,
            InstantSource.system());
    assertThatThrownBy(() -> run.run(e -> cancellation.cancel("the user said so"), cancellation))
        .hasMessageContaining("was stopped: the user said so");
  }

  @Test
  void a_listener_that_fails_ends_the_run() throws Exception {
    Toolchain tools = python.does("echo \"" + STEP + "\"\nexec tail -f /dev/null\n");
    var run =
        new BackendRun(
            new Backends((p, o, e, c) -> Optional.empty(), "1").require("trl"),
            plans.plan(),
            tools,
            InstantSource.system());
    assertThatThrownBy(
            () ->
                run.run(
                    e -> {
                      throw new IllegalStateException("no room for this");
                    },
                    cancellation))
        .hasMessageContaining("no room for this");
  }

  @Test
  void mlx_trains_then_tests_and_its_adapter_is_converted() throws Exception {
    plans.schedule(Schedule.COSINE, "0");
    Map<String, Tensor> mlx = new HashMap<>();
    for (String target : List.of("q_proj", "v_proj")) {
      String name = "model.layers.0.self_attn." + target;
      mlx.put(name + ".lora_a", Plans.filled(6, 4, 1));
      mlx.put(name + ".lora_b", Plans.filled(4, target.equals("q_proj") ? 8 : 4, 2));
    }
    python.weights("mlx.safetensors", mlx);
    var outcome =
        run(
            "mlx-lora",
            python.does(
                """
                case "$5" in
                */train.yaml)
                  printf '     \\033[90m1\\033[0m    \\033[1;32m3.500 ▼\\033[0m    1,024      0.1k\\n'
                  cp $FIX/mlx.safetensors $RUN/out/adapters.safetensors ;;
                */test.yaml) echo 'Test loss 3.250, Test ppl 25.790.' ;;
                *) exit 9 ;;
                esac
                """));
    assertThat(outcome.loss())
        .contains(
            new ReportedLoss(3.25, "test_loss", "stdout", "Test loss 3.250, Test ppl 25.790."));
    assertThat(events.getFirst()).isInstanceOf(TrainingEvent.Step.class);
    try (var adapter =
        SafetensorsFile.open(plans.plan().files().adapter().resolve("adapter_model.safetensors"))) {
      assertThat(adapter.shape("base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight"))
          .containsExactly(8, 4);
    }
  }

  @Test
  void a_python_that_is_not_there_or_has_no_tool_is_answered_with_what_to_install()
      throws Exception {
    var nowhere = new Toolchain(Optional.empty(), Map.of("PATH", folder.toString()));
    assertThatThrownBy(() -> run("trl", nowhere))
        .hasMessageContaining("no Python at python3 on the PATH")
        .hasMessageContaining("OBOL_FINETUNE_PYTHON")
        .hasMessageContaining("pip install trl");
    assertThatThrownBy(() -> run("axolotl", python.does("exit 1")))
        .hasMessageContaining("has no axolotl; install it: ");
    assertThatThrownBy(() -> run("trl", python.program("echo no python")))
        .hasMessageContaining("does not answer as a Python 3 does");
    assertThat(plans.plan().files().out()).doesNotExist();
  }

  @Test
  void a_folder_is_used_once() throws Exception {
    Toolchain tools = python.does("echo \"{'eval_loss': 1}\"\n" + LEAVE_ADAPTER);
    run("trl", tools);
    assertThatThrownBy(() -> run("trl", tools))
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.USAGE))
        .hasMessageContaining("every run needs a folder of its own");
    assertThat(plans.plan().files().adapter()).isDirectory();
  }

  @Test
  void the_mock_says_that_it_did_not_train_and_can_be_loaded() {
    var tools = new Toolchain(Optional.empty(), Map.of());
    var outcome = run("mock", tools);
    assertThat(outcome.trained()).isFalse();
    assertThat(outcome.loss()).isEmpty();
    assertThat(outcome.prepared().notes()).contains("synthetic: nothing is trained");
    try (var file =
        SafetensorsFile.open(plans.plan().files().adapter().resolve("adapter_model.safetensors"))) {
      assertThat(file.metadata()).containsEntry("synthetic", "true");
      assertThat(file.read("base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight"))
          .containsOnly(0);
    }
  }

  @Test
  void the_trainer_of_this_process_is_run_and_checked_like_a_tool() {
    var tools = new Toolchain(Optional.empty(), Map.of());
    var outcome =
        run(
            "jvm",
            tools,
            (plan, out, listener, c) -> {
              SafetensorsWriter.write(
                  out.resolve("adapter_model.safetensors"), Plans.adapter(1), Map.of());
              return Optional.of(new TrainingEvent.Evaluation(1.5, "loss", "1.5"));
            });
    assertThat(outcome.trained()).isTrue();
    assertThat(outcome.loss()).contains(new ReportedLoss(1.5, "loss", "trainer", "1.5"));
    assertThat(outcome.probe().version()).isEqualTo("1.2");
  }

  @Test
  void the_trainer_of_this_process_is_told_when_its_time_is_over() {
    plans.timeout(Duration.ofMillis(50));
    var tools = new Toolchain(Optional.empty(), Map.of());
    assertThatThrownBy(
            () ->
                run(
                    "jvm",
                    tools,
                    (plan, out, listener, c) -> {
                      String reason = c.reason().join();
                      throw new ObolException(ObolException.Exit.FAILED, reason);
                    }))
        .hasMessageContaining("took longer than");
    assertThat(plans.plan().files().failed()).isDirectory();
  }
}
