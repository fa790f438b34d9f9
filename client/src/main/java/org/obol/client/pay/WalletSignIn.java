package org.obol.client.pay;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.obol.client.source.Answered;
import org.obol.client.source.FetchException;
import org.obol.client.source.Origin;
import org.obol.client.source.RefusedException;
import org.obol.client.source.Source;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.VerificationException;
import org.obol.evm.ChainId;
import org.obol.x402.extension.SignIn;
import org.obol.x402.extension.SignInProof;
import org.obol.x402.extension.SignInVerifier;
import org.obol.x402.wire.PaymentHeaders;

/**
 * A wallet's proof that it is the one that paid (x402 extension sign-in-with-x).
 *
 * @param wallet opened only when a server asks for a sign-in of its own
 */
record WalletSignIn(JoinApi api, Supplier<PrivateKey> wallet) {

  /**
   * Signs in as {@code invitation} asks and shows {@code proof} of what was bought; empty when it
   * asks for no sign-in.
   *
   * @throws VerificationException when it would sign in somewhere else
   * @throws RefusedException when the wallet is not the one that paid
   * @throws FetchException when no answer came
   */
  Optional<Answered> answer(Purchase purchase, Answered invitation, Optional<Json.Obj> proof)
      throws FetchException {
    Optional<SignIn> asked = asked(invitation);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    ChainId chain = ChainId.parse(purchase.cost().payee().network());
    String header = SignInProof.sign(asked.get(), chain, payer(purchase)).encode();
    return Optional.of(
        api.send(
            purchase.goods().seq(),
            Map.of(PaymentHeaders.SIGN_IN_WITH_X, header),
            proof.map(Json::utf8).orElseGet(() -> new byte[0])));
  }

  private Optional<SignIn> asked(Answered invitation) {
    try {
      Optional<SignIn> asked = read(invitation);
      asked.ifPresent(this::requireHere);
      return asked;
    } catch (JsonException e) {
      throw refused("cannot be read: " + e.getMessage());
    }
  }

  private static Optional<SignIn> read(Answered invitation) {
    return invitation.status() == 402
        ? JoinApi.asked(invitation).object("extensions").flatMap(SignInVerifier::declaredIn)
        : invitation
            .json()
            .object("signIn")
            .flatMap(block -> block.object("info"))
            .map(SignIn::parse);
  }

  /** Otherwise a server could use what is signed here to be let in there. */
  private void requireHere(SignIn signIn) {
    URI uri;
    try {
      uri = URI.create(signIn.uri());
    } catch (IllegalArgumentException e) {
      throw refused("names no URL");
    }
    Source source = api.source();
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!signIn.domain().equalsIgnoreCase(source.base().getRawAuthority())
        || !web
        || uri.getHost() == null
        || !Origin.of(uri).equals(source.origin())) {
      throw refused("is for another server");
    }
  }

  /** Another wallet would prove that it has paid nothing. */
  private PrivateKey payer(Purchase purchase) {
    PrivateKey key = wallet.get();
    if (!key.address().equals(purchase.payment().payer())) {
      throw new RefusedException(
          "already_entitled",
          "it was paid by "
              + purchase.payment().payer().checksummed()
              + ", and that wallet has to sign in: give --wallet");
    }
    return key;
  }

  private VerificationException refused(String fault) {
    return new VerificationException(
        "sign_in",
        "the sign-in that "
            + api.source().origin()
            + " asks for "
            + fault
            + ": nothing was signed");
  }
}
