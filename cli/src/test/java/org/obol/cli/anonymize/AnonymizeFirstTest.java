package org.obol.cli.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.manifest.Manifest;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.ObolHome;
import org.obol.ledger.StoredVersion;

/** Signing with {@code --anonymize}: what is signed, what is kept, and that no value is. */
final class AnonymizeFirstTest {

  private static final DatasetId ID = new DatasetId("pi");

  @TempDir private Path folder;
  private CommandLineFixture obol;

  @BeforeEach
  void start() {
    obol = new CommandLineFixture(folder);
  }

  @Test
  void only_the_anonymized_bytes_are_signed_and_stored() throws IOException {
    Ran ran = from(Planted.rows());
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("EMAIL", "pi v1 signed", "Chain valid: 1 version(s)");
    assertThat(signed(1))
        .contains("Write to <EMAIL_1> or <EMAIL_2>.", "<PHONE_1>", "<CREDIT_CARD_1>", "<IPV4_1>");
  }

  @Test
  void no_value_is_anywhere_in_the_home_or_on_the_screen() throws IOException {
    StringBuilder screen = new StringBuilder();
    for (String more : List.of("", Planted.row("leto.brandt@example.org again"))) {
      Ran ran = from(Planted.rows() + more);
      assertThat(ran.status()).as(ran.err()).isZero();
      screen.append(ran.out()).append(ran.err());
    }
    Ran failed = from(Planted.rows() + "mira.okafor@example.com\n", "--debug");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err()).contains("sft.jsonl, line 4, column 1");
    screen.append(failed.out()).append(failed.err());
    Ran shown = obol.run("dataset", "status", "pi", "--json");
    screen.append(shown.out());
    assertThat(screen).doesNotContain(Planted.VALUES);
    assertThat(Planted.foundIn(obol.home())).isEmpty();
    try (var left = Files.list(obol.home().resolve("anonymizing/pi"))) {
      assertThat(left).extracting(path -> path.getFileName().toString()).containsExactly("lock");
    }
  }

  @Test
  void the_manifest_names_the_report_that_is_kept() throws IOException {
    Ran ran = from(Planted.rows(), "--json");
    Json.Obj claim = manifest(1).anonymization().orElseThrow();
    assertThat(claim.members().keySet())
        .containsExactlyInAnyOrder("reportSha256", "engine", "entities");
    assertThat(claim.requireText("engine")).startsWith("obol-anonymize/");
    Json.Obj entities = claim.object("entities").orElseThrow();
    assertThat(entities.requireInteger("EMAIL")).isEqualTo(3);
    Path report = Path.of(ran.json().requireText("report"));
    assertThat(report).startsWith(obol.home());
    assertThat(Sha256.hash(Files.readAllBytes(report)).hex())
        .isEqualTo(claim.requireText("reportSha256"));
    assertThat(Files.readString(report)).doesNotContain("timing");
  }

  @Test
  void the_numbering_lies_beside_the_key_for_the_owner_alone() throws IOException {
    from(Planted.rows());
    Path numbering = obol.home().resolve("keys/pi.numbering");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(numbering)))
        .isEqualTo("rw-------");
    for (String name : List.of("anonymizing/pi", "reports/pi", "keys")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(obol.home().resolve(name))))
          .as(name)
          .isEqualTo("rwx------");
    }
  }

  @Test
  void the_same_input_again_is_unchanged() throws IOException {
    from(Planted.rows());
    Ran again = from(Planted.rows());
    assertThat(again.status()).isZero();
    assertThat(again.lines().getLast()).isEqualTo("pi unchanged, v1");
    Path raw = obol.path("sft.jsonl");
    Ran version = obol.run("dataset", "version", "pi", "--bundle", raw.toString(), "--anonymize");
    assertThat(version.lines().getLast()).isEqualTo("pi unchanged, v1");
  }

  @Test
  void a_new_address_in_the_first_row_changes_that_row_only() throws IOException {
    from(Planted.rows());
    Ran next = from(Planted.row("new.person@example.net first") + Planted.rows());
    assertThat(next.status()).as(next.err()).isZero();
    List<String> before = signed(1).lines().toList();
    List<String> after = signed(2).lines().toList();
    assertThat(after.getFirst()).contains("<EMAIL_3> first");
    assertThat(after.subList(1, after.size())).isEqualTo(before);
  }

  @Test
  void the_hash_that_a_bundle_declares_of_raw_bytes_is_not_signed() throws IOException {
    Path bundle = Files.createDirectory(folder.resolve("bundle"));
    Path raw = Files.writeString(bundle.resolve("sft.jsonl"), Planted.rows());
    Sha256 hash = Sha256.hash(Files.readAllBytes(raw));
    Files.writeString(
        bundle.resolve("manifest.json"),
        "{\"hash\":\"%s\",\"files\":[{\"name\":\"sft.jsonl\",\"sha256\":\"%s\"}]}"
            .formatted(hash, hash));
    Ran ran = obol.run("dataset", "from", bundle.toString(), "--name", "pi", "--anonymize");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(manifest(1).declaredHash()).isEmpty();
    assertThat(ManifestDocument.of(manifest(1)).manifest().toJson().text())
        .doesNotContain(hash.hex());
    Files.writeString(raw, Planted.rows() + "{}\n");
    Ran other = obol.run("dataset", "from", bundle.toString(), "--name", "pi", "--anonymize");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("not the file that manifest.json describes");
  }

  @Test
  void a_file_that_cannot_be_anonymized_is_not_signed_beside_others() throws IOException {
    Path bundle = Files.createDirectory(folder.resolve("bundle"));
    Files.writeString(bundle.resolve("sft.jsonl"), Planted.rows());
    Files.writeString(bundle.resolve("notes.md"), "mira.okafor@example.com");
    Files.writeString(
        bundle.resolve("manifest.json"),
        "{\"hash\":\"%s\",\"files\":[\"sft.jsonl\",\"notes.md\"]}".formatted("0".repeat(64)));
    Ran ran = obol.run("dataset", "from", bundle.toString(), "--name", "pi", "--anonymize");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("notes.md", "only .jsonl");
    assertThat(obol.run("dataset", "list").out()).startsWith("No datasets yet");
  }

  @Test
  void options_of_the_anonymizer_without_it_are_refused() throws IOException {
    Path raw = obol.file("sft.jsonl", Planted.rows());
    Ran ran = obol.run("dataset", "from", raw.toString(), "--name", "pi", "--without", "MAC");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("without --anonymize");
    assertThat(obol.run("dataset", "list").out()).startsWith("No datasets yet");
  }

  @Test
  void raw_files_after_an_anonymized_version_are_signed_on_request_only() throws IOException {
    from(Planted.rows());
    Path raw = obol.path("sft.jsonl");
    String[] version = {"dataset", "version", "pi", "--bundle", raw.toString()};
    String[] from = {"dataset", "from", raw.toString(), "--name", "pi"};
    for (String[] words : List.of(version, from)) {
      Ran refused = obol.run(words);
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).contains("pi v1 was anonymized", "--anonymize", "--raw");
    }
    assertThat(Planted.foundIn(obol.home())).isEmpty();
    Ran both = obol.run("dataset", "from", raw.toString(), "--name", "pi", "--anonymize", "--raw");
    assertThat(both.status()).isEqualTo(2);
    Ran asked = obol.run("dataset", "version", "pi", "--raw", "--bundle", raw.toString());
    assertThat(asked.status()).as(asked.err()).isZero();
    assertThat(asked.out()).contains("pi v2 signed");
    assertThat(obol.run(version).lines()).containsExactly("pi unchanged, v2");
    obol.run("dataset", "withdraw", "pi", "--version", "2", "--reason", "raw by mistake");
    assertThat(obol.run(version).status()).isEqualTo(2);
  }

  @Test
  void what_a_killed_command_left_is_taken_away() throws IOException {
    Path left = obol.home().resolve("anonymizing/pi/files/sub/old.jsonl");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "{}");
    assertThat(from(Planted.rows()).status()).isZero();
    assertThat(left).doesNotExist();
  }

  private Ran from(String rows, String... more) throws IOException {
    Path raw = obol.file("sft.jsonl", rows);
    String[] words = {"dataset", "from", raw.toString(), "--name", "pi", "--anonymize"};
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return obol.run(all);
  }

  private Manifest manifest(long seq) {
    return stored(seq).manifest().orElseThrow().manifest();
  }

  private String signed(long seq) throws IOException {
    try (Ledger ledger = Ledger.open(new ObolHome(obol.home()))) {
      Path object = ledger.objects().path(stored(seq).entry().fileHash());
      return Files.readString(object, StandardCharsets.UTF_8);
    }
  }

  private StoredVersion stored(long seq) {
    try (Ledger ledger = Ledger.open(new ObolHome(obol.home()))) {
      return ledger.db().read(tx -> new Datasets(tx).version(ID, seq)).orElseThrow();
    }
  }
}
