package org.obol.client.pay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.ObolException;
import org.obol.dataset.sale.Payee;
import org.obol.evm.ChainId;
import org.obol.x402.exact.ExactTerms;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;
import org.obol.x402.wire.PaymentRequired;
import org.obol.x402.wire.PaymentRequirements;

/**
 * The one of a challenge's ways to pay that is payable: scheme exact by EIP-3009, in a token of our
 * own table. What is signed for is the table's domain, never one that a server made up.
 */
record PayableTerms(PaymentRequirements requirement, ExactTerms terms, Token token) {

  /** A signature that is good for longer than this is not given away, in seconds. */
  private static final long LONGEST_TIMEOUT = 3600;

  /** The number that chains of one machine have. */
  private static final long LOCAL_CHAIN = 31337;

  static PayableTerms choose(PaymentRequired challenge, KnownTokens tokens) {
    List<String> faults = new ArrayList<>();
    for (PaymentRequirements requirement : challenge.accepts()) {
      switch (ExactTerms.read(requirement)) {
        case ExactTerms.Reading.Refused refused -> faults.add(refused.reason().toString());
        case ExactTerms.Reading.Terms read -> {
          Optional<Token> token = tokens.on(read.terms().chain());
          Optional<String> fault = fault(requirement, read.terms(), token);
          if (fault.isEmpty()) {
            return new PayableTerms(requirement, read.terms(), token.orElseThrow());
          }
          faults.add(fault.get());
        }
      }
    }
    throw new ObolException(
        ObolException.Exit.REFUSED,
        "the seller takes nothing that can be paid with: " + String.join("; ", faults));
  }

  private static Optional<String> fault(
      PaymentRequirements requirement, ExactTerms terms, Optional<Token> token) {
    if (token.isEmpty()) {
      return Optional.of(
          "no token is known on the network "
              + terms.chain()
              + (terms.chain().value() == LOCAL_CHAIN
                  ? ", which is the chain of obol devnet: its token is known only on the same"
                      + " machine, with run/devnet.json of the configuration folder in which it"
                      + " runs"
                  : ""));
    }
    Token known = token.get();
    if (!known.address().equals(terms.asset())) {
      return Optional.of(
          "the token " + terms.asset() + " on " + terms.chain() + " is not " + known.symbol());
    }
    if (!says(requirement, "name", known.name())
        || !says(requirement, "version", known.version())) {
      return Optional.of(
          "it wants "
              + known.symbol()
              + " to be signed for under another name or version than the token's");
    }
    if (requirement.maxTimeoutSeconds() > LONGEST_TIMEOUT) {
      return Optional.of(
          "it wants a signature that is good for more than " + LONGEST_TIMEOUT + " seconds");
    }
    return Optional.empty();
  }

  private static boolean says(PaymentRequirements requirement, String key, String expected) {
    return requirement.extra().get(key).equals(Optional.of(Json.of(expected)));
  }

  Cost cost() {
    Address payTo = terms.payTo();
    try {
      return new Cost(
          new Payee(requirement.network(), terms.asset(), payTo),
          terms.amount().value(),
          token.symbol(),
          token.decimals());
    } catch (JsonException e) {
      throw new ObolException(ObolException.Exit.REFUSED, "not to be paid: " + e.getMessage(), e);
    }
  }

  ChainId chain() {
    return terms.chain();
  }
}
