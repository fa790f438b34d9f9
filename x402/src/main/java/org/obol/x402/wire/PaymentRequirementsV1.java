package org.obol.x402.wire;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/** One way to pay in version 1. A view on the JSON as it came. */
public record PaymentRequirementsV1(Json.Obj json) {

  /**
   * Checks that every required member is there with the right type.
   *
   * @throws JsonException naming the member that is missing or wrong
   */
  public PaymentRequirementsV1 {
    json.requireText("scheme");
    json.requireText("network");
    Members.amount(json, "maxAmountRequired");
    json.requireText("resource");
    json.text("description");
    json.text("mimeType");
    json.requireText("payTo");
    Members.positive(json, "maxTimeoutSeconds");
    json.requireText("asset");
    json.object("extra");
  }

  /**
   * The offer as a client of version 1 is told it.
   *
   * @throws JsonException when the network has no name in version 1
   */
  public static PaymentRequirementsV1 of(PaymentRequirements offer, ResourceInfo resource) {
    String network =
        NetworkNames.shortName(offer.network())
            .orElseThrow(
                () ->
                    new JsonException("network " + offer.network() + " has no name in version 1"));
    return new PaymentRequirementsV1(
        Json.object()
            .put("scheme", offer.scheme())
            .put("network", network)
            .put("maxAmountRequired", offer.amount().toString())
            .put("resource", resource.url())
            .put("description", resource.description().orElse(""))
            .put("mimeType", resource.mimeType().orElse(""))
            .put("payTo", offer.payTo())
            .put("maxTimeoutSeconds", offer.maxTimeoutSeconds())
            .put("asset", offer.asset())
            .putIfPresent("extra", offer.json().object("extra"))
            .build());
  }

  /** On which network, by its short name. */
  public String network() {
    return json.requireText("network");
  }

  /** How to pay, for instance {@code exact}. */
  public String scheme() {
    return json.requireText("scheme");
  }

  /** What is paid for. */
  public ResourceInfo resource() {
    return new ResourceInfo(
        json.requireText("resource"), json.text("description"), json.text("mimeType"));
  }

  /** The same offer in version 2; empty when the network's name is not known. */
  public Optional<PaymentRequirements> toV2() {
    return NetworkNames.caip2(network())
        .map(
            network ->
                new PaymentRequirements(
                    Json.object()
                        .put("scheme", scheme())
                        .put("network", network)
                        .put("amount", json.requireText("maxAmountRequired"))
                        .put("asset", json.requireText("asset"))
                        .put("payTo", json.requireText("payTo"))
                        .put("maxTimeoutSeconds", json.requireInteger("maxTimeoutSeconds"))
                        .putIfPresent("extra", json.object("extra"))
                        .build()));
  }
}
