package org.obol.node;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.evm.ChainId;
import org.obol.node.sale.SignInTickets;
import org.obol.x402.extension.SignIn;
import org.obol.x402.extension.SignInVerifier;

/** Invites wallets to sign in to this node on its chain, and verifies those that do. */
record SignInInvitation(PublicUrl url, ChainId chain, SignInTickets tickets, InstantSource clock) {

  /** The block of the extension sign-in-with-x for the resource at {@code uri}. */
  Json.Obj block(String uri) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var signIn =
        new SignIn(
            origin().getRawAuthority(),
            Optional.of("Sign in to have a token again for what this wallet has bought"),
            uri,
            tickets.issue(),
            now.toString(),
            Optional.of(now.plus(SignInVerifier.MAX_AGE).toString()),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return SignInVerifier.declare(signIn, List.of(chain));
  }

  SignInVerifier verifier() {
    return new SignInVerifier(origin(), chain, clock, tickets);
  }

  private URI origin() {
    return URI.create(url.text());
  }
}
