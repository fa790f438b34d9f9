package org.obol.x402.wire;

import java.util.Optional;
import org.obol.crypto.Json;

/**
 * One way to pay (x402 v2, PaymentRequirements). It is a view on the JSON as it came, because a
 * client has to echo it unchanged, unknown members included.
 */
public record PaymentRequirements(Json.Obj json) {

  /**
   * Checks that every required member is there with the right type.
   *
   * @throws org.obol.crypto.JsonException naming the member that is missing or wrong
   */
  public PaymentRequirements {
    json.requireText("scheme");
    json.requireText("network");
    json.requireText("asset");
    json.requireText("payTo");
    Members.amount(json, "amount");
    Members.positive(json, "maxTimeoutSeconds");
    json.object("extra");
  }

  /** How to pay, for instance {@code exact}. */
  public String scheme() {
    return json.requireText("scheme");
  }

  /** On which network, a CAIP-2 name such as {@code eip155:8453}. */
  public String network() {
    return json.requireText("network");
  }

  /** How much, in atomic units of the asset. */
  public AtomicAmount amount() {
    return Members.amount(json, "amount");
  }

  /** In what; on an EVM chain the token's address, in any case. */
  public String asset() {
    return json.requireText("asset");
  }

  /** To whom; on an EVM chain an address, in any case. */
  public String payTo() {
    return json.requireText("payTo");
  }

  /** For how many seconds the payment may stay valid, at least 1. */
  public long maxTimeoutSeconds() {
    return Members.positive(json, "maxTimeoutSeconds");
  }

  /** What else the scheme or the server says; empty when there is nothing. */
  public Json.Obj extra() {
    return json.object("extra").orElseGet(() -> Json.object().build());
  }

  /** A text member of {@link #extra()}. */
  public Optional<String> extra(String key) {
    return extra().text(key);
  }
}
