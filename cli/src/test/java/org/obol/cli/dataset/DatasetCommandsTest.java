package org.obol.cli.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.cli.StartedCommand;
import org.obol.crypto.Json;
import org.obol.crypto.KeyFile;
import org.obol.crypto.Passphrase;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.UserCode;
import org.obol.ledger.DeviceCodes;
import org.obol.ledger.Ledger;
import org.obol.ledger.ObolHome;

final class DatasetCommandsTest {

  @TempDir private Path folder;
  private CommandLineFixture obol;

  @BeforeEach
  void start() {
    obol = new CommandLineFixture(folder);
  }

  @Test
  void the_first_version_comes_with_a_key_and_advice() throws IOException {
    Ran ran = signed(12_345);
    assertThat(ran.status()).isZero();
    assertThat(ran.lines().get(0))
        .matches(
            "pi v1 signed  manifest [0-9a-f]{16}…  file [0-9a-f]{16}…  12,345 rows  .* [kM]B"
                + "  owner 0x[0-9a-f]{40}");
    assertThat(ran.lines().get(1)).startsWith("Chain valid: 1 version(s), head v1, owner 0x");
    assertThat(ran.lines().get(2)).startsWith("New key of 0x").endsWith("pi.key");
    assertThat(ran.lines().get(3)).contains("Back this file up");
    assertThat(ran.lines().get(4)).startsWith("Next: obol dataset publish pi");
    String key = Files.readString(obol.home().resolve("keys/pi.key")).strip();
    assertThat(ran.out() + ran.err()).doesNotContain(key);
  }

  @Test
  void the_advice_to_keep_the_key_comes_with_the_first_version_that_is_signed() throws IOException {
    Path bad = Files.write(obol.path("bad.jsonl"), new byte[] {'"', (byte) 0xff, '"', '\n'});
    assertThat(obol.run("dataset", "from", bad.toString(), "--name", "pi").status()).isEqualTo(1);
    assertThat(obol.home().resolve("keys/pi.key")).exists();
    assertThat(signed(3).out()).contains("New key of 0x", "Back this file up");
  }

  @Test
  void what_would_forbid_nothing_is_not_signed() throws IOException {
    String rows = obol.rows("sft.jsonl", 3).toString();
    String[] words = {"dataset", "from", rows, "--name", "pi"};
    Ran mistyped = obol.run(with(words, "--permission", "training=notAllowed"));
    assertThat(mistyped.status()).isEqualTo(2);
    assertThat(mistyped.err()).contains("--permission training", "the known one is train");
    for (String license : new String[] {"", "NOT A LIC!!"}) {
      Ran ran = obol.run(with(words, "--license", license));
      assertThat(ran.status()).isEqualTo(2);
      assertThat(ran.err()).contains("--license is \"" + license + "\"", "SPDX");
    }
    assertThat(obol.run("dataset", "list").out()).startsWith("No datasets yet");
  }

  @Test
  void the_same_files_again_are_unchanged() throws IOException {
    signed(3);
    Ran again = obol.run("dataset", "from", obol.path("sft.jsonl").toString(), "--name", "pi");
    assertThat(again.status()).isZero();
    assertThat(again.lines()).containsExactly("pi unchanged, v1");
  }

