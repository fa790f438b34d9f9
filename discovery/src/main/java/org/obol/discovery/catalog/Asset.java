package org.obol.discovery.catalog;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.x402.token.Token;

/**
 * The token that a row is paid in, as the row says.
 *
 * @param decimals digits after the point of one whole token, 0..77
 */
public record Asset(Address address, String symbol, int decimals) {

  private static final int MOST_DECIMALS = 77;

  /** The wire form of a token that is paid by EIP-3009. */
  static Json.Obj toJson(Token token) {
    return Json.object()
        .put("address", token.address().checksummed())
        .put("symbol", token.symbol())
        .put("decimals", token.decimals())
        .put("transferMethod", "eip3009")
        .put(
            "eip712Domain",
            Json.object().put("name", token.name()).put("version", token.version()).build())
        .build();
  }

  /** The asset in the wire form; empty when something that is needed is missing or malformed. */
  static Optional<Asset> read(Json.Obj json) {
    Optional<Address> address = Fields.text(json, "address").flatMap(Fields::address);
    Optional<Long> decimals =
        Fields.integer(json, "decimals").filter(d -> d >= 0 && d <= MOST_DECIMALS);
    return address.flatMap(
        a -> decimals.map(d -> new Asset(a, Fields.text(json, "symbol").orElse(""), d.intValue())));
  }
}
