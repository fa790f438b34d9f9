package org.obol.x402.extension;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.evm.ChainId;
import org.obol.x402.wire.Reason;

/**
 * The server's side of signing in (extension sign-in-with-x): declares it and checks what comes
 * back. Who signed in is then looked up among those who paid. Keys only: a contract wallet
 * (EIP-1271) cannot sign in.
 */
public final class SignInVerifier {

  /** The extension's name. */
  public static final String ID = "sign-in-with-x";

  /** How old a sign-in may be. */
  public static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** What a sign-in comes to. */
  public sealed interface Result {

    /**
     * The account signed in.
     *
     * @param issuedAt when, as it says itself; not in the future
     */
    record SignedIn(Address address, Instant issuedAt) implements Result {}

    /** It did, and there is nothing here for it: its nonce was not used up. */
    record Stranger(SignedIn who) implements Result {}

    /** It did not; the reason has the reference packages' code. */
    record Refused(Reason reason) implements Result {}
  }

  private final URI origin;
  private final ChainId chain;
  private final InstantSource clock;
  private final SignInNonces nonces;

  /**
   * A verifier for the server at {@code origin}, whose path does not matter.
   *
   * @param chain the one that wallets sign in on
   */
  public SignInVerifier(URI origin, ChainId chain, InstantSource clock, SignInNonces nonces) {
    this.origin = origin;
    this.chain = chain;
    this.clock = clock;
    this.nonces = nonces;
  }

  /** What a server puts into {@code extensions} of a challenge under {@link #ID}. */
  public static Json.Obj declare(SignIn signIn, List<ChainId> chains) {
    List<Json.Obj> supported =
        chains.stream()
            .map(c -> Json.object().put("chainId", c.toString()).put("type", "eip191").build())
            .toList();
    return Json.object()
        .put("info", signIn.json())
        .put("supportedChains", supported)
        .put("schema", schema())
        .build();
  }

  /** The sign-in that a challenge's {@code extensions} ask for, if they do. */
  public static Optional<SignIn> declaredIn(Json.Obj extensions) {
    return extensions.object(ID).flatMap(block -> block.object("info")).map(SignIn::parse);
  }

  /** Checks a header; its nonce is used up when everything else is right. */
  public Result verify(String header) {
    return verify(header, everybody -> true);
  }

  /**
   * Checks a header; its nonce is used up when everything else is right and {@code entitled} says
   * that there is something to give. Keys cost nothing, so that used nonces of accounts that own
   * nothing would fill the memory of any server. Such a sign-in can be shown again: what the
   * account was given after {@link Result.SignedIn#issuedAt} must not be handed out for it.
   */
  public Result verify(String header, Predicate<Result.SignedIn> entitled) {
    try {
      return verify(SignInProof.decode(header), entitled);
    } catch (JsonException e) {
      return refused("invalid_siwx_payload", "the sign-in cannot be read");
    }
  }

  private Result verify(SignInProof proof, Predicate<Result.SignedIn> entitled) {
    SignIn signIn = proof.message().signIn();
    if (!signIn.domain().equals(origin.getRawAuthority())) {
      return refused("invalid_siwx_domain_mismatch", "signed for another server");
    }
    if (!sameOrigin(signIn.uri())) {
      return refused("invalid_siwx_uri_mismatch", "signed for another server's resource");
    }
    if (!proof.message().chain().equals(chain)) {
      return refused("invalid_siwx_chain_id", "signed on another chain");
    }
    Optional<Instant> issuedAt = time(signIn.issuedAt());
    if (issuedAt.isEmpty()) {
      return refused("invalid_siwx_issued_at", "issuedAt is no time");
    }
    Optional<Result> untimely = untimely(signIn, issuedAt.get());
    if (untimely.isPresent()) {
      return untimely.get();
    }
    Address address = proof.message().address();
    if (!proof.signer().equals(Optional.of(address))) {
      return refused("invalid_siwx_signature", "another key signed");
    }
    var signedIn = new Result.SignedIn(address, issuedAt.get());
    if (!entitled.test(signedIn)) {
      return new Result.Stranger(signedIn);
    }
    // Last, so that nobody uses up a nonce without a wallet.
    return nonces.use(signIn.nonce(), clock.instant().plus(MAX_AGE))
        ? signedIn
        : refused("invalid_siwx_nonce", "the nonce is not of this server or was used");
  }

  private Optional<Result> untimely(SignIn signIn, Instant issuedAt) {
    Instant now = clock.instant();
    if (issuedAt.isAfter(now)) {
      return Optional.of(refused("invalid_siwx_issued_at_in_future", "issuedAt is in the future"));
    }
    if (now.isAfter(issuedAt.plus(MAX_AGE))) {
      return Optional.of(refused("invalid_siwx_issued_at_too_old", "issuedAt is too long ago"));
    }
    if (signIn.expirationTime().isPresent()) {
      Optional<Instant> end = signIn.expirationTime().flatMap(SignInVerifier::time);
      if (end.isEmpty() || !now.isBefore(end.get())) {
        return Optional.of(refused("invalid_siwx_expired", "the sign-in has expired"));
      }
    }
    if (signIn.notBefore().isPresent()) {
      Optional<Instant> start = signIn.notBefore().flatMap(SignInVerifier::time);
      if (start.isEmpty() || now.isBefore(start.get())) {
        return Optional.of(refused("invalid_siwx_not_yet_valid", "the sign-in is not valid yet"));
      }
    }
    return Optional.empty();
  }

  private boolean sameOrigin(String uri) {
    try {
      URI url = URI.create(uri);
      return Objects.equals(lower(url.getScheme()), lower(origin.getScheme()))
          && Objects.equals(lower(url.getRawAuthority()), lower(origin.getRawAuthority()));
    } catch (IllegalArgumentException notAnUri) {
      return false;
    }
  }

  private static String lower(@Nullable String text) {
    return String.valueOf(text).toLowerCase(Locale.ROOT);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private static Result refused(String code, String sentence) {
    return new Result.Refused(Reason.of(code, sentence));
  }

  private static Json.Obj schema() {
    Json.Obj uri = Json.object().put("type", "string").put("format", "uri").build();
    Json.Obj time = Json.object().put("type", "string").put("format", "date-time").build();
    var fields = Schemas.types(Json.object(), "string", "domain", "address", "statement");
    fields.put("uri", uri);
    Schemas.types(fields, "string", "version", "chainId", "type", "nonce");
    fields.put("issuedAt", time).put("expirationTime", time).put("notBefore", time);
    Schemas.types(fields, "string", "requestId");
    fields.put("resources", Json.object().put("type", "array").put("items", uri).build());
    Schemas.types(fields, "string", "signature");
    return Schemas.root(
        fields.build(),
        "domain",
        "address",
        "uri",
        "version",
        "chainId",
        "type",
        "nonce",
        "issuedAt",
        "signature");
  }
}
