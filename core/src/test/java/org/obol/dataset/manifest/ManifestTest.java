package org.obol.dataset.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;

/** Protocol section 2: what a manifest may say, and in which bytes. */
class ManifestTest {

  private static final String HASH = "ab".repeat(32);

  @Test
  void aManifestIsReadBackAsItWasWritten() {
    ManifestDocument written = ManifestDocument.of(Manifests.full());
    ManifestDocument read = ManifestDocument.read(written.bytes());
    assertThat(read.manifest()).isEqualTo(Manifests.full());
    assertThat(read.bytes()).isEqualTo(written.bytes());
    assertThat(read.hash()).isEqualTo(Sha256.hash(written.bytes()));
  }

  @Test
  void theCanonicalBytesAreSortedAndCompact() {
    assertThat(new String(ManifestDocument.of(Manifests.full()).bytes(), UTF_8))
        .startsWith(
            "{\"anonymization\":{\"engine\":\"x\"},\"card\":{\"description\":\"line\\nline\"")
        .contains("\"title\":\"Title 日本\"")
        .contains("\"source\":{\"declaredHash\":\"" + Sha256.hash("declared") + "\"}")
        .contains("\"chunkSize\":1048576")
        .endsWith("\"seq\":2,\"source\":{\"declaredHash\":\"" + Sha256.hash("declared") + "\"}}");
  }

  @Test
  void unknownMembersStayInTheHashAndAreIgnored() {
    byte[] bytes = edited("\"files\":", "\"extra\":{\"x\":[1,null,true]},\"files\":");
    ManifestDocument read = ManifestDocument.read(bytes);
    assertThat(read.manifest()).isEqualTo(Manifests.full());
    assertThat(read.bytes()).isEqualTo(bytes);
    assertThat(read.hash()).isNotEqualTo(ManifestDocument.of(Manifests.full()).hash());
  }

  @Test
  void extensionsThatAreDemandedAreRefused() {
    refused(edited("\"dataset\"", "\"crit\":[\"lease\"],\"dataset\""), "[\"lease\"]");
    refused(edited("\"dataset\"", "\"crit\":\"lease\",\"dataset\""), "crit");
  }

