package org.obol.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.obol.cli.Session;
import org.obol.crypto.Json;

/** The demo from chapter to chapter. Every step does the real thing, and fails loudly if not. */
final class Story implements AutoCloseable {

  private final Tale tale;
  private final Stage stage;
  private Optional<Market> market = Optional.empty();

  Story(Session session, Tale tale, Path folder) {
    this.tale = tale;
    this.stage = new Stage(session, tale, folder);
  }

  void run(Path raw) throws IOException {
    Path data = stage.file("chats.jsonl");
    Path bought = stage.file("bought-v1.jsonl");
    Json.Obj claim = new AnonymizeStep(tale).run(raw, data);
    var versions = new VersionSteps(stage);
    var downloads = new DownloadSteps(stage);
    var tampering = new TamperSteps(stage);
    versions.first(data, claim);
    tale.step(
        "Publish it, at a price on a chain of this machine",
        "obol dataset publish " + Stage.ID + " --price " + Market.PRICE + " --chain devnet");
    market = Market.open(stage.session(), tale);
    new PublishStep(stage).run(market);
    if (market.isPresent()) {
      new FindStep(stage, market.get()).run();
      long size = Files.size(data);
      BuyerProcess paid = new PayStep(stage, market.get()).run(downloads, bought, size);
      downloads.breakOff(paid, bought, size);
    } else {
      downloads.joinAndBreakOff(bought, Files.size(data));
    }
    downloads.resume(bought, data);
    new TuneStep(stage).run(bought);
    versions.second(data);
    tampering.log();
    tampering.onTheWay();
    tampering.onDisk();
  }

  @Override
  public void close() {
    stage.close();
    market.ifPresent(Market::close);
  }
}
