package org.obol.dataset.sale;

import java.util.regex.Pattern;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * Where money goes: an account, in one token, on one chain.
 *
 * @param network CAIP-2 name of an EVM chain, {@code eip155:8453} for example
 * @param asset address of the token
 * @param address of the account that is paid
 */
public record Payee(String network, Address asset, Address address) {

  private static final Pattern NETWORK = Pattern.compile("eip155:[1-9][0-9]{0,17}");

  /**
   * Checks the name of the network.
   *
   * @throws JsonException unless it is {@code eip155:} and a chain id
   */
  public Payee {
    requireNetwork(network);
  }

  static void requireNetwork(String network) {
    if (!NETWORK.matcher(network).matches()) {
      throw new JsonException("network \"" + network + "\" is not eip155:<chain id>");
    }
  }

  Json.Obj toJson() {
    return Json.object()
        .put("network", network)
        .put("asset", asset.hex())
        .put("address", address.hex())
        .build();
  }

  static Payee fromJson(Json json) {
    Json.Obj payee = json.asObject("a payTo");
    return new Payee(
        payee.requireText("network"),
        SaleFields.address(payee, "asset"),
        SaleFields.address(payee, "address"));
  }

  @Override
  public String toString() {
    return address + " (token " + asset + " on " + network + ")";
  }
}
