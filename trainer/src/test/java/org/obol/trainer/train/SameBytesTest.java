package org.obol.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Sha256;

/** The same inputs give the same adapter, whatever computes it. */
class SameBytesTest {

  private static final Sha256 EXPECTED =
      new Sha256("e4e15fcf184eeba2cff3fd3eb10279c4316569af003e46a8a15cfc001d9438f5");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void on_any_number_of_threads(int threads) throws Exception {
    assertThat(AdapterHash.train(threads)).isEqualTo(EXPECTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void with_vectors_of_any_width(int bits) throws Exception {
    assertThat(
            child("--add-modules=jdk.incubator.vector", "-Dorg.obol.trainer.vector.bits=" + bits))
        .isEqualTo(EXPECTED);
  }

  @Test
  void without_vectors() throws Exception {
    assertThat(child()).isEqualTo(EXPECTED);
  }

  @Test
  void on_a_processor_without_avx512() throws Exception {
    // Loops without our vectors are compiled for it, too. Elsewhere the option is unknown.
    assertThat(
            child(
                "--add-modules=jdk.incubator.vector",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:UseAVX=2"))
        .isEqualTo(EXPECTED);
  }

  @Test
  void with_the_other_compiler() throws Exception {
    assertThat(child("--add-modules=jdk.incubator.vector", "-XX:TieredStopAtLevel=1"))
        .isEqualTo(EXPECTED);
  }

  private static Sha256 child(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(AdapterHash.class.getName(), "2"));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return new Sha256(out.strip());
  }
}
