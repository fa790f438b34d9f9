package org.obol.client;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.obol.client.FaultyServer.Request;
import org.obol.client.source.Source;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;

/** A seller with real keys that answers what a test wants it to; honest unless told otherwise. */
final class ScriptedSeller implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-06-14T12:00:00Z");
  static final PrivateKey NODE = key("11");
  static final PrivateKey THIEF = key("66");
  static final String NETWORK = "eip155:84532";
  static final Address USDC = Address.parse("0x036CbD53842c5426634e7929541eC2318f3dCF7e");
  static final String TOKEN = "obol-test-token-2";
  static final String TRANSACTION = "0x" + "ab".repeat(32);
  private static final String PAYMENT = "payment-signature";

  final FaultyServer server;
  Payee payee = new Payee(NETWORK, USDC, NODE.address());
  BigInteger amount = BigInteger.valueOf(5_000_000);
  PrivateKey recordKey = Shop.KEY;
  PrivateKey offerKey = NODE;
  PrivateKey receiptKey = NODE;
  long serial = 3;
  Instant validUntil = NOW.plus(Duration.ofDays(1));
  Optional<URI> endpoint = Optional.empty();
  boolean showsRecord = true;
  UnaryOperator<Offer> offers = o -> o;
  UnaryOperator<Json.Obj> requirements = r -> r;
  Json.Obj extensions = Json.object().build();
  Function<Request, Fault> payments = this::settle;
  Function<Request, Fault> signIns = r -> new Fault.Answer(500, "", "{}");

  ScriptedSeller(Shop shop) throws IOException {
    server = new FaultyServer(shop);
    server.faults = this::answer;
  }

  static PrivateKey key(String pair) {
    return PrivateKey.ofHex(pair.repeat(32));
  }

  Source source() {
    return new Source(server.url(), Optional.empty());
  }

  LogOrigin origin() {
    return new LogOrigin(Shop.KEY.address(), Shop.ID);
  }

  /** The payments that ever arrived, as they were sent. */
  List<String> paid() {
    return server.requests.stream().flatMap(r -> r.header(PAYMENT).stream()).toList();
  }

  /** The claims that ever arrived. */
  List<String> claims() {
    return server.requests.stream().flatMap(r -> r.header("obol-claim").stream()).toList();
  }

  Signed<Offer> offer() {
    var head = server.shop.entries.getLast();
    return offers
        .apply(
            new Offer(
                origin(),
                head.seq(),
                head.manifestHash(),
                Optional.empty(),
                VersionRange.upTo(head.seq()),
                payee,
                amount,
                validUntil))
        .sign(offerKey);
  }

  private Fault answer(Request request) {
    if (request.path().equals("/.well-known/obol-seller.json")) {
      return showsRecord ? json(200, "", record().toJson()) : json(404, "", error("unknown"));
    }
    if (!request.path().endsWith("/join/paid")) {
      return new Fault.None();
    }
    if (request.header("sign-in-with-x").isPresent()) {
      return signIns.apply(request);
    }
    return request.header(PAYMENT).isPresent() ? payments.apply(request) : challenge("", 402);
  }

  private Signed<SellerRecord> record() {
    return new SellerRecord(
            origin(),
            serial,
            NOW.minus(Duration.ofDays(1)),
            NOW.plus(Duration.ofDays(30)),
            List.of(NODE.address()),
            List.of(new Payee(NETWORK, USDC, NODE.address())),
            List.of(endpoint.orElse(server.url())))
        .sign(recordKey);
  }

  Fault challenge(String headers, int status) {
    Json.Obj challenge =
        Json.object()
            .put("x402Version", 2)
            .put("error", "payment required")
            .put("resource", Json.object().put("url", server.url() + "/x").build())
            .put("accepts", List.of(requirements.apply(requirement())))
            .put("extensions", extensions())
            .build();
    return json(
        status,
        headers
            + PaymentHeaders.PAYMENT_REQUIRED
            + ": "
            + PaymentHeaders.encode(challenge)
            + "\r\n",
        challenge);
  }

  private Json.Obj extensions() {
    Json.Obj usual =
        Json.object()
            .put("payment-identifier", info(Json.object().put("required", false).build()))
            .put("obol-claim", info(Json.object().put("header", "Obol-Claim").build()))
            .build();
    Map<String, Json> all = new LinkedHashMap<>(usual.members());
    all.putAll(extensions.members());
    return new Json.Obj(all);
  }

  private Json.Obj requirement() {
    return Json.object()
        .put("scheme", "exact")
        .put("network", payee.network())
        .put("amount", amount.toString())
        .put("asset", payee.asset().checksummed())
        .put("payTo", payee.address().checksummed())
        .put("maxTimeoutSeconds", 600)
        .put(
            "extra",
            Json.object()
                .put("name", "USDC")
                .put("version", "2")
                .put("assetTransferMethod", "eip3009")
                .put("offer", offer().toJson())
                .build())
        .build();
  }

  /** The honest answer to a payment. */
  Fault settle(Request request) {
    return json(200, "", granted(request).putIfPresent("receipt", receipt(request)).build());
  }

  org.obol.crypto.JsonObject granted(Request request) {
    return Json.object()
        .put("token", TOKEN)
        .put("version", 1)
        .put("entitlement", "ent-1")
        .put("from", 1)
        .put("to", 1);
  }

  Optional<Json> receipt(Request request) {
    PaymentPayload payment = payment(request.header(PAYMENT).orElseThrow());
    Signed<Offer> paid = Offer.read(payment.accepted().extra().get("offer").orElseThrow());
    Address payer =
        Address.parse(payment.payload().object("authorization").orElseThrow().requireText("from"));
    return Optional.of(
        Receipt.of(paid, new Receipt.Settlement(payer, TRANSACTION), "ent-1", NOW)
            .sign(receiptKey)
            .toJson());
  }

  static PaymentPayload payment(String header) {
    return new PaymentPayload(PaymentHeaders.decode(header));
  }

  static Sha256 claimHash(PaymentPayload payment) {
    return new Sha256(
        payment
            .extensions()
            .object("obol-claim")
            .flatMap(block -> block.object("info"))
            .orElseThrow()
            .requireText("hash"));
  }

  static Fault json(int status, String headers, Json.Obj body) {
    return new Fault.Answer(status, headers, body.text());
  }

  static Json.Obj error(String code) {
    return Json.object().put("error", code).put("message", "no").build();
  }

  static Json.Obj with(Json.Obj object, String key, Json value) {
    Map<String, Json> members = new LinkedHashMap<>(object.members());
    members.put(key, value);
    return new Json.Obj(members);
  }

  private static Json.Obj info(Json.Obj info) {
    return Json.object().put("info", info).build();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
