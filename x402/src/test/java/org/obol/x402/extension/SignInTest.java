package org.obol.x402.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.PrivateKey;
import org.obol.evm.ChainId;
import org.obol.x402.Captures;
import org.obol.x402.Captures.Message;
import org.obol.x402.wire.PaymentHeaders;

/** Vector V8, what the reference packages signed, and every check of a sign-in. */
final class SignInTest {

  private static final PrivateKey ANVIL_0 =
      PrivateKey.ofHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
  private static final ChainId CHAIN = new ChainId(84532);
  private static final String URL = "https://node.example/datasets/demo/v/3";
  private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");
  private static final SignIn SIGN_IN =
      new SignIn(
          "node.example",
          Optional.of("Sign in to re-download dataset demo"),
          URL,
          "a1b2c3d4e5f67890a1b2c3d4e5f67890",
          "2026-01-01T00:00:00.000Z",
          Optional.of("2026-01-01T00:05:00.000Z"),
          Optional.empty(),
          Optional.empty(),
          List.of(URL));
  private static final String TEXT =
      """
      node.example wants you to sign in with your Ethereum account:
      0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

      Sign in to re-download dataset demo

      URI: https://node.example/datasets/demo/v/3
      Version: 1
      Chain ID: 84532
      Nonce: a1b2c3d4e5f67890a1b2c3d4e5f67890
      Issued At: 2026-01-01T00:00:00.000Z
      Expiration Time: 2026-01-01T00:05:00.000Z
      Resources:
      - https://node.example/datasets/demo/v/3\
      """;

  private final Set<String> used = new HashSet<>();

  @Test
  void vector_8_has_its_text_and_signature() {
    SignInProof proof = SignInProof.sign(SIGN_IN, CHAIN, ANVIL_0);
    assertThat(proof.message().text()).isEqualTo(TEXT);
    assertThat(proof.signature())
        .isEqualTo(
            "0xc299a8a55369917b5d7ce37b263f3fc829f97854a2235e80e4e04b26a1af8d76"
                + "4120b3a25661a33c534b69fa5313484a1f401aabdfea158b312f8351ad26ee331c");
    assertThat(SignInMessage.parse(TEXT)).isEqualTo(proof.message());
    assertThat(SignInProof.decode(proof.encode())).isEqualTo(proof);
  }

