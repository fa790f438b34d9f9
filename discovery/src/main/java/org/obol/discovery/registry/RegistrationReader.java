package org.obol.discovery.registry;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Shown;

/**
 * Reads a registration file that anybody may have written. The JSON must be sound; beyond that,
 * what is missing, of another type or too long is left out, and the rest still counts. {@code
 * services} is read, or else {@code endpoints} of version 1.
 */
public final class RegistrationReader {

  /** The largest file that is read: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int MAX_ITEMS = 32;
  private static final int MAX_NAME = 200;
  private static final int MAX_DESCRIPTION = 4_000;
  private static final int MAX_URL = 2_048;
  private static final int MAX_WORD = 200;

  private RegistrationReader() {}

  /**
   * The file in these bytes.
   *
   * @throws JsonException when they are no JSON object, too many, or nested too deeply
   */
  public static RegistrationFile read(byte[] utf8) {
    return read(JsonReader.read(utf8, MAX_BYTES).asObject("a registration file"));
  }

  /** The file in this object. */
  public static RegistrationFile read(Json.Obj file) {
    List<AgentService> services = services(file, "services");
    return new RegistrationFile(
        text(file, "name", MAX_NAME).orElse(""),
        text(file, "description", MAX_DESCRIPTION).orElse(""),
        url(file, "image"),
        services.isEmpty() ? services(file, "endpoints") : services,
        bool(file, "x402Support").orElse(false),
        bool(file, "active").orElse(true),
        objects(file, "registrations").flatMap(r -> registration(r).stream()).toList(),
        texts(file, "supportedTrust"));
  }

  private static List<AgentService> services(Json.Obj file, String member) {
    return objects(file, member).flatMap(entry -> service(entry).stream()).toList();
  }

  private static Optional<AgentService> service(Json.Obj entry) {
    return text(entry, "name", MAX_WORD)
        .flatMap(
            name ->
                url(entry, "endpoint")
                    .map(
                        endpoint ->
                            new AgentService(
                                name,
                                endpoint,
                                text(entry, "version", MAX_WORD),
                                texts(entry, "skills"),
                                texts(entry, "domains"))));
  }

  private static Optional<AgentRegistration> registration(Json.Obj entry) {
    try {
      Optional<String> number =
          entry
              .get("agentId")
              .flatMap(
                  id ->
                      switch (id) {
                        case Json.Num n -> Optional.of(n.literal());
                        case Json.Str s -> Optional.of(s.value());
                        case Json.Obj o -> Optional.empty();
                        case Json.Arr a -> Optional.empty();
                        case Json.Bool b -> Optional.empty();
                        case Json.Null n -> Optional.empty();
                      });
      Optional<String> registry = text(entry, "agentRegistry", MAX_WORD);
      return number.flatMap(
          id -> registry.map(at -> new AgentRegistration(RegistryId.parse(at), AgentId.parse(id))));
    } catch (IllegalArgumentException notOfEvm) {
      return Optional.empty();
    }
  }

  /** A text that is there, no blank, and not too long; a longer one is cut. */
  private static Optional<String> text(Json.Obj object, String member, int longest) {
    return member(object, member, Json.Str.class)
        .map(Json.Str::value)
        .filter(text -> !text.isBlank())
        .map(text -> Shown.head(text, longest));
  }

  /** A URL that is too long is left out: cut, it would lead elsewhere. */
  private static Optional<String> url(Json.Obj object, String member) {
    return text(object, member, Integer.MAX_VALUE).filter(url -> url.length() <= MAX_URL);
  }

  private static Optional<Boolean> bool(Json.Obj object, String member) {
    return member(object, member, Json.Bool.class).map(Json.Bool::value);
  }

  private static List<String> texts(Json.Obj object, String member) {
    return items(object, member, Json.Str.class, Json.Str::value)
        .map(text -> Shown.head(text, MAX_WORD))
        .toList();
  }

  private static Stream<Json.Obj> objects(Json.Obj object, String member) {
    return items(object, member, Json.Obj.class, o -> o);
  }

  private static <T extends Json, R> Stream<R> items(
      Json.Obj object, String member, Class<T> type, Function<T, R> value) {
    return member(object, member, Json.Arr.class).stream()
        .flatMap(list -> list.items().stream())
        .filter(type::isInstance)
        .map(item -> value.apply(type.cast(item)))
        .limit(MAX_ITEMS);
  }

  private static <T extends Json> Optional<T> member(Json.Obj object, String name, Class<T> type) {
    return object.get(name).filter(type::isInstance).map(type::cast);
  }
}
