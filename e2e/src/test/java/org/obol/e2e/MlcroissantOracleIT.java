package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Json;
import org.obol.dataset.manifest.Card;

/**
 * What public tools make of a dataset on a node that sells it: mlcroissant and datasets load its
 * rows, validators read its documents. Runs with the profile {@code oracle} only.
 */
final class MlcroissantOracleIT extends PaidJoinFixture {

  private static final Path SCRIPTS = Obol.ROOT.resolve("bench").resolve("oracle");
  private static final Duration INSTALL = Duration.ofMinutes(15);
  private static final String HOSTILE = "</script><script>alert(1)</script><!-- \u2028 & \" ' ü 漢";

  private Front node;
  private String token;
  private List<Json> chats;
  private List<Json> pairs;

  @BeforeEach
  void publishAndStart() throws IOException {
    chats = List.of(chat("Hello", "Hi"), chat(HOSTILE, HOSTILE), chat("", "0123"));
    pairs = List.of(pair("1 + 1", "2.0"), pair("true", "null"));
    var card =
        Card.fromJson(
            Json.object()
                .put("title", HOSTILE)
                .put("description", "Chats about " + HOSTILE)
                .put("license", "CC-BY-4.0")
                .put("keywords", List.of(Json.of("chat"), Json.of(HOSTILE)))
                .build());
    market.publish(Market.A, card, file("sft.jsonl", chats), file("valid.jsonl", pairs));
    token = market.give(Market.A, 2);
    node = start();
  }

  private static Json chat(String asked, String answered) {
    return Json.object()
        .put("messages", List.of(turn("user", asked), turn("assistant", answered)))
        .build();
  }

  private static Json turn(String role, String content) {
    return Json.object().put("role", role).put("content", content).build();
  }

  private static Json pair(String prompt, String completion) {
    return Json.object().put("prompt", prompt).put("completion", completion).build();
  }

  private Path file(String name, List<Json> rows) throws IOException {
    return Files.write(folder.resolve(name), rows.stream().map(Json::text).toList());
  }

  @Test
  void mlcroissant_finds_nothing_wrong_and_loads_the_rows_with_the_token_as_password() {
    Json.Obj found = ask("croissant", "/croissant.json");
    assertThat(found.list("errors").orElseThrow()).isEmpty();
    assertThat(found.list("warnings").orElseThrow())
        .allSatisfy(warning -> assertThat(warning.text()).contains("citeAs"));
    assertThat(found.get("license").orElseThrow().text())
        .contains("https://spdx.org/licenses/CC-BY-4.0");
    assertThat(found.object("records").orElseThrow().members())
        .isEqualTo(Map.of("sft.jsonl", Json.of(chats), "valid.jsonl", Json.of(pairs)));
  }

  @Test
  void datasets_loads_and_streams_the_rows_with_the_token_in_a_header_and_not_without() {
    String download = "/download?version=2";
    Json.Obj found = ask("datasets", download);
    assertThat(found.list("loaded")).contains(chats);
    assertThat(found.list("streamed")).contains(chats);
    // What it says then is not why.
    assertThat(found.requireText("refused")).isNotEmpty();
    assertThat(node.ask("GET", "/dataset/" + Market.A + download).status()).isEqualTo(401);
  }

  @Test
  void the_openapi_document_is_valid() {
    Json.Obj found = run("openapi", node.url().resolve("/openapi.json").toString());
    assertThat(found.list("faults").orElseThrow()).isEmpty();
    assertThat(found.list("control").orElseThrow()).isNotEmpty();
  }

  @Test
  void the_page_holds_the_json_ld_and_it_expands_without_a_network() {
    Json.Obj found = ask("jsonld", "");
    Json described = found.get("asked").orElseThrow();
    assertThat(found.list("page")).contains(List.of(described));
    assertThat(described.text())
        .contains("\"@type\":[\"https://schema.org/Dataset\"]")
        .contains("\"http://purl.org/dc/terms/conformsTo\"")
        .contains("\"http://mlcommons.org/croissant/recordSet\"")
        .contains("\"https://schema.org/offers\"", "\"https://schema.org/license\"");
    assertThat(found.list("elements").orElseThrow())
        .doesNotContain(Json.of("img"), Json.of("link"), Json.of("iframe"))
        .contains(Json.of("script"), Json.of("h1"));
  }

  private Json.Obj ask(String what, String path) {
    return run(what, node.url().resolve("/dataset/" + Market.A + path).toString());
  }

  private Json.Obj run(String what, String url) {
    var python = new ProcessBuilder(python(), SCRIPTS.resolve("hub.py").toString(), what, url);
    Map<String, String> environment = python.environment();
    environment.put("OBOL_TOKEN", token);
    environment.put("CROISSANT_CACHE", folder.resolve("croissant").toString());
    environment.put("HF_HOME", folder.resolve("hf").toString());
    environment.put("HF_HUB_DISABLE_TELEMETRY", "1");
    Ended ended = await(python, Obol.PATIENCE);
    Json.Obj found = ended.json();
    System.out.println(what + " " + found.requireText("tool"));
    return found;
  }

  private static String python() {
    return await(new ProcessBuilder(SCRIPTS.resolve("python").toString(), "hub"), INSTALL)
        .out()
        .getLast();
  }

  private static Ended await(ProcessBuilder builder, Duration time) {
    try (Running running = Running.of(builder)) {
      return running.await(time).requireStatus(0);
    }
  }
}