  @Test
  void a_text_with_and_without_each_field_is_read_back() {
    SignIn bare = with(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    SignIn full =
        with(
            Optional.of("s"),
            Optional.of("2026-01-01T00:00:00Z"),
            Optional.of("request-1"),
            List.of("a:b", "c:d"));
    for (SignIn signIn : List.of(bare, full)) {
      var message = new SignInMessage(signIn, ANVIL_0.address(), CHAIN);
      assertThat(SignInMessage.parse(message.text())).isEqualTo(message);
      assertThat(SignIn.parse(signIn.json())).isEqualTo(signIn);
    }
    assertThat(new SignInMessage(bare, ANVIL_0.address(), CHAIN).text())
        .contains("92266\n\n\nURI: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "node.example wants you to sign in with your Ethereum account:\n"})
  void another_text_is_refused(String text) {
    assertThatThrownBy(() -> SignInMessage.parse(text)).isInstanceOf(JsonException.class);
    for (String broken :
        List.of(
            TEXT + "\n",
            TEXT + "\nx",
            TEXT.replace("Version: 1", "Version: 2"),
            TEXT.replace("Chain ID: 84532", "Chain ID: 084532"),
            TEXT.replace("\n", "\r\n"))) {
      assertThatThrownBy(() -> SignInMessage.parse(broken)).isInstanceOf(JsonException.class);
    }
  }

  @Test
  void no_field_can_look_like_the_next() {
    SignIn forged =
        with(
            Optional.of("hello\n\nURI: https://other"),
            Optional.empty(),
            Optional.empty(),
            List.of());
    assertThatThrownBy(() -> new SignInMessage(forged, ANVIL_0.address(), CHAIN))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void a_captured_sign_in_is_verified_and_signed_alike() {
    Message asked = captured(PaymentHeaders.PAYMENT_REQUIRED);
    Json.Obj extensions =
        PaymentHeaders.decode(asked.header(PaymentHeaders.PAYMENT_REQUIRED).orElseThrow())
            .object("extensions")
            .orElseThrow();
    SignIn signIn = SignInVerifier.declaredIn(extensions).orElseThrow();
    String theirs =
        captured(PaymentHeaders.SIGN_IN_WITH_X).header(PaymentHeaders.SIGN_IN_WITH_X).orElseThrow();
    assertThat(SignInProof.sign(signIn, CHAIN, Captures.PAYER).encode()).isEqualTo(theirs);
    assertThat(SignInVerifier.declare(signIn, List.of(CHAIN)).text())
        .isEqualTo(extensions.object(SignInVerifier.ID).orElseThrow().text());
    var verifier =
        new SignInVerifier(
            URI.create("http://127.0.0.1:14221"),
            CHAIN,
            InstantSource.fixed(Instant.parse("2026-11-22T08:13:49Z")),
            (nonce, until) -> used.add(nonce));
    assertThat(verifier.verify(theirs))
        .isInstanceOfSatisfying(
            SignInVerifier.Result.SignedIn.class,
            signedIn -> assertThat(signedIn.address()).isEqualTo(Captures.PAYER.address()));
    assertThat(code(verifier.verify(theirs))).isEqualTo("invalid_siwx_nonce");
  }

  @Test
  void a_sign_in_counts_for_its_server_and_time_only() {
    String header = SignInProof.sign(SIGN_IN, CHAIN, ANVIL_0).encode();
    assertThat(code(verifier("https://other.example", 0).verify(header)))
        .isEqualTo("invalid_siwx_domain_mismatch");
    assertThat(code(verifier("http://node.example", 0).verify(header)))
        .isEqualTo("invalid_siwx_uri_mismatch");
    assertThat(code(verifier("https://node.example", -1).verify(header)))
        .isEqualTo("invalid_siwx_issued_at_in_future");
    assertThat(code(verifier("https://node.example", 300).verify(header)))
        .isEqualTo("invalid_siwx_expired");
    assertThat(code(verifier("https://node.example", 301).verify(header)))
        .isEqualTo("invalid_siwx_issued_at_too_old");
    assertThat(used).isEmpty();
    assertThat(verifier("https://node.example", 299).verify(header))
        .isEqualTo(new SignInVerifier.Result.SignedIn(ANVIL_0.address(), ISSUED));
    assertThat(code(verifier("https://node.example", 0).verify(header)))
        .isEqualTo("invalid_siwx_nonce");
  }

  @Test
  void a_sign_in_before_its_start_or_on_another_chain_is_refused() {
    SignIn later =
        with(Optional.empty(), Optional.of("2026-01-01T00:01:00Z"), Optional.empty(), List.of());
    assertThat(
            code(
                verifier("https://node.example", 0)
                    .verify(SignInProof.sign(later, CHAIN, ANVIL_0).encode())))
        .isEqualTo("invalid_siwx_not_yet_valid");
    assertThat(
            code(
                verifier("https://node.example", 0)
                    .verify(SignInProof.sign(SIGN_IN, new ChainId(1), ANVIL_0).encode())))
        .isEqualTo("invalid_siwx_chain_id");
  }

  @Test
  void somebody_elses_signature_is_refused_and_uses_no_nonce() {
    SignInProof good = SignInProof.sign(SIGN_IN, CHAIN, ANVIL_0);
    var stolen =
        new SignInProof(
            new SignInMessage(SIGN_IN, Captures.PAYER.address(), CHAIN), good.signature());
    assertThat(code(verifier("https://node.example", 0).verify(stolen.encode())))
        .isEqualTo("invalid_siwx_signature");
    assertThat(code(verifier("https://node.example", 0).verify("garbage")))
        .isEqualTo("invalid_siwx_payload");
    assertThat(used).isEmpty();
  }

  @Test
  void a_wallet_that_owns_nothing_uses_no_nonce() {
    String header = SignInProof.sign(SIGN_IN, CHAIN, ANVIL_0).encode();
    SignInVerifier verifier = verifier("https://node.example", 10);
    var who = new SignInVerifier.Result.SignedIn(ANVIL_0.address(), ISSUED);
    assertThat(verifier.verify(header, signedIn -> !signedIn.equals(who)))
        .isEqualTo(new SignInVerifier.Result.Stranger(who));
    assertThat(used).isEmpty();
    assertThat(verifier.verify(header, who::equals)).isEqualTo(who);
    assertThat(code(verifier.verify(header, who::equals))).isEqualTo("invalid_siwx_nonce");
  }

  private SignInVerifier verifier(String origin, long secondsLater) {
    return new SignInVerifier(
        URI.create(origin),
        CHAIN,
        InstantSource.fixed(ISSUED.plusSeconds(secondsLater)),
        (nonce, until) -> used.add(nonce));
  }

  private static String code(SignInVerifier.Result result) {
    return ((SignInVerifier.Result.Refused) result).reason().code();
  }

  private static SignIn with(
      Optional<String> statement,
      Optional<String> notBefore,
      Optional<String> requestId,
      List<String> resources) {
    return new SignIn(
        SIGN_IN.domain(),
        statement,
        URL,
        SIGN_IN.nonce(),
        SIGN_IN.issuedAt(),
        Optional.empty(),
        notBefore,
        requestId,
        resources);
  }

  private static Message captured(String header) {
    return Captures.messages("v2-extensions.json").stream()
        .filter(message -> message.isIn("X5") && message.header(header).isPresent())
        .findFirst()
        .orElseThrow();
  }
}
