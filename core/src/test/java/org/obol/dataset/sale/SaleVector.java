package org.obol.dataset.sale;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;

/** One signed document of sale.json, which another program made. */
record SaleVector(
    String name, String kind, PrivateKey testKey, Address signer, Sha256 digest, Json.Obj wire) {

  static List<SaleVector> all() {
    return file().list("documents").orElseThrow().stream().map(SaleVector::fromJson).toList();
  }

  static SaleVector named(String name) {
    return all().stream().filter(v -> v.name.equals(name)).findFirst().orElseThrow();
  }

  static Json.Obj file() {
    try (InputStream in = SaleVector.class.getResourceAsStream("/sale.json")) {
      byte[] utf8 = Objects.requireNonNull(in, "sale.json").readAllBytes();
      return JsonReader.read(utf8, utf8.length).asObject("the vectors");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SaleVector fromJson(Json json) {
    Json.Obj vector = json.asObject("a vector");
    return new SaleVector(
        vector.requireText("name"),
        vector.requireText("kind"),
        PrivateKey.ofHex(vector.requireText("testKey")),
        new Address(vector.requireText("signer")),
        new Sha256(vector.requireText("digest")),
        vector.object("wire").orElseThrow());
  }

  /** The wire form read as the kind it is. */
  Signed<?> read() {
    return read(wire);
  }

  /** {@code json} read as this kind. */
  Signed<?> read(Json json) {
    return switch (kind) {
      case "offer" -> Offer.read(json);
      case "receipt" -> Receipt.read(json);
      case "seller" -> SellerRecord.read(json);
      default -> throw new AssertionError(kind);
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
