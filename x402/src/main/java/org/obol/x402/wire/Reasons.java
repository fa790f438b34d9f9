package org.obol.x402.wire;

/** The reason strings this library emits, in the spelling of the reference packages 2.27. */
public final class Reasons {

  public static final String INVALID_PAYLOAD = "invalid_payload";
  public static final String INVALID_VERSION = "invalid_x402_version";
  public static final String UNSUPPORTED_SCHEME = "unsupported_scheme";
  public static final String INVALID_NETWORK = "invalid_network";
  public static final String SETTLEMENT_PENDING = "settlement_pending";
  public static final String NONCE_ALREADY_USED = "invalid_exact_evm_nonce_already_used";
  public static final String UNEXPECTED_VERIFY = "unexpected_verify_error";
  public static final String UNEXPECTED_SETTLE = "unexpected_settle_error";

  public static final String NO_MATCHING_REQUIREMENTS = "No matching payment requirements";
  public static final String VALID_BEFORE = "invalid_exact_evm_payload_authorization_valid_before";

  private Reasons() {}
}