  /** Each change keeps the bytes canonical, so that the rule itself is what refuses them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"chunkSize\":1048576` | `\"chunkSize\":1048575` | chunkSize 1048575",
        "`\"chunkSize\":1048576` | `\"chunkSize\":null` | chunkSize",
        "`\"format\":\"obol-dataset-manifest/1\"` | `\"format\":\"obol-dataset-manifest/2\"` |"
            + " format",
        "`\"dataset\":\"pi-sessions\"` | `\"dataset\":\"../x\"` | dataset",
        "`\"name\":\"sft.jsonl\"` | `\"name\":\"../sft.jsonl\"` | file name",
        "`\"name\":\"sft.jsonl\"` | `\"name\":\"/sft.jsonl\"` | file name",
        "`\"name\":\"sft.jsonl\"` | `\"name\":\"notes/READ.me\"` | upper and lower case",
        "`\"name\":\"sft.jsonl\"` | `\"name\":\"Notes\"` | another file or folder",
        "`\"owner\":\"0x83d7` | `\"owner\":\"0x83D7` | owner",
        "`\"seq\":2` | `\"seq\":0` | seq 0",
        "`\"seq\":2` | `\"seq\":1` | importedThrough 1",
        "`\"importedThrough\":1` | `\"importedThrough\":0` | importedThrough 0",
        "`\"importedThrough\":1` | `\"importedThrough\":2` | importedThrough 2",
        "`\"size\":42` | `\"size\":-1` | negative",
        "`\"rows\":3` | `\"rows\":-3` | negative",
        "`\"rows\":3` | `\"rows\":\"3\"` | rows",
        "`\"size\":42` | `\"size\":1.5` | integer",
        "`\"size\":42` | `\"size\":4e1` | integer",
        "`\"size\":42` | `\"size\":9007199254740992` | 2^53-1",
        "`\"size\":42` | `\"size\":-0` | plain integer",
        "`\"mediaType\":\"text/plain\"` | `\"mediaType\":7` | mediaType",
        "`\"keywords\":[\"b\",\"a\"]` | `\"keywords\":[\"b\",7]` | keyword",
        "`\"train\":\"allowed\"` | `\"train\":true` | permission",
        "`\"license\":\"CC-BY-4.0\"` | `\"license\":[]` | license",
        "`\"seq\":2` | `\"seq\":2,\"seq\":2` | Duplicate",
        "`\"seq\":2` | `\"seq\": 2` | canonical",
        "`\"title\":\"Title` | `\"title\":\"\\u0054itle` | canonical",
        "`\"title\":\"Title` | `\"title\":\"\\ud800Title` | surrogate",
      })
  void aBrokenRuleIsNamed(String original, String change, String message) {
    refused(edited(original, change), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sha256", "chunkRoot", "rowRoot", "rowKeySha256", "parent", "declaredHash"})
  void hashesAreSixtyFourLowercaseHexCharacters(String field) {
    String text = new String(ManifestDocument.of(Manifests.full()).bytes(), UTF_8);
    for (String hash : List.of(HASH.substring(1), HASH.toUpperCase(Locale.ROOT), "")) {
      String changed =
          text.replaceFirst(
              "\"" + field + "\":\"[0-9a-f]{64}\"", "\"" + field + "\":\"" + hash + "\"");
      refused(changed.getBytes(UTF_8), field + " is not 64 lowercase hex");
    }
  }

  @Test
  void aManifestWithoutFilesOrCardIsRefused() {
    assertThatThrownBy(Manifests::withFiles).isInstanceOf(JsonException.class);
    refused(edited("\"files\":[", "\"filed\":["), "at least one file");
    refused(edited("\"card\":", "\"cards\":"), "card");
  }

  @Test
  void bytesThatAreNoManifestAreRefused() {
    refused("[]".getBytes(UTF_8), "must be a JSON object");
    refused("{}".getBytes(UTF_8), "format");
    refused(new byte[] {(byte) 0xff}, "UTF-8");
    refused(new byte[] {'{', '}', '\n'}, "canonical");
  }

  @Test
  void nothingIsWrittenThatCouldNotBeRead() {
    ManifestFile huge =
        new ManifestFile(
            new FileName("a"),
            "text/plain",
            1L << 53,
            Sha256.hash(""),
            Sha256.hash(""),
            Optional.empty());
    Manifest manifest = Manifests.withFiles(huge);
    assertThatThrownBy(() -> ManifestDocument.of(manifest)).isInstanceOf(JsonException.class);
  }

  @Test
  void contentIsTheSameWhateverTheTimeTheNumberAndTheRowKey() {
    ManifestFile file = Manifests.jsonl("sft.jsonl");
    ManifestFile otherKey =
        new ManifestFile(
            file.name(),
            file.mediaType(),
            file.size(),
            file.sha256(),
            file.chunkRoot(),
            Optional.empty());
    Manifest one = Manifests.withFiles(file);
    assertThat(one.sameContent(Manifests.withFiles(otherKey))).isTrue();
    assertThat(one.sameContent(Manifests.withFiles(Manifests.jsonl("b.jsonl")))).isFalse();
    assertThat(one.sameContent(Manifests.full())).isFalse();
  }

  @Test
  void contentIsTheSameWhicheverBuildOfTheAnonymizerFoundTheSame() {
    Manifest one = anonymized("a", 3);
    assertThat(one.sameContent(anonymized("b", 3))).isTrue();
    assertThat(one.sameContent(anonymized("a", 4))).isFalse();
    assertThat(one.sameContent(Manifests.withAnonymization(Optional.empty()))).isFalse();
  }

  private static Manifest anonymized(String engine, long emails) {
    return Manifests.withAnonymization(
        Optional.of(
            Json.object()
                .put("reportSha256", Sha256.hash(engine).hex())
                .put("engine", engine)
                .put("entities", Json.object().put("EMAIL", emails).build())
                .build()));
  }

  @Test
  void aCardIsOverriddenFieldByField() {
    Card card = Manifests.full().card();
    var title =
        new Card(
            Optional.of("New"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of("k"),
            Map.of("resell", "notAllowed"));
    Card merged = card.overriddenBy(title);
    assertThat(merged.title()).contains("New");
    assertThat(merged.license()).isEqualTo(card.license());
    assertThat(merged.keywords()).containsExactly("k");
    assertThat(merged.permissions())
        .containsExactlyInAnyOrderEntriesOf(Map.of("train", "allowed", "resell", "notAllowed"));
    assertThat(card.overriddenBy(Card.EMPTY)).isEqualTo(card);
    assertThat(CanonicalJson.bytes(Card.EMPTY.toJson())).asString(UTF_8).isEqualTo("{}");
    assertThat(Card.fromJson(JsonReader.read("{}").asObject("a card"))).isEqualTo(Card.EMPTY);
  }

  /** The canonical text with one change. */
  private static byte[] edited(String original, String change) {
    String text = new String(ManifestDocument.of(Manifests.full()).bytes(), UTF_8);
    assertThat(text).contains(original);
    int at = text.indexOf(original);
    return (text.substring(0, at) + change + text.substring(at + original.length()))
        .getBytes(UTF_8);
  }

  private static void refused(byte[] bytes, String message) {
    assertThatThrownBy(() -> ManifestDocument.read(bytes))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(message);
  }
}
