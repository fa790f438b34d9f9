package org.obol.discovery.router;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.dataset.manifest.Card;

/** What the seller's own signed documents say about a row, the member {@code x-verification}. */
public sealed interface Verdict {

  /** The name of the member. */
  String KEY = "x-verification";

  /** The code of what nobody has looked at yet. */
  String PENDING = "pending";

  /** When it was found. */
  Instant checkedAt();

  /**
   * The seller's log, manifest and seller record say what the row says.
   *
   * @param card what the owner signed about the version
   * @param record whether there is a seller record, which then lists the endpoint; without one only
   *     the owner's own account is paid
   * @param price whether the live price was asked for and is the row's too
   */
  record Verified(Address owner, Card card, boolean record, boolean price, Instant checkedAt)
      implements Verdict {}

  /**
   * It could not be looked at; nothing speaks against it.
   *
   * @param code {@code pending}, {@code members_only}, {@code unreachable}, {@code
   *     private_address}, {@code no_log}, {@code no_manifest}, {@code no_hashes} or {@code
   *     not_a_dataset_url}
   * @param owner who signs the log, when that much is known
   */
  record Uncheckable(String code, String detail, Optional<Address> owner, Instant checkedAt)
      implements Verdict {}

  /**
   * A signed document says otherwise.
   *
   * @param field of the row that is wrong, or {@code log}, {@code manifest}, {@code sellerRecord}
   */
  record Contradicted(String field, String detail, Instant checkedAt) implements Verdict {}

  /** The word for it. */
  default String state() {
    return switch (this) {
      case Verified ignored -> "verified";
      case Uncheckable ignored -> "uncheckable";
      case Contradicted ignored -> "contradicted";
    };
  }

  /** Whether nobody has looked yet. */
  default boolean isPending() {
    return this instanceof Uncheckable seen && seen.code().equals(PENDING);
  }

  /** The value of the member. */
  default Json.Obj toJson() {
    JsonObject out = Json.object().put("state", state());
    switch (this) {
      case Verified(var owner, var card, var record, var price, _) -> {
        out.put("owner", owner.checksummed());
        out.put("sellerRecord", record).put("priceChecked", price);
        out.putIfPresent("license", card.license().map(Json::of));
        if (!card.keywords().isEmpty()) {
          out.put("keywords", card.keywords().stream().map(Json::of).toList());
        }
      }
      case Uncheckable(var code, var detail, var owner, _) -> {
        out.put("code", code).put("detail", detail);
        out.putIfPresent("owner", owner.map(address -> Json.of(address.checksummed())));
      }
      case Contradicted(var field, var detail, _) -> out.put("field", field).put("detail", detail);
    }
    return out.put("checkedAt", checkedAt().toString()).build();
  }

  /** Reads the value of the member, as another router's word; empty when it is none. */
  static Optional<Verdict> read(Json json) {
    try {
      Json.Obj object = json.asObject(KEY);
      Instant at = OffsetDateTime.parse(object.requireText("checkedAt")).toInstant();
      Optional<Address> owner = object.text("owner").map(Address::parse);
      String detail = object.text("detail").orElse("");
      return switch (object.requireText("state")) {
        case "verified" ->
            owner.map(
                o ->
                    new Verified(
                        o,
                        card(object),
                        is(object, "sellerRecord"),
                        is(object, "priceChecked"),
                        at));
        case "uncheckable" ->
            Optional.of(new Uncheckable(object.requireText("code"), detail, owner, at));
        case "contradicted" ->
            Optional.of(new Contradicted(object.requireText("field"), detail, at));
        default -> Optional.empty();
      };
    } catch (JsonException | IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static boolean is(Json.Obj object, String key) {
    return object.bool(key).orElse(false);
  }

  private static Card card(Json.Obj object) {
    JsonObject card = Json.object();
    card.putIfPresent("license", object.get("license"));
    card.putIfPresent("keywords", object.get("keywords"));
    return Card.fromJson(card.build());
  }
}
