package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;
import org.obol.dataset.bundle.BundleReader;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.ledger.Datasets;
import org.obol.ledger.PublishVersion;
import org.obol.ledger.StoredVersion.Withdrawal;
import org.obol.node.Wire.Answer;

/** The page of a dataset, for people and search engines. */
final class DatasetPageTest {

  private static final String ROUTE = "/dataset/pi-sessions";
  private static final String HOSTILE =
      "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>\"' \u202e\u2028&lt;";

  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/ld\\+json\">(.*?)</script>");

  private final Path temp;
  private final SoldNode sold;
  private final NodeFixture fixture;

  DatasetPageTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    sold = new SoldNode(temp);
    fixture = sold.fixture;
  }

  @AfterEach
  void stop() throws Exception {
    sold.close();
  }

  private static Answer page(Node node, String... headers) throws IOException {
    return Wire.get(node.port(), ROUTE, headers);
  }

  private VersionEntry head() {
    return fixture.ledger().db().read(tx -> new Datasets(tx).log(PI)).head().orElseThrow();
  }

  private void publish(String words, String license) throws IOException {
    Json.Obj card =
        Json.object()
            .put("title", words)
            .put("description", words)
            .put("license", license)
            .put("keywords", List.of(Json.of(words)))
            .build();
    Path rows = Files.writeString(temp.resolve("rows.jsonl"), NodeFixture.rows(3, 9));
    new PublishVersion(fixture.ledger(), fixture.keys, fixture.clock)
        .publish(
            new PublishVersion.Request(
                PI,
                BundleReader.read(List.of(rows)),
                Card.fromJson(card),
                Optional.empty(),
                Optional.empty()),
            bytes -> {});
  }

  @Test
  void says_what_it_is_what_it_costs_and_the_very_command_that_buys_it() throws IOException {
    publish("Pi sessions", "CC-BY-4.0");
    sold.sell(PI, "2.50");
    Node node = fixture.start();
    Answer answer = page(node);
    assertThat(answer.status()).isEqualTo(200);
    String owner = node.served().getFirst().owner().checksummed();
    assertThat(answer.text())
        .contains("<h1>Pi sessions</h1>", "2.5 USDC", "on base-sepolia")
        .contains("href=\"https://spdx.org/licenses/CC-BY-4.0\"")
        .contains(head().fileHash().hex(), head().manifestHash().hex(), "rows.jsonl")
        .contains(
            "obol buy dataset %s --id pi-sessions --owner %s --join --max-price 2.5"
                .formatted(node.publicUrl(), owner));
    assertThat(answer.header("Vary")).contains("Accept");
    String tag = answer.header("ETag").orElseThrow();
    assertThat(page(node, "If-None-Match: " + tag).status()).isEqualTo(304);
    assertThat(Wire.postJson(node.port(), ROUTE, "{}").status()).isEqualTo(405);
  }

  @Test
  void words_of_the_owner_stay_words_and_data_stays_data() throws IOException {
    publish(HOSTILE, HOSTILE);
    sold.sell(PI, "1");
    Node node = fixture.start();
    String text = page(node).text();
    Matcher data = DATA.matcher(text);
    assertThat(data.find()).isTrue();
    assertThat(data.group(1)).doesNotContain("<", ">", "&", "\u2028");
    Json read = JsonReader.read(data.group(1));
    assertThat(read).isEqualTo(Wire.get(node.port(), ROUTE + "/croissant.json").json());
    assertThat(read.asObject("it").requireText("name")).isEqualTo(HOSTILE);
    String rest = data.replaceFirst("");
    assertThat(rest).doesNotContain("<script", "<img", "<!--", "\u202e", "\u2028");
    assertThat(rest).contains("<h1>&lt;/script&gt;&lt;script&gt;").contains("&amp;lt;");
  }

  @Test
  void nothing_of_it_runs_and_nothing_is_loaded() throws IOException {
    publish("Pi", "MIT");
    Node node = fixture.start(new Options(PI).publicLog(true));
    Answer answer = page(node);
    String policy = answer.header("Content-Security-Policy").orElseThrow();
    Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(answer.text());
    assertThat(style.find()).isTrue();
    byte[] hash = Sha256.hash(style.group(1).getBytes(StandardCharsets.UTF_8)).bytes();
    assertThat(policy.split("; "))
        .containsExactlyInAnyOrder(
            "default-src 'none'",
            "style-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'");
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
    String markup = DATA.matcher(answer.text()).replaceFirst("");
    assertThat(markup).doesNotContainIgnoringCase("<script", "src=", "<link", "url(", "@import");
    String ours = "(" + Pattern.quote(node.publicUrl().toString()) + "|https://spdx\\.org)/.*";
    assertThat(Pattern.compile("href=\"([^\"]*)\"").matcher(markup).results())
        .isNotEmpty()
        .extracting(link -> link.group(1))
        .allSatisfy(link -> assertThat(link).matches(ours));
  }

  @Test
  void a_dataset_for_members_shows_its_name_and_how_to_ask_and_nothing_of_its_log()
      throws IOException {
    publish("Quiet title", "MIT");
    Node node = fixture.start(new Options(PI).publicLog(false));
    String text = page(node).text();
    assertThat(text).contains("<h1>pi-sessions</h1>", "--device");
    assertThat(text)
        .doesNotContain("Quiet title", "MIT", "<script", "rows.jsonl")
        .doesNotContain(head().fileHash().hex(), head().manifestHash().hex());
    assertThat(page(node, fixture.member(2).bearer()).text()).isEqualTo(text);
    assertThat(page(node, "Accept: application/ld+json").status()).isEqualTo(406);
  }

  @Test
  void who_asks_for_json_ld_gets_the_description() throws IOException {
    Node node = fixture.start(new Options(PI).publicLog(true));
    Answer data = page(node, "Accept: application/ld+json");
    assertThat(data.header("Content-Type")).contains("application/ld+json");
    assertThat(data.header("Vary")).contains("Accept");
    assertThat(data.json()).isEqualTo(Wire.get(node.port(), ROUTE + "/croissant.json").json());
    assertThat(data.json().requireText("url")).isEqualTo(node.publicUrl() + ROUTE);
    assertThat(page(node, "Accept: text/html, application/ld+json").text())
        .startsWith("<!doctype html>");
  }

  @Test
  void versions_that_were_taken_back_are_marked_and_without_any_other_there_is_no_page()
      throws IOException {
    fixture.publish(PI, NodeFixture.rows(2, 5));
    Node node = fixture.start(new Options(PI).publicLog(true));
    withdraw(2);
    assertThat(page(node).text()).contains("<td>withdrawn</td>", "<th>Newest version</th><td>1<");
    withdraw(1);
    assertThat(page(node).status()).isEqualTo(404);
    assertThat(Wire.get(node.port(), "/dataset/unknown").status()).isEqualTo(404);
  }

  private void withdraw(long seq) {
    boolean ignored =
        fixture.elsewhere(
            tx -> {
              new Datasets(tx).withdraw(PI, seq, new Withdrawal(fixture.clock.instant(), "x"));
              return true;
            });
  }
}
