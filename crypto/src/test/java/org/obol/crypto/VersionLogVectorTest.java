package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures against the published vectors, byte for byte. */
final class VersionLogVectorTest {

  /** One signed entry of a vector. */
  record Entry(String name, PrivateKey key, Address owner, byte[] digest, Signature signature) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Entry> entries() throws IOException {
    try (var in =
        Objects.requireNonNull(
            VersionLogVectorTest.class.getResourceAsStream("/versionlog.json"))) {
      var vectors = JsonReader.read(in.readAllBytes(), 1 << 20).asObject("vectors");
      return vectors.list("vectors").orElseThrow().stream()
          .map(vector -> vector.asObject("vector"))
          .flatMap(
              vector ->
                  vector.list("entries").orElseThrow().stream()
                      .map(entry -> entry(vector, entry.asObject("entry"))))
          .toList();
    }
  }

  private static Entry entry(Json.Obj vector, Json.Obj entry) {
    var version = entry.object("version").orElseThrow();
    return new Entry(
        vector.requireText("name") + " v" + version.requireInteger("seq"),
        PrivateKey.ofHex(vector.requireText("testKey")),
        new Address(vector.requireText("owner")),
        HexFormat.of().parseHex(entry.requireText("digest")),
        new Signature(version.requireText("signature")));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void signingGivesThePublishedSignature(Entry entry) {
    assertThat(Secp256k1.sign(entry.digest(), entry.key())).isEqualTo(entry.signature());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void recoveringGivesTheOwner(Entry entry) {
    assertThat(Secp256k1.recover(entry.digest(), entry.signature())).contains(entry.owner());
    assertThat(entry.key().address()).isEqualTo(entry.owner());
  }
}
