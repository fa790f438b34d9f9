package org.obol.finetune.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.obol.crypto.JsonException;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.provenance.ModelSignature.HashedName;

/** OpenSSF Model Signing against a bundle that model-signing 1.1.1 made. */
class ModelSignatureTest {

  /** The three files of the bundle in the test's resources. */
  private static final List<HashedFile> FILES =
      List.of(
          file("sub/b.txt", "hi\n"), file("a.txt", "hello\n"), file("adapter_config.json", "{}\n"));

  private static final AttestationPublicKey KEY =
      AttestationPublicKey.parse(EnvelopeTest.OPENSSL_KEY);

  @Test
  void one_digest_over_all_files_is_that_of_the_reference() {
    // python3: sha256(sha256(b"hello\n") + sha256(b"{}\n") + sha256(b"hi\n"))
    assertThat(ModelRoot.of(FILES).hex())
        .isEqualTo("f56e4d0d0e56832f167e353a272d16cfb8923828a907f709b110bde51fe908d7");
  }

  @Test
  void a_bundle_of_the_reference_program_verifies() throws IOException {
    assertThat(ModelSignature.verify(reference(), KEY))
        .containsExactly(
            FILES.stream()
                .sorted(ModelRoot.ORDER)
                .map(file -> new HashedName(file.name().text(), file.sha256()))
                .toArray(HashedName[]::new));
    assertThat(ModelSignature.isOurForm(reference(), KEY)).isFalse();
  }

  @Test
  void a_bundle_of_ours_verifies_and_has_our_form() {
    AttestationKey key = AttestationKey.generate();
    byte[] bundle = ModelSignature.sign("m", FILES, key);
    assertThat(ModelSignature.verify(bundle, key.publicKey())).hasSize(3);
    assertThat(ModelSignature.isOurForm(bundle, key.publicKey())).isTrue();
    assertThatThrownBy(() -> ModelSignature.verify(bundle, AttestationKey.generate().publicKey()))
        .isInstanceOf(VerificationException.class);
  }

  @Test
  void a_bundle_of_another_kind_is_refused() throws IOException {
    String bundle = new String(reference(), UTF_8);
    for (String other :
        List.of(
            bundle.replace("v0.3", "v0.1"),
            bundle.replace("dsseEnvelope", "messageSignature"),
            bundle.replace("publicKey", "certificate"))) {
      assertThat(other).isNotEqualTo(bundle);
      assertThatThrownBy(() -> ModelSignature.verify(other.getBytes(UTF_8), KEY))
          .isInstanceOf(JsonException.class);
    }
    String hint = bundle.replaceFirst("\"hint\":\"[0-9a-f]", "\"hint\":\"x");
    assertThatThrownBy(() -> ModelSignature.verify(hint.getBytes(UTF_8), KEY))
        .isInstanceOf(VerificationException.class);
  }

  @Test
  void names_are_sorted_by_code_points() {
    List<String> sorted =
        List.of(
                file("b", ""),
                file("a/z", ""),
                file("a.x", ""),
                file("\uD83D\uDE00", ""),
                file("\uFF5E", ""))
            .stream()
            .sorted(ModelRoot.ORDER)
            .map(f -> f.name().text())
            .toList();
    assertThat(sorted).containsExactly("a.x", "a/z", "b", "\uFF5E", "\uD83D\uDE00");
  }

  private static HashedFile file(String name, String content) {
    return HashedFile.of(new FileName(name), content.getBytes(UTF_8));
  }

  private static byte[] reference() throws IOException {
    try (InputStream in = ModelSignatureTest.class.getResourceAsStream("oms/model.sig")) {
      return in.readAllBytes();
    }
  }
}
