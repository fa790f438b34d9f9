package org.obol.dataset.sale;

import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.versionlog.LogVector;

/** A sale with every member, by published test keys; what sale.json was made from. */
final class Sales {

  static final Instant NOW = Instant.parse("2026-06-14T12:00:00Z");
  static final PrivateKey OWNER = LogVector.named("vector-one").testKey();

  /** The first two accounts of the well-known test mnemonic. */
  static final PrivateKey NODE =
      PrivateKey.ofHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

  static final PrivateKey STRANGER =
      PrivateKey.ofHex("59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d");

  static final LogOrigin ORIGIN = new LogOrigin(OWNER.address(), new DatasetId("pi-sessions"));
  static final Address USDC = new Address("0x036cbd53842c5426634e7929541ec2318f3dcf7e");
  static final Payee PAYEE = new Payee("eip155:84532", USDC, new Address("0x" + "1".repeat(40)));

  private Sales() {}

  static Offer offer() {
    return new Offer(
        ORIGIN,
        2,
        Sha256.hash("manifest v2"),
        Optional.of(Sha256.hash("CC-BY-4.0 text")),
        VersionRange.upTo(2),
        PAYEE,
        BigInteger.valueOf(5_000_000),
        NOW.plusSeconds(3600));
  }

  static Receipt receipt() {
    var settlement =
        new Receipt.Settlement(STRANGER.address(), "0x" + Sha256.hash("a transaction").hex());
    return Receipt.of(offer().sign(NODE), settlement, "e-0001", NOW.plusSeconds(30));
  }

  static SellerRecord seller(long serial, Payee... payees) {
    return new SellerRecord(
        ORIGIN,
        serial,
        Instant.parse("2026-06-01T00:00:00Z"),
        Instant.parse("2027-06-01T00:00:00Z"),
        List.of(NODE.address()),
        List.of(payees),
        List.of(URI.create("https://node.example/")));
  }

  static SellerRecord seller() {
    return seller(3, PAYEE);
  }
}
