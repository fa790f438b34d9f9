package org.obol.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Header fields in their order; names are compared without case (RFC 9110 section 5.1). */
public record Headers(List<Field> fields) {

  /** No header fields. */
  public static final Headers NONE = new Headers(List.of());

  /** One field line; a name or value that could break out of its line is refused. */
  public record Field(String name, String value) {
    /** Checks both parts (RFC 9110 sections 5.1 and 5.5). */
    public Field {
      if (name.isEmpty() || !name.chars().allMatch(Field::isTokenChar)) {
        throw new IllegalArgumentException("not a header name: " + name);
      }
      if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
        throw new IllegalArgumentException("control character in header " + name);
      }
    }

    private static boolean isTokenChar(int c) {
      return (c >= '0' && c <= '9')
          || (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
  }

  /** Copies the fields. */
  public Headers {
    fields = List.copyOf(fields);
  }

  /** One field. */
  public static Headers of(String name, String value) {
    return NONE.with(name, value);
  }

  /** These fields and one more at the end; a field of the same name stays. */
  public Headers with(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Headers(more);
  }

  /** These fields and {@code others} after them. */
  public Headers with(Headers others) {
    List<Field> more = new ArrayList<>(fields);
    more.addAll(others.fields);
    return new Headers(more);
  }

  /** The first value of that name. */
  public Optional<String> first(String name) {
    return fields.stream()
        .filter(f -> f.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  /** Every value of that name, in order. */
  public List<String> all(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Field::value).toList();
  }

  /** Gives each field to {@code action}, in order. */
  public void forEach(BiConsumer<String, String> action) {
    fields.forEach(f -> action.accept(f.name(), f.value()));
  }
}