  @Test
  void the_next_version_needs_no_new_key() throws IOException {
    signed(3);
    Path changed = obol.rows("changed.jsonl", 4);
    Ran ran = obol.run("dataset", "version", "pi", "--bundle", changed.toString(), "--json");
    assertThat(ran.status()).isZero();
    assertThat(ran.json().requireInteger("seq")).isEqualTo(2);
    assertThat(ran.json().requireInteger("rows")).isEqualTo(4);
    assertThat(ran.json().get("newKeyFile")).isEmpty();
    assertThat(ran.json().object("chain").orElseThrow().bool("valid")).contains(true);
    Ran missing = obol.run("dataset", "version", "other", "--bundle", changed.toString());
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).contains("there is no dataset \"other\"");
  }

  @Test
  void a_locked_key_is_unlocked_by_a_file_or_by_typing() throws IOException {
    Path key = obol.path("owner.key");
    PrivateKey owner = PrivateKey.generate();
    KeyFile.write(key, owner, Passphrase.of("open sesame"));
    Path rows = obol.rows("sft.jsonl", 3);
    String[] words = {"dataset", "from", rows.toString(), "--name", "pi", "--key", key.toString()};
    Ran unasked = obol.run(words);
    assertThat(unasked.status()).isEqualTo(2);
    assertThat(unasked.err()).contains("--passphrase-file");
    Path file = obol.file("passphrase", "open sesame\n");
    Ran ran = obol.run(with(words, "--passphrase-file", file.toString()));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("owner " + owner.address()).doesNotContain("New key");
    Ran typed =
        obol.typing("open sesame")
            .run("dataset", "version", "pi", "--bundle", obol.rows("b.jsonl", 4).toString());
    assertThat(typed.status()).as(typed.err()).isZero();
    Ran wrong =
        obol.typing("wrong")
            .run("dataset", "version", "pi", "--bundle", obol.rows("c.jsonl", 5).toString());
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err()).contains("wrong passphrase").doesNotContain("sesame");
  }

  @Test
  void verify_knows_a_dataset_a_file_and_the_wrong_owner() throws IOException {
    signed(3);
    assertThat(obol.run("dataset", "verify", "pi").out()).startsWith("Chain valid: 1 version(s)");
    Json.Obj status = obol.run("dataset", "status", "pi", "--json").json();
    Path log = obol.file("log.json", status.text());
    assertThat(obol.run("dataset", "verify", log.toString()).status()).isZero();
    Ran other = obol.run("dataset", "verify", "pi", "--owner", "0x" + "1".repeat(40), "--json");
    assertThat(other.status()).isEqualTo(3);
    assertThat(other.json().bool("valid")).contains(false);
    assertThat(other.json().requireText("error")).isEqualTo("wrong_owner");
  }

  @Test
  void a_changed_log_is_a_verification_failure() throws IOException {
    signed(3);
    String log = obol.run("dataset", "status", "pi", "--json").out();
    Path changed = obol.file("changed.json", log.replaceFirst("\"size\":\\d+", "\"size\":7"));
    Ran ran = obol.run("dataset", "verify", changed.toString(), "--owner", owner());
    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.out()).startsWith("Chain INVALID at entry 1: ");
    Path garbage = obol.file("garbage.json", "{");
    assertThat(obol.run("dataset", "verify", garbage.toString()).status()).isEqualTo(3);
    Ran another = obol.run("dataset", "verify", changed.toString(), "--id", "other", "--json");
    assertThat(another.status()).isEqualTo(3);
    assertThat(another.failure().requireText("error")).isEqualTo("wrong_dataset");
    assertThat(obol.run("dataset", "verify", "missing.json").err()).contains("no such file");
  }

  @Test
  void status_and_list_tell_what_is_there() throws IOException {
    assertThat(obol.run("dataset", "list").out()).startsWith("No datasets yet");
    signed(3);
    Ran status = obol.run("dataset", "status", "pi");
    assertThat(status.lines().getFirst()).contains("membership invite", "1 version");
    assertThat(status.lines().getLast()).contains("v1  2026-06-14T12:00:00Z", "3 rows");
    assertThat(obol.run("dataset", "list").out()).startsWith("pi  1 version  invite  owner 0x");
    Json.Obj json = obol.run("dataset", "status", "pi", "--json").json();
    assertThat(json.requireText("groupID")).isEqualTo("pi");
    assertThat(json.list("versions").orElseThrow()).hasSize(1);
    assertThat(json.requireInteger("entitlements")).isZero();
    assertThat(obol.run("dataset", "list", "--json").json().list("datasets").orElseThrow())
        .hasSize(1);
  }

  @Test
  void members_are_granted_listed_and_revoked() throws IOException {
    signed(3);
    Json.Obj granted =
        obol.run("dataset", "grant", "pi", "--subject", "al\u001b[31mice", "--json").json();
    assertThat(granted.requireText("token")).startsWith("obol-dataset-mt-");
    Json.Obj entitlement = granted.object("entitlement").orElseThrow();
    assertThat(entitlement.object("versions").orElseThrow().requireInteger("to")).isEqualTo(1);
    Ran members = obol.run("dataset", "members", "pi");
    assertThat(members.out()).contains("\"al?[31mice\"  v1  approved", "active");
    assertThat(members.out()).doesNotContain("obol-dataset-mt-");
    String id = entitlement.requireText("id");
    Ran revoked = obol.run("dataset", "revoke", id, "--reason", "left");
    assertThat(revoked.out()).contains(id, "revoked 2026-06-14T12:00:00Z: left");
    assertThat(obol.run("dataset", "members", "pi", "--json").json().text()).contains("revoked");
    assertThat(obol.run("dataset", "revoke", "ent-none", "--reason", "x").status()).isEqualTo(1);
    assertThat(obol.run("dataset", "grant", "pi", "--subject", "b", "--max-version", "0").status())
        .isEqualTo(2);
  }

  @Test
  void a_code_is_approved_once_and_its_label_is_not_trusted() throws IOException {
    signed(3);
    UserCode code = open("lap\u001b]0;top\u0007");
    Ran foreign = obol.run("dataset", "approve", code.text(), "--dataset", "other");
    assertThat(foreign.status()).isEqualTo(1);
    Ran ran = obol.run("dataset", "approve", code.text().toLowerCase(java.util.Locale.ROOT));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.lines())
        .containsExactly(
            "Approved " + code + ": pi v1", "They call themselves \"lap?]0;top?\", from 192.0.2.7");
    assertThat(obol.run("dataset", "approve", code.text()).status()).isEqualTo(1);
    UserCode unwanted = open("spam");
    assertThat(obol.run("dataset", "approve", unwanted.text(), "--deny").out())
        .startsWith("Denied " + unwanted);
    assertThat(obol.run("dataset", "approve", open("x").text(), "--follow", "--json").json().text())
        .contains("\"follow\":true");
    assertThat(obol.run("dataset", "approve", "nonsense").status()).isEqualTo(2);
  }

  @Test
  void an_open_dataset_is_published_as_help_says_and_asks_for_no_approval() throws IOException {
    signed(3);
    obol.parse("dataset", "publish", "pi", "--membership", "invite");
    try (StartedCommand node =
        obol.start(
            "dataset", "publish", "pi", "--membership", "open", "--no-tunnel", "--port", "0")) {
      String line = node.line();
      while (!line.startsWith("A buyer joins with")) {
        line = node.line();
      }
      assertThat(node.line()).isEqualTo("Whoever asks is let in.");
    }
  }

  @Test
  void an_access_log_that_cannot_be_written_is_said_by_its_name() throws IOException {
    signed(3);
    String log = obol.path("nodir").resolve("x").toString();
    Ran ran = obol.run("dataset", "publish", "pi", "--port", "0", "--access-log", log);
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err())
        .contains("--access-log", "x", "no such folder")
        .doesNotContain("internal");
  }

  @Test
  void a_version_is_withdrawn_and_erased() throws IOException {
    signed(3);
    Ran ran =
        obol.run("dataset", "withdraw", "pi", "--version", "1", "--reason", "a name", "--erase");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.lines())
        .containsExactly(
            "pi v1 withdrawn 2026-06-14T12:00:00Z: a name",
            "1 object erased, 0 kept for other versions");
    assertThat(obol.run("dataset", "status", "pi").out()).contains("WITHDRAWN");
    assertThat(obol.run("dataset", "verify", "pi").status()).isZero();
    Ran again = obol.run("dataset", "withdraw", "pi", "--version", "1", "--reason", "a street");
    assertThat(again.lines())
        .containsExactly(
            "pi v1 withdrawn 2026-06-14T12:00:00Z: a name",
            "It was withdrawn before, with that reason, which stays; yours is not kept.");
    Ran unsaid = obol.run("dataset", "withdraw", "pi", "--version", "1", "--reason", " ");
    assertThat(unsaid.status()).isEqualTo(2);
    assertThat(unsaid.err()).contains("--reason is empty");
    assertThat(obol.run("dataset", "withdraw", "pi", "--version", "9", "--reason", "x").status())
        .isEqualTo(1);
  }

  @Test
  void a_backup_brings_everything_back() throws IOException {
    signed(3);
    String before = obol.run("dataset", "status", "pi").out();
    Path file = obol.path("backup.zip");
    Ran backup = obol.run("dataset", "backup", file.toString());
    assertThat(backup.status()).as(backup.err()).isZero();
    assertThat(backup.out()).contains("1 object", "keep it secret");
    Ran refused = obol.run("dataset", "restore", file.toString());
    assertThat(refused.status()).isEqualTo(1);
    var second = new CommandLineFixture(Files.createDirectory(folder.resolve("second")));
    Ran restored = second.run("dataset", "restore", file.toString());
    assertThat(restored.status()).as(restored.err()).isZero();
    assertThat(second.run("dataset", "status", "pi").out()).isEqualTo(before);
    assertThat(second.run("dataset", "verify", "pi").status()).isZero();
  }

  @Test
  void a_backup_never_takes_the_place_of_another_file_unasked() throws IOException {
    Path file = obol.file("backup.zip", "the only good one");
    Ran nothing = obol.run("dataset", "backup", file.toString(), "--force");
    assertThat(nothing.status()).isEqualTo(1);
    assertThat(nothing.err()).contains("nothing to back up", "no key and no dataset");
    signed(3);
    Ran refused = obol.run("dataset", "backup", file.toString());
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("backup.zip is there already", "--force");
    assertThat(file).hasContent("the only good one");
    assertThat(obol.run("dataset", "backup", file.toString(), "--force").status()).isZero();
    assertThat(Files.size(file)).isGreaterThan(1000);
  }

  @Test
  void a_reference_store_is_taken_over() throws IOException {
    signed(3);
    Json.Obj status = obol.run("dataset", "status", "pi", "--json").json();
    Path store =
        obol.file(
            "pi.store.json",
            Json.object()
                .put("id", "pi")
                .put("groupID", "pi")
                .put("versions", status.list("versions").orElseThrow())
                .put("entitlements", java.util.List.of())
                .build()
                .text());
    Path key = obol.home().resolve("keys/pi.key");
    var second = new CommandLineFixture(Files.createDirectory(folder.resolve("second")));
    Ran ran = second.run("dataset", "import", store.toString(), "--key", key.toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.lines().getFirst()).startsWith("pi imported  1 version  0 files  0 tokens");
    assertThat(second.run("dataset", "import", store.toString()).status()).isEqualTo(2);
  }

  private Ran signed(int rows) throws IOException {
    return obol.run("dataset", "from", obol.rows("sft.jsonl", rows).toString(), "--name", "pi");
  }

  private String owner() {
    return obol.run("dataset", "status", "pi", "--json").json().requireText("owner");
  }

  private UserCode open(String label) {
    var applicant =
        new DeviceCodes.Applicant(
            new DatasetId("pi"), DeviceCodes.Dialect.REFERENCE, "", label, "192.0.2.7");
    try (Ledger ledger = Ledger.open(new ObolHome(obol.home()))) {
      return ledger
          .db()
          .write(tx -> new DeviceCodes(tx).open(applicant, CommandLineFixture.NOW))
          .orElseThrow()
          .userCode();
    }
  }

  private static String[] with(String[] words, String... more) {
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }
}
