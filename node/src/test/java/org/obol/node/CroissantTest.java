package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.bundle.BundleReader;
import org.obol.dataset.manifest.Card;
import org.obol.ledger.Datasets;
import org.obol.ledger.PublishVersion;
import org.obol.ledger.StoredVersion.Withdrawal;
import org.obol.node.Wire.Answer;

/** The description of a version for search engines and training tools. */
final class CroissantTest {

  private static final String ROUTE = "/dataset/pi-sessions/croissant.json";
  private static final byte[] ROWS = NodeFixture.rows(7, 30).getBytes(StandardCharsets.UTF_8);

  private final Path temp;
  private final SoldNode sold;
  private final NodeFixture fixture;

  CroissantTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    sold = new SoldNode(temp);
    fixture = sold.fixture;
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("sft.jsonl", ROWS);
    files.put("zz-notes.txt", new byte[] {'n'});
    fixture.publish(PI, files);
  }

  @AfterEach
  void stop() throws Exception {
    sold.close();
  }

  private static List<Json.Obj> distribution(Json.Obj document) {
    return document.list("distribution").orElseThrow().stream()
        .map(file -> file.asObject("a file"))
        .toList();
  }

  @Test
  void namesEachFileOfTheVersionWithItsSignedHashAndWhereItIs() throws IOException {
    sold.sell(PI, "2.50");
    Node node = fixture.start();
    Answer answer = Wire.get(node.port(), ROUTE);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).contains("application/ld+json");
    assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
    Json.Obj document = answer.json();
    assertThat(document.requireText("@type")).isEqualTo("sc:Dataset");
    assertThat(document.requireText("conformsTo")).isEqualTo("http://mlcommons.org/croissant/1.1");
    assertThat(document.members())
        .containsKeys("@context", "name", "description", "url", "creator", "datePublished");
    assertThat(document.requireText("version")).isEqualTo("2.0.0");
    assertThat(document.members().get("isAccessibleForFree")).isEqualTo(Json.of(false));
    Json.Obj offer = document.object("offers").orElseThrow();
    assertThat(offer.requireText("price") + " " + offer.requireText("priceCurrency"))
        .isEqualTo("2.5 " + "USDC");
    List<Json.Obj> files = distribution(document);
    assertThat(files).hasSize(2);
    assertThat(files.getFirst().requireText("sha256")).isEqualTo(Sha256.hash(ROWS).hex());
    assertThat(files.getFirst().requireText("contentSize")).isEqualTo(ROWS.length + " B");
  }

  @Test
  void aMemberFetchesTheDescribedFileFromItsContentUrlWithThoseBytes() throws IOException {
    Node node = fixture.start(new Options(PI).publicLog(true));
    String bearer = fixture.member(2).bearer();
    String base = node.publicUrl().toString();
    for (Json.Obj file : distribution(Wire.get(node.port(), ROUTE + "?version=2").json())) {
      String url = file.requireText("contentUrl");
      assertThat(url).startsWith(base);
      Answer got = Wire.get(node.port(), url.substring(base.length()), bearer);
      assertThat(got.status()).isEqualTo(200);
      assertThat(Sha256.hash(got.body()).hex()).isEqualTo(file.requireText("sha256"));
    }
  }

  @Test
  void aMembersOnlyDatasetIsDescribedToMembersOnly() throws IOException {
    Node node = fixture.start(new Options(PI).publicLog(false));
    assertThat(Wire.get(node.port(), ROUTE).status()).isEqualTo(401);
    Answer member = Wire.get(node.port(), ROUTE, fixture.member(2).bearer());
    assertThat(member.status()).isEqualTo(200);
    assertThat(member.header("Cache-Control")).contains("private, no-store");
    assertThat(member.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(member.json().members()).doesNotContainKeys("offers", "isAccessibleForFree");
  }

  @Test
  void aVersionThatIsNotThereOrWasTakenBackIsNotDescribed() throws IOException {
    Node node = fixture.start(new Options(PI).publicLog(true));
    assertThat(Wire.get(node.port(), ROUTE + "?version=9").status()).isEqualTo(404);
    boolean ignored =
        fixture.elsewhere(
            tx -> {
              new Datasets(tx).withdraw(PI, 1, new Withdrawal(fixture.clock.instant(), "x"));
              return true;
            });
    assertThat(Wire.get(node.port(), ROUTE + "?version=1").status()).isEqualTo(410);
  }

  @Test
  void theWordsOfTheCardStayDataWhateverIsInThem() throws IOException {
    String hostile = "</script><script>alert(1)</script>\",\"license\":\"MIT\u2028\u0000";
    var card =
        Card.fromJson(
            Json.object()
                .put("title", hostile)
                .put("description", hostile)
                .put("license", "MIT OR " + hostile)
                .build());
    Path rows = Files.write(temp.resolve("rows.jsonl"), ROWS);
    new PublishVersion(fixture.ledger(), fixture.keys, fixture.clock)
        .publish(
            new PublishVersion.Request(
                PI,
                BundleReader.read(List.of(rows)),
                card,
                java.util.Optional.empty(),
                java.util.Optional.empty()),
            bytes -> {});
    Node node = fixture.start(new Options(PI).publicLog(true));
    Json.Obj document = Wire.get(node.port(), ROUTE).json();
    assertThat(document.requireText("name")).isEqualTo(hostile);
    assertThat(document.requireText("license")).isEqualTo("MIT OR " + hostile);
    assertThat(Wire.get(node.port(), ROUTE).header("X-Content-Type-Options")).contains("nosniff");
  }

  private Json.Obj describedWith(Object... namesAndRows) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndRows.length; i += 2) {
      files.put(
          (String) namesAndRows[i],
          ((String) namesAndRows[i + 1]).getBytes(StandardCharsets.UTF_8));
    }
    fixture.publish(PI, files);
    Node node = fixture.start(new Options(PI).publicLog(true));
    return Wire.get(node.port(), ROUTE).json();
  }

  @Test
  void columnsOfKnownTrainingRowsAreNamedAndNothingElseOfThem() throws IOException {
    String chat = "{\"messages\":[{\"role\":\"user\",\"content\":\"hush\"}],\"secretColumn\":1}\n";
    String pair = "{\"prompt\":\"hush\",\"completion\":\"hush\"}";
    Json.Obj document =
        describedWith(
            "sft.jsonl", chat.repeat(3), "train.jsonl", pair, "other.jsonl", "{\"a\":1}\n");
    assertThat(document.text()).doesNotContain("secretColumn", "hush");
    List<Json> sets = document.list("recordSet").orElseThrow();
    assertThat(sets)
        .extracting(set -> set.asObject("a set").requireText("name"))
        .containsExactly("sft.jsonl", "train.jsonl");
    assertThat(sets.getFirst().text())
        .contains("\"@id\":\"rows-0/messages/role\"", "\"@id\":\"rows-0/messages/content\"");
    assertThat(sets.getLast().text()).contains("rows-2/prompt", "rows-2/completion", "\"file-2\"");
  }

  @Test
  void rowsThatDifferOrAreNoTextsOrTooLongAreNotDescribed() throws IOException {
    String text = "{\"text\":\"a\"}\n";
    for (String rows :
        List.of(
            text + "{\"body\":\"a\"}\n",
            "{\"text\":1}\n",
            "{\"messages\":[{\"role\":\"user\",\"content\":[]}]}\n",
            "{\"messages\":\"a\"}\n",
            "{\"text\":\"" + "a".repeat(300 << 10) + "\"}\n",
            "[]\n")) {
      assertThat(describedWith("sft.jsonl", rows).members()).doesNotContainKey("recordSet");
    }
    // What comes after the first rows is not looked at.
    assertThat(describedWith("sft.jsonl", text.repeat(100) + "{\"a\":1}\n").members())
        .containsKey("recordSet");
  }

  @Test
  void theRegistrationFileIsServedOnceItIsThere() throws IOException {
    String path = "/.well-known/agent-registration.json";
    Node node = fixture.start();
    assertThat(Wire.get(node.port(), path).status()).isEqualTo(404);
    Files.writeString(fixture.home.registrationFile(), "{\"name\":\"Ada\"}");
    Answer served = Wire.get(node.port(), path);
    assertThat(served.text()).isEqualTo("{\"name\":\"Ada\"}");
    assertThat(served.header("Access-Control-Allow-Origin")).contains("*");
    Files.writeString(fixture.home.registrationFile(), "{\"name\":");
    assertThat(Wire.get(node.port(), path).status()).isEqualTo(404);
  }
}
