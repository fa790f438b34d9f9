package org.obol.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The compiled contracts in the repository are those that the sources beside them give. */
final class ContractsTest {

  @Test
  void compiling_again_gives_the_same_bytes() throws IOException, InterruptedException {
    Process build =
        new ProcessBuilder(
                "../build/solidity", Path.of("target", "solc").toAbsolutePath().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String compiled = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(build.waitFor()).isZero();
    Path kept = Path.of("src", "main", "resources", "org", "obol", "devnet", "contracts.json");
    assertThat(Files.readString(kept))
        .as("run build/solidity --write after a change to a contract")
        .isEqualTo(compiled);
  }

  @Test
  void the_compiler_is_pinned_by_digest_and_by_no_address() throws IOException {
    String lock = Files.readString(Path.of("src", "main", "solidity", "package-lock.json"));
    assertThat(lock).contains("\"integrity\": \"sha512-").doesNotContain("\"resolved\"");
  }
}
