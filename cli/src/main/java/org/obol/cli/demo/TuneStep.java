package org.obol.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;

/** The buyer trains a small model on what was bought, and proves on what. */
final class TuneStep {

  private final Stage stage;
  private final Path model;
  private final Path run;

  TuneStep(Stage stage) {
    this.stage = stage;
    this.model = stage.file("tiny");
    this.run = stage.file("run");
  }

  void run(Path bought) throws IOException {
    String file = String.valueOf(bought.getFileName());
    String records = "--max-records 40 --held-out 10 --lr 0.005";
    stage
        .tale()
        .step(
            "Fine-tune on what was bought, and let anybody repeat it",
            "obol finetune --dataset " + file + " --base-model tiny " + records);
    BuyerProcess.Ended made = buyer(List.of("base-init", model.toString()));
    Stage.require(made.status() == 0, "no base model was made: " + made.output());
    List<String> training = words(bought);
    training.addAll(List.of(records.split(" ")));
    training.addAll(List.of("--out", run.toString(), "--json"));
    BuyerProcess.Ended trained = buyer(training);
    if (trained.status() == ObolException.Exit.VERIFICATION.code()
        && trained.json().text("verdict").filter("refused"::equals).isPresent()) {
      // A file of the user's need not hold what a model is trained on.
      stage.tale().result("not trained: this file is not one for training");
      return;
    }
    Stage.require(trained.status() == 0, "training failed: " + trained.output());
    verify(bought, trained.json().object("manifest").orElseThrow());
  }

  private void verify(Path bought, Json.Obj manifest) throws IOException {
    Json.Obj eval = manifest.object("eval").orElseThrow();
    stage
        .tale()
        .note(
            "held-out loss "
                + eval.requireText("base_loss")
                + " → "
                + manifest.requireText("eval_loss"));
    String owner = stage.ownerAddress().checksummed();
    stage.tale().note("$ obol finetune verify run --owner " + owner + " … --rerun");
    List<String> checking = new ArrayList<>(List.of("verify", run.toString()));
    checking.addAll(words(bought));
    checking.addAll(List.of("--owner", owner, "--rerun"));
    BuyerProcess.Ended verified = buyer(checking);
    Stage.require(verified.status() == 0, "the run does not verify: " + verified.output());
    stage
        .tale()
        .result(
            "bound to v1 and its owner, trained again offline: the same adapter, SHA-256 "
                + Stage.sha256(run.resolve("adapter.safetensors")));
  }

  private List<String> words(Path bought) {
    return new ArrayList<>(
        List.of("--dataset", bought.toString(), "--base-model", model.toString()));
  }

  private BuyerProcess.Ended buyer(List<String> words) throws IOException {
    List<String> line = new ArrayList<>(List.of("finetune"));
    line.addAll(words);
    return BuyerProcess.run(stage.buyer(), line);
  }
}
