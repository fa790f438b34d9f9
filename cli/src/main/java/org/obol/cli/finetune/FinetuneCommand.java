package org.obol.cli.finetune;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.ProgramVersion;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.Device;
import org.obol.finetune.backend.Toolchain;
import org.obol.finetune.backend.TrainingEvent;
import org.obol.finetune.data.DataOptions;
import org.obol.finetune.data.DataReport;
import org.obol.finetune.data.HeldOut;
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.provenance.RunDocument;
import org.obol.finetune.provenance.RunKeys;
import org.obol.finetune.provenance.TrainingPermission;
import org.obol.finetune.run.DryRun;
import org.obol.finetune.run.FineTune;
import org.obol.finetune.run.FineTuneRequest;
import org.obol.trainer.text.ChatTemplate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code obol finetune}. */
@Command(
    name = "finetune",
    description = "Train a LoRA adapter on a signed dataset, and record what it was trained on.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol finetune base-init tiny --preset tiny-llama",
      "  obol finetune --dataset sft.jsonl --base-model tiny --dry-run",
      "  obol finetune --dataset sft.jsonl --base-model tiny --out run1",
      "  obol finetune verify run1 --owner 0x… --dataset sft.jsonl --base-model tiny --rerun"
    })
public final class FinetuneCommand implements Task {

  private final Session session;

  @Mixin private final DatasetOptions dataset = new DatasetOptions();

  @Option(
      names = "--base-model",
      paramLabel = "DIR",
      description = "A model on this machine: config.json, tokenizer.json, safetensors.")
  private @Nullable Path base;

  @Option(
      names = "--base-name",
      paramLabel = "NAME",
      description = "What documents call it (the folder's name).")
  private @Nullable String baseName;

  @Option(
      names = "--backend",
      defaultValue = "jvm",
      paramLabel = "NAME",
      description =
          "jvm, mock, mlx-lora, trl, axolotl, unsloth, llama-factory or torchtune"
              + " (${DEFAULT-VALUE}).")
  private String backend = "jvm";

  @Option(names = "--out", paramLabel = "DIR", description = "Folder of the run (run).")
  private Path out = Path.of("run");

  @Option(
      names = "--template",
      paramLabel = "NAME",
      description = "chatml, llama3, plain or alpaca (what the model's own looks like).")
  private @Nullable String template;

  @Option(
      names = "--held-out",
      defaultValue = "0.1",
      paramLabel = "SHARE|N",
      description =
          "Share of the records, or how many, to measure on; 0 for none (${DEFAULT-VALUE}).")
  private BigDecimal heldOut = new BigDecimal("0.1");

  @Option(
      names = "--max-records",
      paramLabel = "N",
      description = "Train on the first N records only (all that are not held out).")
  private @Nullable Long most;

  @Option(names = "--drop", description = "Leave out records that break a rule, and count them.")
  private boolean drop;

  @Option(names = "--python", paramLabel = "FILE", description = "The Python that has the tool.")
  private @Nullable Path python;

  @Option(names = "--device", defaultValue = "AUTO", description = "auto, cpu or gpu.")
  private Device device = Device.AUTO;

  @Option(
      names = "--timeout-minutes",
      defaultValue = "1440",
      paramLabel = "N",
      description = "Stop after so long (${DEFAULT-VALUE}).")
  private long timeout = 1440;

  @Option(names = "--threads", paramLabel = "N", description = "Threads of the jvm backend (all).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--restart",
      description = "Throw away what a run to DIR left that was cut off, and begin anew.")
  private boolean restart;

  @Option(
      names = "--dry-run",
      description =
          "Look at the data, show what would be started, and leave validation.json in --out.")
  private boolean dryRun;

  @Mixin private final RunnerKeys runner = new RunnerKeys();
  @Mixin private final TuningOptions tuning = new TuningOptions();

  private FinetuneCommand(Session session) {
    this.session = session;
  }

  /** The command, with those below it. */
  public static CommandLine group(Session session) {
    return new CommandLine(new FinetuneCommand(session))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .addSubcommand("base-init", new BaseInitCommand())
        .addSubcommand("verify", new VerifyRunCommand(session));
  }

  @Override
  public Answer run() throws IOException {
    FineTuneRequest request = request();
    Optional<DatasetBinding> binding =
        dryRun ? Optional.empty() : Optional.of(dataset.binding(session));
    binding.ifPresent(this::warnOfTerms);
    var tools = new Toolchain(Optional.ofNullable(python), session.environment());
    try (var tune = new FineTune(request, backend, tools, session.clock(), ProgramVersion.text())) {
      tune.warnings().forEach(this::warn);
      DataReport report = tune.check();
      if (binding.isEmpty()) {
        return lookedAt(tune, report);
      }
      return switch (report) {
        case DataReport.Refused refused -> refused(refused);
        case DataReport.Usable usable -> trained(tune, usable, binding.get());
      };
    }
  }

