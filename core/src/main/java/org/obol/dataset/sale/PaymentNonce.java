package org.obol.dataset.sale;

import org.obol.crypto.Sha256;
import org.obol.dataset.DomainTag;

/**
 * The EIP-3009 nonce of a payment that commits to an offer and to who may claim it (protocol
 * section 7): SHA-256(tag[32] ‖ offerHash ‖ claimHash).
 */
public record PaymentNonce(Sha256 digest) {

  private static final byte[] DOMAIN = DomainTag.of("obol/dataset/payment-nonce/v1");

  /** The nonce for a payment of that offer by whoever holds that claim. */
  public static PaymentNonce of(Sha256 offerHash, Sha256 claimHash) {
    var digest = Sha256.digest();
    digest.update(DOMAIN);
    digest.update(offerHash.bytes());
    return new PaymentNonce(Sha256.of(digest.digest(claimHash.bytes())));
  }

  /** A copy of the 32 bytes. */
  public byte[] bytes() {
    return digest.bytes();
  }

  /** The form of the wire: 0x and 64 lowercase hex characters. */
  public String text() {
    return "0x" + digest.hex();
  }

  @Override
  public String toString() {
    return text();
  }
}
