package org.obol.discovery.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.JsonReader;

/**
 * A catalog as a seller or a router shows it.
 *
 * @param head what stands beside the list of offers, in its order; empty for a bare list
 * @param entries the offers that could be read, in their order
 * @param faults what could not be read or breaks a rule; empty when everything was strict
 */
public record Catalog(Shape shape, Json.Obj head, List<CatalogEntry> entries, List<Fault> faults) {

  /** The path below a seller's URL where its catalog is. */
  public static final String PATH = "/api/services.json";

  private static final String SERVICES = "services";
  private static final String OFFERS = "offers";

  /** What a catalog looks like from outside (section 1.3). */
  public enum Shape {
    /** {@code {"schemaVersion":"1",…,"services":[…]}}, the one that is written by default. */
    ENVELOPE,
    /** A bare list, as the older line of the reference has it. */
    ARRAY,
    /** {@code {"offers":[…]}}. */
    OFFERS
  }

  /** How much is forgiven. */
  public enum Rules {
    /** The first fault refuses the whole catalog. */
    STRICT,
    /** An offer without a name or an endpoint is left out, every other fault only named. */
    LENIENT
  }

  /**
   * Something that is wrong with one offer.
   *
   * @param position of the offer, from 1
   * @param readable whether the offer is among the entries all the same
   */
  public record Fault(int position, boolean readable, String sentence) {

    /** One line for people. */
    public String text() {
      return "offer " + position + ": " + sentence;
    }
  }

  /** Copies the lists. */
  public Catalog {
    entries = List.copyOf(entries);
    faults = List.copyOf(faults);
  }

  /** A catalog of that shape without more than the entries. */
  public static Catalog of(List<CatalogEntry> entries) {
    return new Catalog(Shape.ENVELOPE, Json.object().build(), entries, List.of());
  }

  /**
   * Reads any of the three shapes.
   *
   * @throws JsonException when it is longer than {@code maxBytes}, no strict JSON, or none of the
   *     shapes; with {@link Rules#STRICT} also for the first fault of an offer
   */
  public static Catalog read(byte[] utf8, long maxBytes, Rules rules) {
    Json json = JsonReader.read(utf8, maxBytes);
    return switch (json) {
      case Json.Arr list -> of(Shape.ARRAY, Json.object().build(), list.items(), rules);
      case Json.Obj object when object.get(SERVICES).isPresent() ->
          of(Shape.ENVELOPE, without(object, SERVICES), items(object, SERVICES), rules);
      case Json.Obj object when object.get(OFFERS).isPresent() ->
          of(Shape.OFFERS, without(object, OFFERS), items(object, OFFERS), rules);
      default ->
          throw new JsonException(
              "a catalog is {\"services\":[…]}, {\"offers\":[…]} or a bare list");
    };
  }

  /** The wire form in that shape; keys in the order of the reference, the list never absent. */
  public Json toJson(Shape form) {
    List<Json.Obj> list = entries.stream().map(CatalogEntry::members).toList();
    return switch (form) {
      case ARRAY -> Json.of(list);
      case OFFERS -> Json.object().put(OFFERS, list).build();
      case ENVELOPE -> envelope(list);
    };
  }

  private Json.Obj envelope(List<Json.Obj> list) {
    Map<String, Json> rest = new LinkedHashMap<>(head.members());
    JsonObject out = Json.object().put("schemaVersion", "1");
    rest.remove("schemaVersion");
    move(rest, out, "displayName", "Obol Stack");
    move(rest, out, "tagline", "");
    move(rest, out, "logoUrl", "/obol-stack-logo.png");
    out.put(SERVICES, list);
    rest.forEach(out::put);
    return out.build();
  }

  private static void move(Map<String, Json> from, JsonObject to, String key, String otherwise) {
    Json value = from.remove(key);
    to.put(key, value == null ? Json.of(otherwise) : value);
  }

  private static Catalog of(Shape shape, Json.Obj head, List<Json> items, Rules rules) {
    List<CatalogEntry> entries = new ArrayList<>(items.size());
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      try {
        var entry = new CatalogEntry(items.get(i).asObject("an offer"));
        entries.add(entry);
        for (String sentence : entry.faults()) {
          faults.add(new Fault(i + 1, true, sentence));
        }
      } catch (JsonException e) {
        faults.add(new Fault(i + 1, false, String.valueOf(e.getMessage())));
      }
      if (rules == Rules.STRICT && !faults.isEmpty()) {
        throw new JsonException(faults.getFirst().text());
      }
    }
    return new Catalog(shape, head, entries, faults);
  }

  private static List<Json> items(Json.Obj object, String key) {
    return object
        .list(key)
        .orElseThrow(() -> new JsonException("field \"" + key + "\" must be a list"));
  }

  private static Json.Obj without(Json.Obj object, String key) {
    Map<String, Json> rest = new LinkedHashMap<>(object.members());
    rest.remove(key);
    return new Json.Obj(rest);
  }
}
