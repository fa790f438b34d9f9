package org.obol.x402.wire;

import java.util.Map;

/**
 * The reason strings this library emits, in the spelling of the reference packages 2.27, and what
 * others call the same thing.
 */
public final class Reasons {

  public static final String INVALID_PAYLOAD = "invalid_payload";
  public static final String INVALID_VERSION = "invalid_x402_version";
  public static final String INVALID_REQUIREMENTS = "invalid_payment_requirements";
  public static final String UNSUPPORTED_SCHEME = "unsupported_scheme";
  public static final String UNSUPPORTED_PAYLOAD = "unsupported_payload_type";
  public static final String INVALID_NETWORK = "invalid_network";
  public static final String UNEXPECTED_VERIFY = "unexpected_verify_error";
  public static final String UNEXPECTED_SETTLE = "unexpected_settle_error";

  public static final String NO_MATCHING_REQUIREMENTS = "No matching payment requirements";
  public static final String INVALID_SCHEME = "invalid_exact_evm_scheme";
  public static final String MISSING_DOMAIN = "invalid_exact_evm_missing_eip712_domain";
  public static final String NETWORK_MISMATCH = "invalid_exact_evm_network_mismatch";
  public static final String INVALID_SIGNATURE = "invalid_exact_evm_signature";
  public static final String RECIPIENT_MISMATCH = "invalid_exact_evm_recipient_mismatch";
  public static final String VALID_BEFORE = "invalid_exact_evm_payload_authorization_valid_before";
  public static final String VALID_AFTER = "invalid_exact_evm_payload_authorization_valid_after";
  public static final String VALUE_MISMATCH =
      "invalid_exact_evm_payload_authorization_value_mismatch";

  public static final String ASSET_NOT_DEPLOYED = "asset_not_deployed_contract";
  public static final String FACTORY_NOT_ALLOWED = "eip6492_factory_not_allowed";
  public static final String NOT_SUPPORTED = "invalid_exact_evm_eip3009_not_supported";
  public static final String NONCE_ALREADY_USED = "invalid_exact_evm_nonce_already_used";
  public static final String TOKEN_NAME_MISMATCH = "invalid_exact_evm_token_name_mismatch";
  public static final String TOKEN_VERSION_MISMATCH = "invalid_exact_evm_token_version_mismatch";
  public static final String INSUFFICIENT_BALANCE = "invalid_exact_evm_insufficient_balance";
  public static final String SIMULATION_FAILED = "invalid_exact_evm_transaction_simulation_failed";

  public static final String TRANSACTION_FAILED = "invalid_exact_evm_transaction_failed";
  public static final String TRANSFER_MISMATCH = "invalid_exact_evm_transfer_event_mismatch";
  public static final String SETTLEMENT_PENDING = "settlement_pending";

  public static final String ALLOWANCE_REQUIRED = "permit2_allowance_required";

  private static final Map<String, String> OTHER_SPELLINGS =
      Map.ofEntries(
          // x402 v2 section 9, and the older packages.
          Map.entry("insufficient_funds", INSUFFICIENT_BALANCE),
          Map.entry("invalid_scheme", INVALID_SCHEME),
          Map.entry("invalid_exact_evm_payload_signature", INVALID_SIGNATURE),
          Map.entry("invalid_exact_evm_payload_recipient_mismatch", RECIPIENT_MISMATCH),
          Map.entry("invalid_exact_evm_payload_authorization_value", VALUE_MISMATCH),
          Map.entry("invalid_exact_evm_authorization_value", VALUE_MISMATCH),
          Map.entry("invalid_transaction_state", TRANSACTION_FAILED),
          Map.entry("transfer_event_mismatch", TRANSFER_MISMATCH),
          Map.entry("PERMIT2_ALLOWANCE_REQUIRED", ALLOWANCE_REQUIRED),
          // x402-rs 2.0.
          Map.entry("invalid_format", INVALID_PAYLOAD),
          Map.entry("invalid_payment_amount", VALUE_MISMATCH),
          Map.entry("invalid_payment_early", VALID_AFTER),
          Map.entry("invalid_payment_expired", VALID_BEFORE),
          Map.entry("chain_id_mismatch", NETWORK_MISMATCH),
          Map.entry("recipient_mismatch", RECIPIENT_MISMATCH),
          Map.entry("asset_mismatch", INVALID_REQUIREMENTS),
          Map.entry("accepted_requirements_mismatch", INVALID_REQUIREMENTS),
          Map.entry("invalid_signature", INVALID_SIGNATURE),
          Map.entry("transaction_simulation", SIMULATION_FAILED),
          Map.entry("unsupported_chain", INVALID_NETWORK),
          Map.entry("unexpected_error", UNEXPECTED_VERIFY));

  private Reasons() {}

  /** The spelling used here of a reason in any spelling; an unknown one stays as it is. */
  public static String canonical(String code) {
    return OTHER_SPELLINGS.getOrDefault(code, code);
  }
}
