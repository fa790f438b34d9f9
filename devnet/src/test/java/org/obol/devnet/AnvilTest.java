package org.obol.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when anvil cannot be had; that it can be is in every other test. */
final class AnvilTest {

  @TempDir private Path folder;

  @Test
  void a_missing_npm_is_named() {
    assertThatThrownBy(() -> Anvil.install(folder, "no-such-npm", "linux-amd64"))
        .isInstanceOf(DevnetException.class)
        .hasMessageContaining("install Node 20");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_failed_download_says_what_npm_said_and_leaves_nothing() throws IOException {
    Path npm = program("npm", "echo 'npm error network\\033 down'; exit 1");
    Path target = folder.resolve("cache");
    assertThatThrownBy(() -> Anvil.install(target, npm.toString(), "linux-amd64"))
        .isInstanceOf(DevnetException.class)
        .hasMessageContaining("try again")
        .hasMessageContaining("npm error network? down");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void npm_is_told_to_take_what_the_lock_says_and_to_run_no_scripts() throws IOException {
    Path npm = program("npm", "echo \"$@\"; exit 1");
    assertThatThrownBy(() -> Anvil.install(folder.resolve("cache"), npm.toString(), "linux-amd64"))
        .hasMessageContaining("ci --ignore-scripts");
    try (var lock =
        Objects.requireNonNull(Anvil.class.getResourceAsStream("anvil/package-lock.json"))) {
      assertThat(new String(lock.readAllBytes(), StandardCharsets.UTF_8))
          .contains("\"integrity\": \"sha512-")
          .contains("\"version\": \"" + Anvil.VERSION + "\"")
          .doesNotContain("resolved")
          .doesNotContain("://");
    }
  }

  @Test
  void an_empty_install_is_noticed() throws IOException {
    Path npm = program("npm", "exit 0");
    assertThatThrownBy(() -> Anvil.install(folder.resolve("cache"), npm.toString(), "linux-amd64"))
        .isInstanceOf(DevnetException.class)
        .hasMessageContaining("no anvil for this machine");
  }

  @Test
  void what_is_installed_is_used_without_npm() throws IOException {
    String inside = "node_modules/@foundry-rs/anvil-linux-amd64/bin";
    Path npm =
        program("npm", "mkdir -p " + inside + " && cp \"$0\" " + inside + "/anvil && rm \"$0\"");
    Path target = folder.resolve("cache");
    Anvil first = Anvil.install(target, npm.toString(), "linux-amd64");
    assertThat(first.executable()).isExecutable();
    assertThat(npm).doesNotExist();
    assertThat(Anvil.install(target, npm.toString(), "linux-amd64")).isEqualTo(first);
  }

  @Test
  void another_platform_is_told_what_to_do() {
    assertThatThrownBy(() -> Anvil.install(folder, "npm", "darwin-arm64"))
        .isInstanceOf(DevnetException.class)
        .hasMessageContaining("darwin-arm64")
        .hasMessageContaining(Anvil.VERSION);
  }

  @Test
  void a_program_that_ends_at_once_is_quoted() throws IOException {
    var broken = new Anvil(program("anvil", "echo 'no such flag'; exit 2"));
    assertThatThrownBy(() -> Devnet.start(DevnetConfig.of(broken)))
        .isInstanceOf(DevnetException.class)
        .hasMessageContaining("no such flag");
  }

  private Path program(String name, String script) throws IOException {
    return Files.writeString(
        Files.createFile(
            folder.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
        "#!/bin/sh\n" + script + "\n");
  }
}
