package org.obol.dataset.sale;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.VerificationException;

/**
 * Whom the owner lets sell (protocol section 7, obol-seller/1): the only delegation there is. The
 * owner key signs it.
 *
 * @param serial grows with every record, from 1; buyers refuse one below the highest they saw
 * @param notBefore first second at which it counts
 * @param notAfter last second at which it counts
 * @param nodeKeys who may sign offers and receipts, at least one
 * @param payTo who may be paid
 * @param endpoints where the dataset is served, http or https
 */
public record SellerRecord(
    LogOrigin origin,
    long serial,
    Instant notBefore,
    Instant notAfter,
    List<Address> nodeKeys,
    List<Payee> payTo,
    List<URI> endpoints) {

  /** Value of the {@code format} member. */
  public static final String FORMAT = "obol-seller/1";

  private static final Signed.Kind<SellerRecord> KIND =
      new Signed.Kind<>(FORMAT, "obol/dataset/seller/v1", SellerRecord::fromJson);

  /**
   * Checks the values, copies the lists and cuts fractions of a second off.
   *
   * @throws JsonException naming the rule that is broken
   */
  public SellerRecord {
    SaleFields.requireNumber("serial", serial);
    notBefore = SaleFields.second("notBefore", notBefore);
    notAfter = SaleFields.second("notAfter", notAfter);
    nodeKeys = List.copyOf(nodeKeys);
    payTo = List.copyOf(payTo);
    endpoints = List.copyOf(endpoints);
    if (notAfter.isBefore(notBefore)) {
      throw new JsonException("notAfter " + notAfter + " is before notBefore " + notBefore);
    }
    if (nodeKeys.isEmpty()) {
      throw new JsonException("a seller record names no node key");
    }
    endpoints.forEach(SellerRecord::requireEndpoint);
  }

  /** This record signed by the owner's key. */
  public Signed<SellerRecord> sign(PrivateKey ownerKey) {
    return Signed.make(KIND, toJson(), ownerKey);
  }

  /**
   * Reads the wire form; unknown members are signed and ignored, unless {@code crit} names them.
   *
   * @throws JsonException naming the member that is missing, malformed or not understood
   */
  public static Signed<SellerRecord> read(Json json) {
    return Signed.read(KIND, json);
  }

  /**
   * Reads the document at {@code /.well-known/obol-seller.json}, at most {@link Signed#MAX_BYTES}.
   *
   * @throws JsonException naming the member that is missing, malformed or not understood
   */
  public static Signed<SellerRecord> read(byte[] utf8) {
    return Signed.read(KIND, utf8);
  }

  /**
   * The record, if it counts for the log {@code pinned} at {@code now}: signed by that log's owner,
   * for that log, and neither too early nor expired.
   *
   * @throws VerificationException {@code seller_record} when it does not
   */
  public static SellerRecord verify(Signed<SellerRecord> signed, LogOrigin pinned, Instant now) {
    fault(signed, pinned, now)
        .ifPresent(
            sentence -> {
              throw new VerificationException("seller_record", sentence);
            });
    return signed.document();
  }

  /** Whether it lets {@code payee} be paid. */
  public boolean allows(Payee payee) {
    return payTo.contains(payee);
  }

  /** Whether it lets {@code nodeKey} sign offers and receipts. */
  public boolean names(Address nodeKey) {
    return nodeKeys.contains(nodeKey);
  }

  /** Why the record does not count; empty when it does. */
  static Optional<String> fault(Signed<SellerRecord> signed, LogOrigin pinned, Instant now) {
    SellerRecord seller = signed.document();
    if (!isOwners(signed, pinned)) {
      return Optional.of(
          "the seller record is not one that "
              + pinned.owner()
              + " signed for "
              + pinned
              + ", but "
              + signed.signer().map(Address::hex).orElse("nobody")
              + " for "
              + seller.origin());
    }
    if (now.isBefore(seller.notBefore())) {
      return Optional.of("the seller record counts only from " + seller.notBefore());
    }
    if (!now.isBefore(seller.notAfter().plusSeconds(1))) {
      return Optional.of("the seller record expired at " + seller.notAfter());
    }
    return Optional.empty();
  }

  /** Whether the owner of {@code pinned} signed it for that log, whatever the time. */
  static boolean isOwners(Signed<SellerRecord> signed, LogOrigin pinned) {
    return signed.document().origin().equals(pinned) && signed.isSignedBy(pinned.owner());
  }

  private Json.Obj toJson() {
    return Json.object()
        .put("format", FORMAT)
        .put("origin", origin.text())
        .put("serial", serial)
        .put("notBefore", notBefore.toString())
        .put("notAfter", notAfter.toString())
        .put("nodeKeys", nodeKeys.stream().map(key -> Json.of(key.hex())).toList())
        .put("payTo", payTo.stream().map(Payee::toJson).toList())
        .put("endpoints", endpoints.stream().map(uri -> Json.of(uri.toString())).toList())
        .build();
  }

  private static SellerRecord fromJson(Json.Obj json) {
    return new SellerRecord(
        SaleFields.origin(json),
        json.requireInteger("serial"),
        SaleFields.time(json, "notBefore"),
        SaleFields.time(json, "notAfter"),
        SaleFields.list(json, "nodeKeys").stream()
            .map(key -> SaleFields.address(key.asText("a node key"), "nodeKeys"))
            .toList(),
        SaleFields.list(json, "payTo").stream().map(Payee::fromJson).toList(),
        SaleFields.list(json, "endpoints").stream().map(SellerRecord::endpoint).toList());
  }

  private static URI endpoint(Json json) {
    String text = json.asText("an endpoint");
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new JsonException("endpoint \"" + text + "\" is not a URL");
    }
  }

  private static void requireEndpoint(URI uri) {
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new JsonException(
          "endpoint \"" + uri + "\" is not an http or https URL with a host and without a user");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new JsonException("endpoint \"" + uri + "\" has a query or a fragment");
    }
  }
}
