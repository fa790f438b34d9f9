package org.obol.finetune.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.finetune.provenance.ModelSignature.HashedName;

/**
 * Model Signing and CycloneDX against the reference programs of both, from the Python index. Runs
 * with the profile {@code oracle} only.
 */
final class ModelSigningOracleIT {

  private static final Path PYTHON = Path.of("target/oracle-venv").toAbsolutePath();

  @TempDir Path temp;

  @BeforeAll
  static void install() throws Exception {
    if (Files.notExists(PYTHON.resolve("installed"))) {
      succeed("python3", "-m", "venv", PYTHON.toString());
      succeed(
          bin("pip"),
          "install",
          "--quiet",
          "model-signing==1.1.1",
          "pyOpenSSL",
          "cyclonedx-python-lib[json-validation]>=11.5,<12");
      Files.createFile(PYTHON.resolve("installed"));
    }
  }

  @Test
  void model_signing_verifies_a_bundle_of_ours_until_a_byte_changes() throws Exception {
    Path run = temp.resolve("run");
    ExampleRun.record(run);
    Path key = Files.writeString(temp.resolve("key.pem"), ExampleRun.ATTESTATION.publicKey().pem());
    List<String> verify =
        List.of(
            bin("model_signing"),
            "verify",
            "key",
            run.resolve("adapter").toString(),
            "--signature",
            run.resolve("model.sig").toString(),
            "--public_key",
            key.toString());
    assertThat(run(verify)).isZero();
    Files.writeString(run.resolve("adapter/adapter_config.json"), "{}");
    assertThat(run(verify)).isNotZero();
  }

  @Test
  void we_verify_a_bundle_of_model_signing_until_the_key_changes() throws Exception {
    ExampleRun.writeOutputs(temp);
    AttestationKey key = AttestationKey.generate();
    Path secret =
        Files.writeString(
            temp.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\n"
                + key.revealText().lines().findFirst().orElseThrow()
                + "\n-----END PRIVATE KEY-----\n");
    succeed(
        bin("model_signing"),
        "sign",
        "key",
        temp.resolve("adapter").toString(),
        "--signature",
        temp.resolve("model.sig").toString(),
        "--private_key",
        secret.toString());
    byte[] bundle = Files.readAllBytes(temp.resolve("model.sig"));
    assertThat(ModelSignature.verify(bundle, key.publicKey()).stream().map(HashedName::name))
        .containsExactly("adapter_config.json", "adapter_model.safetensors");
    assertThatThrownBy(() -> ModelSignature.verify(bundle, AttestationKey.generate().publicKey()))
        .hasMessageContaining("not by the attestation key");
  }

  @Test
  void the_bill_of_materials_follows_the_schema_of_cyclonedx() throws Exception {
    ExampleDataset dataset = ExampleDataset.make();
    for (RunMode mode : RunMode.values()) {
      Path run = temp.resolve(mode.word());
      ExampleRun.record(
          run, dataset.binding(dataset.evidence()), ExampleRun.facts(mode), ExampleRun.KEYS);
      succeed(
          bin("python"),
          "-c",
          "import sys\n"
              + "from cyclonedx.schema import SchemaVersion\n"
              + "from cyclonedx.validation.json import JsonStrictValidator\n"
              + "sys.exit(JsonStrictValidator(SchemaVersion.V1_7)"
              + ".validate_str(open(sys.argv[1]).read()) is not None)",
          run.resolve("bom.cdx.json").toString());
    }
  }

  private static String bin(String name) {
    return PYTHON.resolve("bin").resolve(name).toString();
  }

  private static void succeed(String... command) throws Exception {
    assertThat(run(List.of(command))).as(String.join(" ", command)).isZero();
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
