package org.obol.client.pay;

import java.net.URI;
import java.util.Optional;
import org.obol.client.source.Origin;
import org.obol.client.source.Source;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.VerificationException;
import org.obol.evm.ChainId;
import org.obol.x402.extension.SignIn;
import org.obol.x402.extension.SignInProof;

/** A wallet's proof that it is the one that paid (x402 extension sign-in-with-x). */
record WalletSignIn(Source source, ChainId chain) {

  /**
   * The header for the {@code signIn} block of an answer; empty when it has none.
   *
   * @throws VerificationException when it would sign in somewhere else
   */
  Optional<String> header(Json.Obj answer, PrivateKey key) {
    try {
      Optional<SignIn> asked =
          answer.object("signIn").flatMap(block -> block.object("info")).map(SignIn::parse);
      asked.ifPresent(this::requireHere);
      return asked.map(signIn -> SignInProof.sign(signIn, chain, key).encode());
    } catch (JsonException e) {
      throw refused("cannot be read: " + e.getMessage());
    }
  }

  /** Otherwise a server could use what is signed here to be let in there. */
  private void requireHere(SignIn signIn) {
    URI uri;
    try {
      uri = URI.create(signIn.uri());
    } catch (IllegalArgumentException e) {
      throw refused("names no URL");
    }
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!signIn.domain().equalsIgnoreCase(source.base().getRawAuthority())
        || !web
        || uri.getHost() == null
        || !Origin.of(uri).equals(source.origin())) {
      throw refused("is for another server");
    }
  }

  private VerificationException refused(String fault) {
    return new VerificationException(
        "sign_in",
        "the sign-in that " + source.origin() + " asks for " + fault + ": nothing was signed");
  }
}
