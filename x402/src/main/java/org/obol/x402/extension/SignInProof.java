package org.obol.x402.extension;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.PrivateKey;
import org.obol.evm.ChainId;
import org.obol.x402.wire.PaymentHeaders;

/**
 * A signed sign-in, as it travels in the header SIGN-IN-WITH-X.
 *
 * @param signature 0x and hex, of whatever the wallet signs with
 */
public record SignInProof(SignInMessage message, String signature) {

  private static final String TYPE = "eip191";

  /** Signs in with a key. */
  public static SignInProof sign(SignIn signIn, ChainId chain, PrivateKey key) {
    var message = new SignInMessage(signIn, key.address(), chain);
    return new SignInProof(message, TypedSignature.sign(message.digest(), key));
  }

  /**
   * Reads a header's value.
   *
   * @throws JsonException when it is malformed or of another kind of chain
   */
  public static SignInProof decode(String header) {
    Json.Obj json = PaymentHeaders.decode(header);
    if (!json.requireText("type").equals(TYPE)) {
      throw new JsonException("a sign-in of another type than eip191");
    }
    if (!json.requireText("version").equals(SignIn.VERSION)) {
      throw new JsonException("a sign-in of another version than 1");
    }
    try {
      return new SignInProof(
          new SignInMessage(
              SignIn.parse(json),
              Address.parse(json.requireText("address")),
              ChainId.parse(json.requireText("chainId"))),
          json.requireText("signature"));
    } catch (IllegalArgumentException e) {
      throw new JsonException("a sign-in whose address or chainId is malformed");
    }
  }

  /** The header's value. */
  public String encode() {
    SignIn signIn = message.signIn();
    var out = Json.object().put("domain", signIn.domain());
    out.put("address", message.address().checksummed());
    out.putIfPresent("statement", signIn.statement().map(Json::of));
    out.put("uri", signIn.uri()).put("version", SignIn.VERSION);
    out.put("chainId", message.chain().toString()).put("type", TYPE);
    out.put("nonce", signIn.nonce()).put("issuedAt", signIn.issuedAt());
    out.putIfPresent("expirationTime", signIn.expirationTime().map(Json::of));
    out.putIfPresent("notBefore", signIn.notBefore().map(Json::of));
    out.putIfPresent("requestId", signIn.requestId().map(Json::of));
    if (!signIn.resources().isEmpty()) {
      out.put("resources", signIn.resources().stream().map(Json::of).toList());
    }
    return PaymentHeaders.encode(out.put("signature", signature).build());
  }

  /** Whose key signed; empty when the signature is no key's. */
  public Optional<Address> signer() {
    return TypedSignature.signer(message.digest(), signature);
  }
}
