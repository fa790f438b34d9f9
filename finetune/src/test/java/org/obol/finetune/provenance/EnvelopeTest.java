package org.obol.finetune.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.KeyException;

/** DSSE against its specification and against OpenSSL. */
class EnvelopeTest {

  /** The public half of a key that openssl ecparam made, and its signature over the example. */
  static final String OPENSSL_KEY =
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEr2ZyH2cDpt/yZdtgg4HLMb+C9sN7laN35aqPjsXo+dgRxeZfCju0fQQK"
          + "3B30b9tvVU/gZgjeNWUEVUBKpkfSNQ==";

  private static final String OPENSSL_SIGNATURE =
      "MEUCIQDVLEHwuInDj9mSl7o4XjxS+XXGbcpoayFZOyvwKPyq9gIgGwxNyzJVYsXa4tKsKCM/6jzNFZdSQ1P23773ZwdilGM=";

  @Test
  void the_example_of_the_specification() {
    assertThat(
            new String(
                Envelope.pae("http://example.com/HelloWorld", "hello world".getBytes(UTF_8)),
                UTF_8))
        .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  }

  @Test
  void lengths_are_bytes_and_nothing_can_be_moved_between_the_parts() {
    assertThat(new String(Envelope.pae("ä", "日".getBytes(UTF_8)), UTF_8))
        .isEqualTo("DSSEv1 2 ä 3 日");
    assertThat(new String(Envelope.pae("", new byte[0]), UTF_8)).isEqualTo("DSSEv1 0  0 ");
    assertThat(Envelope.pae("a", "b 1 c".getBytes(UTF_8)))
        .isNotEqualTo(Envelope.pae("a 5 b", "c".getBytes(UTF_8)));
  }

  @Test
  void a_signature_that_openssl_made_over_the_example_verifies() {
    byte[] pae = Envelope.pae("http://example.com/HelloWorld", "hello world".getBytes(UTF_8));
    byte[] signature = Base64.getDecoder().decode(OPENSSL_SIGNATURE);
    AttestationPublicKey key = AttestationPublicKey.parse(OPENSSL_KEY);
    assertThat(key.verifies(pae, signature)).isTrue();
    pae[0] ^= 1;
    assertThat(key.verifies(pae, signature)).isFalse();
  }

  @Test
  void signatures_that_are_none_do_not_verify() {
    AttestationPublicKey key = AttestationPublicKey.parse(OPENSSL_KEY);
    assertThat(key.verifies(new byte[0], new byte[0])).isFalse();
    // r and s of zero, which once verified everything (CVE-2022-21449).
    assertThat(key.verifies(new byte[0], new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0})).isFalse();
  }

  @Test
  void an_envelope_is_read_as_it_was_written() {
    AttestationKey key = AttestationKey.generate();
    Envelope made = Envelope.sign("{}".getBytes(UTF_8), "k", key::sign);
    Envelope read = Envelope.read(JsonReader.read(made.toJson().text()));
    assertThat(read.toJson()).isEqualTo(made.toJson());
    assertThat(read.isSignedBy(key.publicKey())).isTrue();
    assertThat(read.isSignedBy(AttestationKey.generate().publicKey())).isFalse();
  }

  @Test
  void there_is_one_text_for_each_payload_and_one_signature() {
    String envelope = "{\"payload\":\"%s\",\"payloadType\":\"t\",\"signatures\":[%s]}";
    String signature = "{\"keyid\":\"\",\"sig\":\"AA==\"}";
    assertThat(Envelope.read(JsonReader.read(envelope.formatted("AA==", signature))).payload())
        .containsExactly(0);
    for (String other : new String[] {"AB==", "AA", "AA=", "A A==", "-_8="}) {
      assertThatThrownBy(() -> Envelope.read(JsonReader.read(envelope.formatted(other, signature))))
          .isInstanceOf(JsonException.class);
    }
    for (String other : new String[] {"", signature + "," + signature, "{}", "{\"sig\":1}"}) {
      assertThatThrownBy(() -> Envelope.read(JsonReader.read(envelope.formatted("AA==", other))))
          .isInstanceOf(JsonException.class);
    }
  }

  @Test
  void keys_are_kept_as_text_and_only_on_p256() {
    AttestationKey key = AttestationKey.generate();
    AttestationKey read = AttestationKey.parse(key.revealText());
    assertThat(read.publicKey()).isEqualTo(key.publicKey()).hasSameHashCodeAs(key.publicKey());
    byte[] message = {1, 2, 3};
    assertThat(key.publicKey().verifies(message, read.sign(message))).isTrue();
    assertThat(key.toString()).doesNotContain(key.revealText().lines().findFirst().orElseThrow());
    String mixed =
        key.revealText().lines().findFirst().orElseThrow()
            + "\n"
            + AttestationKey.generate().publicKey().base64();
    for (String wrong : new String[] {"", "a\nb", mixed}) {
      assertThatThrownBy(() -> AttestationKey.parse(wrong)).isInstanceOf(KeyException.class);
    }
  }

  @Test
  void a_key_on_another_curve_is_refused() throws Exception {
    for (String curve : new String[] {"secp384r1", "secp521r1"}) {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      String spki =
          Base64.getEncoder().encodeToString(generator.generateKeyPair().getPublic().getEncoded());
      assertThatThrownBy(() -> AttestationPublicKey.parse(spki))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> AttestationPublicKey.parse("AAAA"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
