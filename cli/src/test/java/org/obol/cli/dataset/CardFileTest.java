package org.obol.cli.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

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
            """);
    assertThat(card.title()).contains("Pi sessions");
    assertThat(card.description()).contains("Some text\n");
    assertThat(card.license()).contains("CC-BY-4.0");
    assertThat(card.licenseSha256()).contains(Sha256.hash("be kind\n"));
    assertThat(card.keywords()).containsExactly("coding", "2024");
    assertThat(card.permissions()).containsExactly(entry("train", "allowed"));
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
    refused("permissions:\n  training: notAllowed\n", "the known one is train");
    refused("license: ''\n", "it must be an SPDX id or expression");
    refused("license: NOT A LIC!!\n", "it must be an SPDX id or expression");
    refused("license: MIT Apache-2.0\n", "it must be an SPDX id or expression");
    refused("- a\n", "line 1: expected \"key: value\" lines");
    refused("", "the file is empty");
    refused("title: [\n", "not YAML");
    refused("title: " + "x".repeat(70_000), "a card has at most 65536 bytes");
  }

  @Test
  void expressions_and_licences_of_ones_own_are_licences() throws IOException {
    for (String license :
        new String[] {
          "MIT",
          "cc-by-4.0",
          "LicenseRef-acme",
          "MIT OR (Apache-2.0 AND BSD-3-Clause)",
          "GPL-2.0+ WITH x"
        }) {
      assertThat(read("license: " + license + "\n").license()).contains(license);
    }
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
