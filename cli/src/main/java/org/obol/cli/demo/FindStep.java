package org.obol.cli.demo;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.obol.cli.devnet.DevnetFile;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.ledger.ObolHome;

/** The offer is found through somebody's router, and from the chain on. */
final class FindStep {

  private static final String NAME = "Demo";
  private static final int ROUTERS = 3;
  private static final int ASKS = 10;

  private final Stage stage;
  private final Market market;

  FindStep(Stage stage, Market market) {
    this.stage = stage;
    this.market = market;
  }

  void run() throws IOException {
    String url = stage.url();
    String manifest = stage.log().head().orElseThrow().manifestHash().hex();
    stage
        .tale()
        .step(
            "Be found: at somebody's router, and on the chain",
            "obol register --chain devnet --origin " + url + " --name " + NAME);
    new DevnetFile(market.chain().uri(), market.token()).write(new ObolHome(stage.buyer()));
    new DevnetFile(market.chain().uri(), market.token()).write(stage.owner());
    BuyerProcess.Ended registered =
        BuyerProcess.run(
            stage.owner().root(),
            List.of("register", "--chain", "devnet", "--origin", url, "--name", NAME));
    Stage.require(registered.status() == 0, "no agent was made: " + registered.output());
    stage.tale().note("$ obol router --member demo=" + url + " --allow-private");
    stage.tale().note("$ obol discover --router http://… " + Stage.ID);
    requireSame(
        atRouter(url).object("offer").orElseThrow().requireText("datasetManifestHash"), manifest);
    stage.tale().note("$ obol discover --chain devnet " + Stage.ID);
    Json.Obj row = found("--chain", "devnet");
    requireSame(row.requireText("manifestHash"), manifest);
    String standing = row.requireText("state");
    Stage.require(standing.equals("proven"), "the way from the chain is " + standing);
    stage
        .tale()
        .note(
            row.list("proven").orElseThrow().stream()
                .map(one -> one.asObject("a finding").requireText("check"))
                .collect(Collectors.joining(", ", "proven from the chain on: ", "")));
    stage.tale().result("both lead to the signed v1, manifest hash " + manifest);
  }

  /**
   * What a router lists as verified. It answers before it has asked the seller, and lists before it
   * has checked; and it waits a few seconds for a seller's answer, while a busy machine may take
   * longer: then another router is asked.
   */
  private Json.Obj atRouter(String url) throws IOException {
    String answer = "";
    for (int count = 0; count < ROUTERS; count++) {
      try (var router = BuyerProcess.start(stage.file("router"), routerWords(url))) {
        String ready = router.lineWith(line -> line.startsWith("{"));
        String at = JsonReader.read(ready).asObject("the router's answer").requireText("url");
        for (int ask = 0; ask < ASKS; ask++) {
          BuyerProcess.Ended ended = discover("--router", at);
          answer = ended.output();
          Optional<Json.Obj> verified = verified(ended);
          if (verified.isPresent()) {
            return verified.get();
          }
        }
      }
    }
    throw new ObolException(
        ObolException.Exit.FAILED, "the demo did not come out: the router says " + answer);
  }

  private static Optional<Json.Obj> verified(BuyerProcess.Ended ended) {
    return ended.status() == 0
        ? ended.json().list("found").orElseThrow().stream()
            .map(row -> row.asObject("a row"))
            .filter(row -> row.requireText("state").equals("verified"))
            .findFirst()
        : Optional.empty();
  }

  private static List<String> routerWords(String url) {
    return List.of("router", "--member", "demo=" + url, "--allow-private", "--port", "0", "--json");
  }

  private Json.Obj found(String how, String where) throws IOException {
    BuyerProcess.Ended ended = discover(how, where);
    Stage.require(ended.status() == 0, "nothing was found: " + ended.output());
    List<Json> rows = ended.json().list("found").orElseThrow();
    Stage.require(rows.size() == 1, rows.size() + " rows were found: " + ended.output());
    return rows.getFirst().asObject("a row");
  }

  private BuyerProcess.Ended discover(String how, String where) throws IOException {
    return BuyerProcess.run(
        stage.buyer(), List.of("discover", how, where, Stage.ID.text(), "--json"));
  }

  private static void requireSame(String found, String signed) {
    Stage.require(found.equals(signed), "found was " + found + ", signed is " + signed);
  }
}