  private FineTuneRequest request() {
    if (base == null) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "the model is missing: give --base-model DIR, or make a small one with obol finetune"
              + " base-init");
    }
    Path folder = base.toAbsolutePath().normalize();
    return new FineTuneRequest(
        dataset.file(session),
        folder,
        baseName == null ? String.valueOf(folder.getFileName()) : baseName,
        Optional.ofNullable(template).map(FinetuneCommand::template),
        data(),
        tuning.settings(),
        device,
        Duration.ofMinutes(timeout),
        out,
        threads);
  }

  private DataOptions data() {
    try {
      DataOptions data =
          DataOptions.defaults().split(heldOut(), tuning.settings().seed()).threads(threads);
      DataOptions limited = most == null ? data : data.atMost(most);
      return drop ? limited.dropping() : limited;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ObolException(
          ObolException.Exit.USAGE, "--held-out and --max-records: " + e.getMessage(), e);
    }
  }

  private HeldOut heldOut() {
    if (heldOut.signum() == 0) {
      return new HeldOut.None();
    }
    return heldOut.compareTo(BigDecimal.ONE) < 0
        ? new HeldOut.Share(heldOut)
        : new HeldOut.Records(heldOut.intValueExact());
  }

  private static ChatTemplate template(String name) {
    return Stream.of(ChatTemplate.values())
        .filter(known -> known.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ObolException(
                    ObolException.Exit.USAGE,
                    "there is no template \"" + name + "\": chatml, llama3, plain and alpaca are"));
  }

  private static Answer refused(DataReport.Refused report) {
    return new Answer(
        report.toJson(), report.text().lines().toList(), ObolException.Exit.VERIFICATION.code());
  }

  private Answer lookedAt(FineTune tune, DataReport report) throws IOException {
    Path file = tune.validate(report);
    Optional<DryRun> dry =
        report instanceof DataReport.Usable usable
            ? Optional.of(tune.dryRun(usable))
            : Optional.empty();
    return DryRunAnswer.of(backend, report, file, dry, () -> dataset.binding(session));
  }

  private void warnOfTerms(DatasetBinding binding) {
    if (binding instanceof DatasetBinding.Verified verified
        && verified.permission() instanceof TrainingPermission.Unclear unclear) {
      warn("whether the owner allows training is not clear: " + unclear.reason());
    }
  }

  private Answer trained(FineTune tune, DataReport.Usable usable, DatasetBinding binding) {
    RunKeys keys = runner.of(session);
    if (restart && tune.discard()) {
      tell(new TrainingEvent.Message("beginning anew: what the earlier run left is thrown away"));
    }
    RunDocument run = stoppable(tune, usable, binding, keys);
    var manifest = run.manifest();
    List<String> lines = new ArrayList<>();
    lines.add(out + "  adapter SHA-256 " + manifest.outputs().weights().sha256());
    manifest
        .eval()
        .loss()
        .ifPresent(
            loss ->
                lines.add(
                    "held-out loss "
                        + loss
                        + manifest.eval().baseLoss().map(b -> " (base " + b + ")").orElse("")));
    switch (binding) {
      case DatasetBinding.Unverified nobody -> {
        lines.add("UNVERIFIED: nobody signed for what this was trained on.");
        lines.add("Check it: obol finetune verify " + out);
      }
      case DatasetBinding.Verified signed ->
          lines.add(
              "Check it: obol finetune verify " + out + " --owner " + signed.evidence().owner());
    }
    return Answer.of(
        Json.object().put("run", out.toString()).put("manifest", manifest.toJson()).build(), lines);
  }

  private RunDocument stoppable(
      FineTune tune, DataReport.Usable usable, DatasetBinding binding, RunKeys keys) {
    String why =
        "the program was told to end"
            + (tune.resumes()
                ? ""
                : "; " + backend + " cannot go on from there, --restart begins anew");
    var cancellation = new Cancellation();
    try (var ignored = session.whenStopped(() -> cancellation.cancel(why))) {
      return tune.run(
          usable, binding, keys, List.of(session.home().root()), this::tell, cancellation);
    }
  }

  private void warn(String warning) {
    session.warn(warning);
    session.event(new TrainingEvent.Message(warning).toJson());
  }

  private void tell(TrainingEvent event) {
    session.event(event.toJson());
    switch (event) {
      case TrainingEvent.Step step ->
          session.tell(
              "step %d/%d%s%s"
                  .formatted(
                      step.step(),
                      step.total(),
                      step.loss().isPresent()
                          ? "  loss %.4f".formatted(step.loss().getAsDouble())
                          : "",
                      step.remaining()
                          .map(left -> "  " + left.toSeconds() + " s left")
                          .orElse("")));
      case TrainingEvent.Evaluation evaluation ->
          session.tell("%s %.4f".formatted(evaluation.name(), evaluation.loss()));
      case TrainingEvent.Message message -> session.tell(message.text());
    }
  }
}
