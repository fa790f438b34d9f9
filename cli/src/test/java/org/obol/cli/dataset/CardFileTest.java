package org.obol.cli.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.Card;

final class CardFileTest {

  @TempDir private Path folder;

  @Test
  void a_card_says_what_its_file_says() throws IOException {
    Files.writeString(folder.resolve("LICENSE"), "be kind\n");
    Card card =
        read(
            """
            title: Pi sessions
            description: >
              Some
              text
            license: CC-BY-4.0
            license_file: LICENSE
            keywords: [coding, "2024"]
            permissions:
              train: allowed
              resell: notAllowed
            """);
    assertThat(card.title()).contains("Pi sessions");
    assertThat(card.description()).contains("Some text\n");
    assertThat(card.license()).contains("CC-BY-4.0");
    assertThat(card.licenseSha256()).contains(Sha256.hash("be kind\n"));
    assertThat(card.keywords()).containsExactly("coding", "2024");
    assertThat(card.permissions())
        .containsEntry("train", "allowed")
        .containsEntry("resell", "notAllowed");
  }

  @Test
  void what_is_not_understood_is_refused_by_its_line() {
    refused("title: a\nauthor: b\n", "line 2: unknown key \"author\"");
    refused("title: a\ntitle: b\n", "line 2");
    refused("title: &a x\ndescription: *a\n", "line 2: aliases are not read");
    refused("title: 2024\n", "line 1: expected a text");
    refused("title: true\n", "line 1: expected a text");
    refused("title:\n", "expected a text");
    refused("keywords: one\n", "line 1: expected a list");
    refused("permissions:\n  train: perhaps\n", "it must be allowed, notAllowed or constrained");
    refused("- a\n", "line 1: expected \"key: value\" lines");
    refused("", "the file is empty");
    refused("title: [\n", "not YAML");
    refused("title: " + "x".repeat(70_000), "a card has at most 65536 bytes");
  }

  private void refused(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.USAGE))
        .hasMessageContaining(message);
  }

  private Card read(String yaml) throws IOException {
    return CardFile.read(Files.writeString(folder.resolve("card.yaml"), yaml));
  }
}
